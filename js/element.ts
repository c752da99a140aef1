import { fetchAsset, GIVE_UP_AFTER } from "./assets.js";
import { type Host, loadLater, loadSign, type Part, type SignSession } from "./engine.js";
import { type Locale, loadLaterLocale, loadLocale } from "./locale.js";
import {
  type GivenOptions,
  type Language,
  type PetitionOptions,
  readOptions,
  type Step,
  scheme,
} from "./options.js";
import { notice, Placeholder, retryNotice } from "./placeholder.js";
import { laterStyleSheet, styleSheet } from "./styles.js";

/** After this long the visitor is told that loading is slow, and gets the fallback. Milliseconds. */
const SLOW_AFTER = 8_000;

/** Where this script lies, the default place of its assets. */
const SCRIPT = import.meta.url;

/** What the host page hears when a step is done. */
const DONE: Readonly<Record<string, Step>> = {
  "wesign:message-opened": "message",
  "wesign:gathering-joined": "gatherings",
  "wesign:donate-opened": "donate",
  "wesign:shared": "share",
  "wesign:subscribed": "updates",
};

/** A field of the widget or of the partner's form. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** On a server there is no HTMLElement: importing this module there does nothing. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * A petition: live count, signature form, then the visitor's deputy and a message ready to send.
 *
 * @tag wesign-petition
 * @attr {string} petition - Identifier of the petition.
 * @attr {string} api - Address of the API.
 * @attr {string} lang - Language of the widget, BCP 47; the page's by default.
 * @attr {string} assets - Where `wesign.wasm` and `locales/` lie; beside the script by default.
 * @attr {string} directory - Where the directory of elected people lies; `<api>/directory/` by default.
 * @attr {"auto"|"light"|"dark"} scheme - Colour scheme; `auto` follows the visitor's.
 * @attr {string} steps - The steps of the journey, in order: some of `sign message gatherings donate share updates`.
 * @slot - Fallback shown where the widget can't be: a link, or a form that posts to the API.
 * @fires wesign:ready - The form is there. `detail: { petition }`
 * @fires wesign:viewed - A further step came into view. `detail: { petition, step }`
 * @fires wesign:signed - A signature was accepted. `detail: { petition }`
 * @fires wesign:gathering-joined - The person registered for a gathering; never which. `detail: { petition }`
 * @fires wesign:donate-opened - The crowdfunding page was opened. `detail: { petition }`
 * @fires wesign:shared - The petition was shared. `detail: { petition, channel }`
 * @fires wesign:subscribed - The person asked to be kept posted. `detail: { petition }`
 * @fires wesign:message-opened - A message was opened or copied. `detail: { petition, channel }`
 * @fires wesign:error - Something failed. `detail: { petition, code }`
 * @csspart card - The whole card.
 * @csspart title - The petition's title.
 * @csspart progress - The progress bar.
 * @csspart submit - The button that signs.
 * @cssprop --wesign-accent - Colour of buttons, links and progress.
 * @cssprop --wesign-on-accent - Colour of text on the accent.
 * @cssprop --wesign-surface - Background of the card.
 * @cssprop --wesign-text - Colour of text.
 * @cssprop --wesign-muted - Colour of secondary text.
 * @cssprop --wesign-line - Colour of lines and field borders.
 * @cssprop --wesign-radius - Corner radius of the card.
 * @cssprop --wesign-font - Font family.
 */
export class WesignPetition extends Base {
  static readonly observedAttributes = [
    "petition",
    "api",
    "lang",
    "assets",
    "directory",
    "scheme",
    "steps",
  ];

  #given: GivenOptions = {};
  #frame: HTMLElement | undefined;
  #placeholder: Placeholder | undefined;
  #card: HTMLElement | undefined;
  #sign: SignSession | undefined;
  /** The sessions of the further steps. */
  #further: { free(): void }[] = [];
  /** Ends the load that is under way. */
  #loading: AbortController | undefined;
  #restartAsked = false;
  /** What was typed into a form that had to go, by field name. */
  #typed: Record<string, string> = {};

  /** Options given by script; they win over attributes. Setting them draws the widget anew. */
  get options(): GivenOptions {
    return this.#given;
  }
  set options(given: GivenOptions) {
    this.#given = typeof given === "object" && given !== null ? given : {};
    this.#askRestart();
  }

