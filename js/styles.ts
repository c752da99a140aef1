/** The widget's style sheets, each built once and shared by every widget of the page. */
import { fetchAsset, once } from "./assets.js";
import css from "./widget.css";

let first: CSSStyleSheet | undefined;

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

/** The style of what is loaded after it, by its file. */
export function laterStyleSheet(assets: string, name = "steps.css"): Promise<CSSStyleSheet> {
  return once(name, async () => sheet(await (await fetchAsset(assets, name)).text()));
}

/** The style of the layouts other than the card. */
export const layoutStyleSheet = (assets: string) => laterStyleSheet(assets, "layouts.css");
