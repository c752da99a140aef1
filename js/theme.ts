/**
 * The widget's colours, from what the page sets: every colour that is read or has to be seen is
 * brought to the contrast that WCAG 2.2 asks for, on the surface that the page has chosen, in the
 * scheme that the visitor sees.
 */
import {
  type Color,
  contrast,
  cssColor,
  NON_TEXT,
  readableAs,
  readableOn,
  TEXT,
} from "./contrast.js";
import type { Report } from "./options.js";

/** Colours on the surface and the contrast each needs; `muted` and `line` are mixed of `text`. */
const LEAST: readonly (readonly [string, number])[] = [
  ["text", TEXT],
  ["muted", TEXT],
  ["danger", TEXT],
  ["link", TEXT],
  ["line", NON_TEXT],
  ["mark", NON_TEXT],
];

/** The colours of one frame. */
export class Theme {
  readonly #frame: HTMLElement;
  /** Has the frame's colours as the style sheet gives them. */
  readonly #reader: HTMLElement;
  readonly #watch: HTMLElement;
  readonly #report: Report;
  readonly #said = new Set<string>();
  #accent = "";
  #asked = 0;

  /** Stands beside `frame`, in its shadow root. */
  constructor(frame: HTMLElement, report: Report) {
    const probe = () => frame.ownerDocument.createElement("i");
    this.#frame = frame;
    this.#reader = probe();
    this.#watch = probe();
    this.#report = report;
    frame.after(this.#reader, this.#watch);
    // The page's own rules change a custom property in ways that no observer sees but a transition.
    for (const kind of ["transitionrun", "animationstart"]) {
      this.#watch.addEventListener(kind, () => {
        cancelAnimationFrame(this.#asked);
        this.#asked = requestAnimationFrame(() => this.#paint());
      });
    }
  }

  /** Colours the frame; `accent`, if any, wins over the page's. */
  dress(scheme: string, accent: string): void {
    this.#accent = accent;
    this.#watch.className = `probe watch ${scheme}`;
    this.#paint();
  }

  /** Both schemes at once: when the visitor's changes, nothing is wrong for as long as a frame. */
  #paint(): void {
    const [light, dark] = ["light", "dark"].map((scheme) => this.#colors(scheme));
    const { style } = this.#frame;
    style.cssText = "";
    if (this.#accent) style.setProperty("--wesign-accent", this.#accent);
    for (const [name, color] of light ?? []) {
      style.setProperty(name, `var(--_light, ${color}) var(--_dark, ${dark?.get(name)})`);
    }
  }

  /** The custom properties of one scheme. */
  #colors(scheme: string): Map<string, string> {
    const { style } = this.#reader;
    const colors = new Map<string, string>();
    const put = (name: string, value: string) => {
      style.setProperty(name, value);
      colors.set(name, value);
    };
    this.#reader.className = `probe ${scheme}`;
    style.cssText = "";
    if (this.#accent) style.setProperty("--wesign-accent", this.#accent);
    const surface = this.#own("surface");
    const accent = this.#own("accent");
    const soft = this.#own("soft");
    // Default where the page's are none.
    for (const [name, color] of Object.entries({ surface, accent, soft })) {
      put(`--_${name}`, cssColor(color));
    }
    for (const [name, least] of LEAST) {
      const color = readableAs(readableAs(this.#own(name), surface, least), soft, least);
      put(`--_${name}`, cssColor(color));
    }
    const given = this.#read("on-accent");
    const readable = given && contrast(given, accent) >= TEXT;
    if (!readable && getComputedStyle(this.#reader).getPropertyValue("--wesign-on-accent")) {
      this.#wrong("on-accent", `a colour of contrast ${TEXT} with the accent`);
    }
    put("--_on-accent", cssColor(readable ? given : readableOn(accent)));
    return colors;
  }

  /** A colour as the page sets it, its default where that is none. */
  #own(name: string): Color {
    let color = this.#read(name);
    if (!color) {
      this.#wrong(name, "an opaque colour");
      this.#reader.style.setProperty(`--wesign-${name}`, "initial");
      color = this.#read(name);
    }
    return color ?? [0, 0, 0];
  }

  /** Once each. */
  #wrong(name: string, expected: string): void {
    if (!this.#said.has(name)) this.#report(`--wesign-${name}`, expected);
    this.#said.add(name);
  }

  /** A colour as the browser computes it, in whatever way it was written. */
  #read(name: string): Color | undefined {
    this.#reader.style.backgroundColor = `color-mix(in srgb, var(--_${name}), var(--_${name}))`;
    const computed = getComputedStyle(this.#reader).backgroundColor;
    const channels = /^color\(srgb (\S+) (\S+) (\S+)\)$/.exec(computed)?.slice(1);
    return channels?.map((share) =>
      Math.round(Math.min(Math.max(Number(share), 0), 1) * 255),
    ) as unknown as Color | undefined;
  }
}
