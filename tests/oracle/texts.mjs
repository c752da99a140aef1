// Texts that try a counter: generated with a seeded generator, so that a failure can be repeated,
// and edge cases written by hand.

/** A small seeded generator (mulberry32): numbers in [0, 1). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = [
  'Bonjour', 'Madame', 'la députée', 'œuvre', 'façade', 'l’État', 'NON', 'à', 'e\u0301te\u0301', 'A\u030A', 'ﬁn', 'Ωmega',
  'Здравствуйте', 'ёлка', 'مرحبا', 'שלום', 'नमस्ते', 'สวัสดี', '안녕하세요', '\u1112\u1161\u11ab', '日本語', '中文', 'こんにちは', 'カ\u3099',
  'ქართული', 'ԲԱՐԵՎ', 'ελληνικά', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', '𐍈', '\u200b', '\u200d', '\u00ad', '\ufeff', '\u2060', '\ufffe', '\u202e', '\u2067', 'ſs', 'K', 'İ', 'ß',
  '©', '®', '™', '©\ufe0f', '™\ufe0f', '♟\ufe0f', '№', '…', '«', '»', '—', '–', '‹', '€', '½', '①', '‼', '⁉\ufe0f', '〰', '〽\ufe0f', '㊗\ufe0f', '\ue50a', '\ufe0f', '\ufe0e', '\u20e3',
];

const EMOJI = [
  '😀', '👍', '👍🏽', '☝', '☝️', '☝🏿', '☝️🏿', '☝︎', '☝︎🏿', '⛹', '⛹️‍♀️', '⛹🏾‍♂️', '🏋️‍♀️', '🏋‍♀️', '🕵🏻‍♂️', '🕴️', '🕴🏿', '✌️', '✌🏼',
  '👩‍⚕️', '👩🏽‍⚕️', '👩‍⚕', '👨‍💻', '👨🏿‍💻', '👨🏿‍🚀', '👩‍🦰', '👩🏻‍🦳', '🧑‍💻', '🏃‍♀️', '🏃🏽‍♂️', '🏃‍♀', '🧜🏿‍♀️', '🧞‍♂️', '🧞🏿‍♂️', '👯‍♂️', '🤼‍♀️', '🦸🏽‍♀️', '🤦🏻‍♂️',
  '👨‍👩‍👧‍👦', '👨‍👨‍👦‍👦', '👩‍👩‍👧‍👧', '👩‍👦', '👩‍👧‍👦', '👨‍👦‍👧', '👩‍👨‍👦', '👨‍👩', '👩‍❤️‍👩', '👨‍❤️‍💋‍👨', '👩‍❤️‍💋‍👨', '👨‍❤️‍👩', '👩‍❤‍👩', '👨‍❤️‍💋', '👨‍👩‍👧‍👦‍👦',
  '🏳️‍🌈', '🏳‍🌈', '🏳️‍⚧️', '🏴‍☠️', '🏴‍☠', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '🏴󠁵󠁳󠁴󠁸󠁿', '🏴󠁧󠁢󠁥󠁮󠁧', '👁‍🗨', '👁️‍🗨️', '👁️', '🇫🇷', '🇧🇷🇫🇷', '🇫', '🇽🇽', '🇫🇦🇫🇷', '🇪🇺', '🇦🇧🇨',
  '1️⃣', '1⃣', '#️⃣', '*⃣', '#︎⃣', '9️', '0️⃣', '❤️', '❤', '❤︎', '❤️‍🔥', '✊🏾', '✋', '🎅🏿', '🏂🏽', '🐈‍⬛', '🫠', '🫱🏿‍🫲🏻', '🥹', '🧑🏽‍🤝‍🧑🏿', '🪢', '🅰️', '🈁', '🈂️', '🀄', '🃏', '♀️', '⚧️', '☠️', '🗨️', '🏽', '🏿🏿', '👪', '💏', '💏🏿', '⏏️', '⌚︎', '⌚️', 'Ⓜ️', '🉑', '🏴', '🏳', '⬛', '↔️', '🅱',
];

const DOMAINS = [
  'example.com', 'example.org', 'EXAMPLE.COM', 'petition.example.fr', 'laquadrature.net', 'a.co', 't.co', 'x.com', 'bit.ly', 'youtu.be', 'www.lemonde.fr', 'sub_domain.example.com', 'under_score.com', 'a-b.com', '-a.com', 'a-.com', 'a--b.com',
  'café.fr', 'münchen.de', 'éa.com', 'été.example.paris', 'пример.рф', 'пример.com', 'правда.москва', '例え.jp', '日本語.日本', '中国.cn', 'example.中国', '例子.公司', 'موقع.وزارة.مصر', 'xn--caf-dma.fr', 'xn--p1ai.xn--p1ai', 'example.xn--p1ai', 'xn--é.fr', 'straße.de',
  'node.js', 'README.md', 'index.html', 'M.Dupont', 'etc.Et', 'fin.Le', 'a.b', 'a.b.c', '1.5', '3.14', '127.0.0.1', 'v1.2.com', 'com.com', 'co.uk', '.com', 'example.', 'example..com', 'foo.bar.baz.museum', 'foo.vermögensberatung', 'example.onion', 'example.notatld', 'example.technology', 'example.comé', 'example.com中', 'example.com中国.com', 'xa.com1中a.com', 'a.com.b.com', 'éxample.com.é.fr',
  `${'a'.repeat(63)}.com`, `${'a'.repeat(64)}.com`, `${'é'.repeat(40)}.fr`, `${'é'.repeat(58)}.fr`, `中${'a'.repeat(60)}.com`, `${'abc.'.repeat(12)}com`, '😀.com', 'a😀b.com', '😀a.com', 'a。com', 'a.b。c.com', 'a_b_c.com', '_a.com', 'a_.com', 'a.b_c.com', 'a"b.com', 'a`b.com', 'a·b.com', 'a\u200bb.com', 'a\u200db.com', 'ɐ.com', 'ι.com', 'Ⱦx.com', 'a\u0345.com', 'µ.com',
];

const PATHS = [
  '', '', '', '/', '/a', '/a/b/c', '/a.', '/a,', '/a!', '/a?', '/a?b', '/a?b=c&d=é', '/a?b=(c)', '?q=1', '?q=é', '?', '?=', '#frag', '/#frag', '/a#b', '/(a)', '/(a', '/a(b)c', '/a(b(c)d)e', '/a(b(c(d)))', '/((a))', '/()', '/a.(b)', '/a.(b)c', '/(a).(b)', '/a(b)(c).(d)', '/(a)(b)', '/a).', '/a(b).', '/a…', '/été', '/путь', '/日本', '/a–b', '/a—b', '/@user', '/@user/', '/a@b', '/a@b/', '/a_b-c+d=e', '/a%20b', '/a*b\'c', '/a|b', '/a~b', '/a[b]', '/a;b:c', ':80', ':80/a', ':80?x', ':', ':a', ':8a/b', '/ι', '/😀', '/a😀', '/a(é)', '/a(日)', '/.', '/..', '/...a', '//', '//a', '/&', '/a&b=', '/a&', '/?', '/?a=b#c', '/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabc?x=1',
];

const SCHEMES = ['', '', '', '', 'https://', 'http://', 'HTTPS://', 'Http://', 'ftp://', 'https:/', 'https//', 'www.', 'https://https://', 'httpſ://', 'https://@', 'https://user:pass@', 'mailto:', '//'];

const AROUND = ['', '', '', '', ' ', '(', ')', '.', ',', '!', '?', ':', ';', '"', '«', '»', '’', '\'', '-', '_', '/', '@', '#', '$', '＠', '＃', '%', '&', '*', '+', '=', '[', ']', '{', '}', '|', '~', '^', '<', '>', '\\', '\n', '\t', '\u3000', '\u00a0', '\u200e', '\u200f', '\u202a', '\ufeff', 'a', '1', 'é', '日', '😀', '…', '\u2028'];

/** One text of at most a few hundred characters. */
function text(next) {
  const pick = (list) => list[Math.floor(next() * list.length)];
  let out = '';
  const count = 1 + Math.floor(next() * 9);
  for (let n = 0; n < count; n += 1) {
    const kind = next();
    if (kind < 0.22) out += pick(WORDS);
    else if (kind < 0.5) out += pick(EMOJI);
    else if (kind < 0.9) out += pick(AROUND) + pick(SCHEMES) + pick(DOMAINS) + pick(PATHS) + pick(AROUND);
    else if (kind < 0.94) out += `@${pick(['lea', 'La_Quadrature', 'x'])}`;
    else if (kind < 0.96) out += `#${pick(['petition', 'été', 'com.com'])}`;
    else {
      // Any code point but the surrogates, which no text file holds alone.
      for (let k = 0; k < 4; k += 1) {
        const point = Math.floor(next() * (next() < 0.5 ? 0x3000 : 0x20000));
        if (point < 0xd800 || point > 0xdfff) out += String.fromCodePoint(point);
      }
    }
    if (next() < 0.6) out += pick([' ', ' ', ' ', '\n', '. ', '']);
  }
  return out;
}

