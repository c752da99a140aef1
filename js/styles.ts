/** The widget's style sheets, each built once and shared by every widget of the page. */
import { fetchAsset } from "./assets.js";
import css from "./widget.css";

let first: CSSStyleSheet | undefined;
const fetched = new Map<string, Promise<CSSStyleSheet>>();

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

/** A style sheet beside the script; a failed load is forgotten. */
function load(assets: string, name: string): Promise<CSSStyleSheet> {
  let loading = fetched.get(name);
  if (!loading) {
    loading = fetchAsset(assets, name)
      .then((response) => response.text())
      .then(sheet)
      .catch((reason: unknown) => {
        fetched.delete(name);
        throw reason;
      });
    fetched.set(name, loading);
  }
  return loading;
}

/** The style of the steps after it. */
export const laterStyleSheet = (assets: string) => load(assets, "steps.css");

/** The style of the layouts other than the card. */
export const layoutStyleSheet = (assets: string) => load(assets, "layouts.css");
