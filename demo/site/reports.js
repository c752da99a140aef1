// What the widget says of options that are wrong. It checks them itself, and tells the developer in the
// console by path and by what it expected; this page listens, and checks nothing a second time.

const LINE = /^<wesign-petition> (.+?): expected (.+)$/s;

/** What it expects, in the language of this page; the rest is said as the widget says it. */
const FRENCH = {
  "a CSS colour": "une couleur CSS",
  "an opaque colour": "une couleur opaque",
  "a colour of contrast 4.5 with the accent":
    "une couleur de contraste 4,5 avec l’accent, en clair et en sombre",
  "a string": "un texte",
  "a key of the locale": "une clé de la langue",
  "an http or https address": "une adresse http ou https",
  "what the petition leaves open": "ce que la pétition laisse au choix",
};

/**
 * Calls `report` with each path and what is expected there.
 *
 * @param {(path: string, expected: string) => void} report
 */
export function listen(report) {
  const warn = console.warn;
  console.warn = (...said) => {
    warn.apply(console, said);
    const [, path, expected] = LINE.exec(String(said[0])) ?? [];
    if (path) report(path, FRENCH[expected] ?? expected);
  };
}

/** The paths from a report's own to the widest: `steps[1]` is said at `steps` where it has no field. */
export function* around(path) {
  yield path;
  for (let at = path.length - 1; at > 0; at--) {
    if (".[:".includes(path[at])) yield path.slice(0, at);
  }
}
