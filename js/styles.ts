/** The widget's style sheets, each built once and shared by every widget of the page. */
import { fetchAsset } from "./assets.js";
import css from "./widget.css";

let first: CSSStyleSheet | undefined;
let later: Promise<CSSStyleSheet> | undefined;

function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/** The style of the first view. */
export function styleSheet(): CSSStyleSheet {
  first ??= sheet(css);
  return first;
}

/** The style of the steps after it; a failed load is forgotten. */
export function laterStyleSheet(assets: string): Promise<CSSStyleSheet> {
  later ??= fetchAsset(assets, "steps.css")
    .then((response) => response.text())
    .then(sheet)
    .catch((reason: unknown) => {
      later = undefined;
      throw reason;
    });
  return later;
}
