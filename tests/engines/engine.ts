// What the journey needs of a browser, whichever protocol drives it.

/** A script's text that gives an element of the page, looked for again at each use. */
export type Find = string;

export interface Engine {
  open(url: string): Promise<void>;
  /** What an expression in the page gives; promises are waited for. */
  read<T>(expression: string): Promise<T>;
  /** A press of the mouse where the element is. */
  click(find: Find): Promise<void>;
  /** Keys pressed with the element in focus. */
  type(find: Find, text: string): Promise<void>;
  /** Keys pressed wherever the focus is; `\t` and `\n` are the Tab and the Enter key. */
  keys(text: string): Promise<void>;
  /** What the page complained about: policy violations, exceptions; none where the protocol tells nothing of it. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The widget's own tree. */
const ROOT = 'document.querySelector("wesign-petition").shadowRoot';
const shown = "(element) => element.checkVisibility({ visibilityProperty: true })";
const matching = (selector: string, test: string): Find =>
  `[...(${ROOT}?.querySelectorAll(${JSON.stringify(selector)}) ?? [])].filter(${shown}).find((element) => ${test})`;

/** What has the focus within the widget. */
export const FOCUSED: Find = `${ROOT}?.activeElement`;

/** The visible field whose label begins so. */
export const field = (label: string): Find =>
  `${matching("label", `element.textContent.trim().startsWith(${JSON.stringify(label)})`)}?.control`;

/** The first visible button or link whose text matches. */
export const button = (text: RegExp): Find =>
  matching("button, a", `${text}.test(element.textContent.trim())`);

/** Where it is drawn; empty where it is not. */
export const place = (find: Find) =>
  `(() => {
    const { x, y, width, height } = (${find})?.getBoundingClientRect() ?? {};
    return width && height ? [x, y, width, height].join(" ") : "";
  })()`;

/** All that the widget shows as text. */
export const TEXT = `${ROOT}?.querySelector(".frame")?.innerText.replace(/\\s/g, " ") ?? ""`;
