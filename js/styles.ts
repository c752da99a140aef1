/** The widget's style sheets, each built once and shared by every widget of the page. */
import { fetchAsset } from "./assets.js";
import css from "./widget.css";

let first: CSSStyleSheet | undefined;
const later = new Map<string, Promise<CSSStyleSheet>>();

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

/** The style of what is loaded after it, by its file; a failed load is forgotten. */
export function laterStyleSheet(assets: string, name = "steps.css"): Promise<CSSStyleSheet> {
  let loading = later.get(name);
  if (!loading) {
    loading = fetchAsset(assets, name)
      .then((response) => response.text())
      .then(sheet)
      .catch((reason: unknown) => {
        later.delete(name);
        throw reason;
      });
    later.set(name, loading);
  }
  return loading;
}