/** Every part alone and in the simplest company: what a generator may take long to meet. */
function* crossed() {
  for (const emoji of [...EMOJI, ...WORDS]) {
    yield emoji;
    yield `${emoji}\ufe0f`;
    yield `${emoji}\ufe0e`;
    yield `${emoji}🏽`;
    yield `${emoji}\u200d♀️`;
    yield `${emoji}example.com`;
    yield `example.com${emoji}`;
    yield `https://example.com/${emoji}`;
  }
  for (const domain of DOMAINS) {
    for (const path of new Set(PATHS)) yield `${domain}${path} fin`;
    for (const around of new Set(AROUND)) {
      yield `${around}${domain}`;
      yield `x ${around}https://${domain}${around}`;
      yield `${domain}${around}${domain}`;
    }
    for (const scheme of new Set(SCHEMES)) yield `${scheme}${domain}/a`;
  }
}

export const EDGES = [
  '', ' ', '.', '..', 'a', '1', 'https://', 'https://.', 'https://com', 'com', '.com.', 'a.com', ' a.com', 'é.com', '日.com', '日本.com', 'xé.com',
  'https://t.co/abcdefghij', 'https://t.co/abcdefghij/klm', 'https://t.co/abc?d=e', 'https://t.co/abc…', 'HTTP://T.CO/ABC/d', `https://t.co/${'a'.repeat(40)}`, `https://t.co/${'a'.repeat(41)}`, 't.co/abc/def', 'https://t.co/', 'https://t.co', 'https://t.co/é', 'https://t.com/abc/def', 'https://xt.co/abc/def',
  `https://example.com/${'a'.repeat(4056)}`, `https://example.com/${'a'.repeat(4068)}`, `https://example.com/${'a'.repeat(4069)}`, `example.com/${'a'.repeat(4076)}`, `example.com/${'a'.repeat(4077)}`, `${'a.'.repeat(2043)}com`, `${'a.'.repeat(2044)}com`,
  'a'.repeat(280), 'é'.repeat(281), '日'.repeat(141), '😀'.repeat(141), `${'a'.repeat(257)} https://example.org/`, 'a_b.com a_b.com', 'a_a_a_a.com', 'a.b_c.com.d', 'http://a.b_c.com', 'ht​tp://a.com', 'a@b.com', 'lea@example.com', 'lea+x@example.com', 'lea.x@example.com', '@lea.com', '$a.com', '#a.com', 'a.com@b', 'a.com+b', 'a.com-b', 'a.comb', 'a.com_b', 'a.com.', 'a.com,b.com', 'a.com/b.com', 'a.com?b.com', 'a.com b.com', 'a.com;b.com', '(a.com/b)', '(a.com/b(c))', 'a.com/b(c', 'a.com/(b.com)', 'x.com.foo', 'x.foo/a.com/(b.com)', 'https://a.com:', 'https://a.com:80', 'https://a.com:80:80', 'a.com:80/x', 'a.com:80', 'a.com?x=1', 'a.com/?x=1.', 'Visitez example.com.', 'fin de phrase.La suite', 'M.le', 'J.-C.', 'p.ex. oui', 'S.A.R.L.', 'c.-à-d.', 'L.214-1', 'art.L214', 'U.S.', '10.000', '1.fr', 'https://1.fr',
];

/** `count` generated texts, then the crossed ones and the edges. */
export function texts(count, seed) {
  const next = random(seed);
  const out = [];
  for (let n = 0; n < count; n += 1) out.push(text(next));
  return [...new Set([...out, ...crossed(), ...EDGES])].filter((t) => t.isWellFormed?.() ?? true);
}
