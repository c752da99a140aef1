// The texts of one language as the package has them: what the first view says apart from the rest.

/** Keys, or beginnings of keys, of what is said before a further step is loaded. */
const FIRST = [
  ..."load. carried_by count. remaining. progress read form. optional field. hint. suggestion".split(
    " ",
  ),
  ..."consents consent. submit sending privacy not_open closed errors. error. failure.".split(" "),
  ..."retry thanks journey step. milestone. about signatories".split(" "),
];

export const isFirst = (key) => FIRST.some((start) => key === start || key.startsWith(start));

/** In French a space precedes these marks, and no line may begin with one. */
const glued = (text) => text.replace(/ (?=[?!:;»])|(?<=«) /g, "\u00a0");

/** The two files of a language. White space is for those who write the texts, not for visitors. */
export function splitLocale(lang, json) {
  const [first, later] = [{}, {}];
  for (const [key, text] of Object.entries(JSON.parse(json))) {
    (isFirst(key) ? first : later)[key] = lang === "fr" ? glued(text) : text;
  }
  return { first, later };
}