  connectedCallback(): void {
    this.#adoptEarlyOptions();
    // Moved within the page: what was typed stays.
    if (!this.#sign) this.#askRestart();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    // A page that turns dark changes the colours and nothing else.
    if (name === "scheme" && this.#card && this.#given.scheme === undefined) {
      this.#dress(scheme(after ?? "", report));
    } else {
      this.#askRestart();
    }
  }

  #dress(colours: string): void {
    this.#frameOf().className = `frame ${colours}`;
  }

  /** Several changes in one task draw once. */
  #askRestart(): void {
    if (this.#restartAsked) return;
    this.#restartAsked = true;
    queueMicrotask(() => {
      this.#restartAsked = false;
      if (this.isConnected) void this.#start();
    });
  }

  /** A property set before the element was defined hides the accessor: hand it over. */
  #adoptEarlyOptions(): void {
    if (!Object.hasOwn(this, "options")) return;
    const early = (this as { options?: GivenOptions }).options;
    delete (this as { options?: GivenOptions }).options;
    if (early) this.options = early;
  }

  #stop(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.#sign?.free();
    this.#sign = undefined;
    for (const session of this.#further) session.free();
    this.#further = [];
    if (this.#card) {
      this.#typed = {};
      for (const field of this.#card.querySelectorAll<Field>("[name]")) {
        this.#typed[field.name] = field.value;
      }
    }
    this.#card?.remove();
    this.#card = undefined;
  }

  /** The shadow root's one child; made with the first start, kept for the element's life. */
  #frameOf(): HTMLElement {
    if (!this.#frame) {
      // First: a browser that cannot do this must not have a shadow root hide the fallback.
      const sheet = styleSheet();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      this.#frame = this.#element("div", "frame");
      root.append(this.#frame);
    }
    return this.#frame;
  }

  async #start(): Promise<void> {
    this.#stop();
    const frame = this.#frameOf();
    this.#placeholder ??= new Placeholder(frame);
    const placeholder = this.#placeholder;
    const options = readOptions(
      (name) => this.getAttribute(name),
      this.#given,
      { lang: this.ownerDocument.documentElement.lang, url: this.ownerDocument.baseURI },
      SCRIPT,
      report,
    );
    if (!options) {
      placeholder.fallback();
      return;
    }
    this.#dress(options.scheme);
    frame.lang = options.lang;
    frame.dir = "ltr"; // as every language of LANGUAGES, whatever the page's
    placeholder.loading(this.#typingIn() !== undefined);

    const loading = new AbortController();
    this.#loading = loading;
    const { signal } = loading;
    let locale: Locale | undefined;
    let words: Promise<Locale> | undefined;
    const again = () => {
      focusOn(frame);
      void this.#start();
    };
    const slow = setTimeout(() => placeholder.fallback(locale, "load.slow"), SLOW_AFTER);
    const lost = setTimeout(
      () => loading.abort(new DOMException("", "TimeoutError")),
      GIVE_UP_AFTER,
    );
    try {
      // All at the same moment: a chain of round trips costs more than the bytes.
      const petition = fetch(`${options.api}api/petitions/${options.petition}`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal,
      });
      words = loadLocale(options.assets, options.lang as Language).then((loaded) => {
        locale = { ...loaded, ...options.texts };
        return locale;
      });
      const [engine, strings, response] = await untilAborted(
        Promise.all([loadSign(options.assets), words, petition]),
        signal,
      );
      const card = this.#element("article", "card");
      card.setAttribute("part", "card");
      const session = await engine.SignSession.start(
        card,
        options,
        strings,
        response,
        this.#typedBefore(),
        this.#host(options, strings, signal),
      );
      if (signal.aborted) {
        session.free();
        return;
      }
      const typing = this.#typingIn();
      placeholder.done();
      frame.append(card);
      this.#card = card;
      this.#sign = session;
      // Who was typing goes on in the same field.
      if (typing) card.querySelector<Field>(`[name="${CSS.escape(typing)}"]`)?.focus();
      // The next step's engine comes while the person types: signing does not wait for it.
      card.addEventListener("focusin", () => void this.#prepare(options, strings).catch(() => {}), {
        once: true,
      });
      this.#emit("wesign:ready", { petition: options.petition });
    } catch (reason) {
      // Aborted without a time-out: another start or a removal has taken over.
      if (signal.aborted && (signal.reason as DOMException).name !== "TimeoutError") return;
      const code = codeOf(reason);
      const key = code === "petition_not_found" ? "load.not_found" : "load.failed";
      placeholder.fallback(locale, key, again);
      // The petition can fail before the words are there: say so as soon as they are.
      if (!locale) {
        words?.then(
          (late) => this.#loading === loading && placeholder.fallback(late, key, again),
          () => {}, // without words, the partner's form speaks for itself
        );
      }
      this.#emit("wesign:error", { petition: options.petition, code });
    } finally {
      clearTimeout(slow);
      clearTimeout(lost);
    }
  }

  /** All that the further steps share: texts, style, and the engine of the one that follows. */
  async #prepare(options: PetitionOptions, first: Locale, part: Part = "message") {
    const [engine, later, sheet] = await Promise.all([
      loadLater(part, options.assets),
      loadLaterLocale(options.assets, options.lang as Language, first),
      laterStyleSheet(options.assets),
    ]);
    const root = this.shadowRoot;
    if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    return { engine, locale: { ...later, ...first, ...options.texts } };
  }

  /** What the sessions ask of this element. */
  #host(options: PetitionOptions, first: Locale, signal: AbortSignal): Host {
    const host: Host = {
      emit: (name, detail) => {
        this.#emit(name, { petition: options.petition, ...detail });
        const done = DONE[name];
        // Not while the session that speaks is still at work.
        if (done) queueMicrotask(() => this.#sign?.done(done));
      },
      asset: async (name) => (await fetchAsset(options.assets, name)).text(),
      begin: async (part: string, panel: Element, body: unknown, handover: unknown) => {
        // Nobody waits for it: it comes when the page is idle, or not at all.
        const quiet = part === "signatories";
        const draw = async (): Promise<void> => {
          if (quiet) await idle();
          else panel.replaceChildren(notice(this.ownerDocument, first["step.loading"]));
          try {
            if (signal.aborted) return;
            const { engine, locale } = await this.#prepare(options, first, part as Part);
            if (signal.aborted) return;
            panel.replaceChildren();
            this.#further.push(engine(panel, options, locale, body, handover, host));
          } catch {
            if (signal.aborted || quiet) return;
            // Signed all the same; the next step waits for the person to ask again.
            const again = () => {
              focusOn(panel as HTMLElement);
              void draw();
            };
            panel.replaceChildren(
              retryNotice(this.ownerDocument, first["step.failed"], first.retry, again),
            );
            this.#emit("wesign:error", { petition: options.petition, code: "load_failed" });
          }
        };
        await draw();
      },
    };
    return host;
  }

  /**
   * What the visitor typed before: into the form that was drawn last, or into the fallback's. Read
   * when the form is drawn, so that no letter falls between the two.
   */
  #typedBefore(): Record<string, string> {
    const typed = { ...this.#typed };
    for (const field of this.querySelectorAll<HTMLInputElement>("form input[name]")) {
      if (field.type !== "checkbox" && field.type !== "hidden" && !typed[field.name]) {
        Object.defineProperty(typed, field.name, { get: () => field.value });
      }
    }
    return typed;
  }

  /** The name of the fallback's field that has the focus. */
  #typingIn(): string | undefined {
    const active = (this.getRootNode() as Document | ShadowRoot).activeElement;
    if (!active || active === this || !this.contains(active)) return undefined;
    return (active as HTMLInputElement).name ?? "";
  }

  #element(tag: string, className: string): HTMLElement {
    const element = this.ownerDocument.createElement(tag);
    element.className = className;
    return element;
  }

  #emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/** Once the page has nothing better to do. */
const idle = (): Promise<unknown> =>
  new Promise((done) => globalThis.requestIdleCallback?.(done) ?? setTimeout(done, 2_000));

function report(option: string, expected: string): void {
  console.warn(`<wesign-petition>: ${option} is ignored, expected ${expected}`);
}

/** Keeps the keyboard's place where what had the focus goes away. */
function focusOn(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus();
}

/** Settles as `promise` does, unless `signal` fires first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

/** The code of what the engine threw; whatever else goes wrong while loading is `load_failed`. */
function codeOf(reason: unknown): string {
  const code = (reason as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "load_failed";
}
