/**
 * What the elements of this package have in common: options that may change at any moment, one
 * start at a time, the shadow root with its frame, and the fallback wherever a start comes to
 * nothing. What is drawn is each element's own.
 */
import { GIVE_UP_AFTER } from "./assets.js";
import { type Locale, loadLocale } from "./locale.js";
import { type CommonOptions, direction, type Report, type Source } from "./options.js";
import { focusOn, Placeholder } from "./placeholder.js";
import { styleSheet } from "./styles.js";
import { Theme } from "./theme.js";

/** After this long the visitor is told that loading is slow, and gets the fallback. Milliseconds. */
const SLOW_AFTER = 8_000;

/** Where this script lies, the default place of its assets. */
const SCRIPT = import.meta.url;

/** A field of the widget or of the partner's form. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What an engine drew. */
interface Session {
  free(): void;
  /** Whether what the visitor sent is under way. */
  readonly sending?: boolean;
  /** There are more texts than there were when it was drawn. */
  reworded?(): void;
  /** The visitor has done what the step of this name is for. */
  done?(step: string): void;
}

/**
 * One start of an element: what it draws into, and with what.
 * @internal
 */
export interface Start<Options> {
  /** What the card stands in. */
  readonly frame: HTMLElement;
  readonly card: HTMLElement;
  readonly options: Options;
  /** The texts of the first view, the partner's own among them. */
  readonly words: Promise<Locale>;
  /** Fires when another start, a removal or a time-out ends this one. */
  readonly signal: AbortSignal;
}

/** On a server there is no HTMLElement: importing this module there does nothing. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export abstract class WesignElement<Options extends CommonOptions> extends Base {
  #given: Partial<Options> = {};
  #frame: HTMLElement | undefined;
  /** The last click on it. */
  #click: Event | undefined;
  #theme: Theme | undefined;
  /** The language that is drawn. */
  #lang = "";
  /** A page that is put into another language takes the widget along. */
  readonly #page = new MutationObserver(() => {
    if (this.#card && this.#read()?.lang !== this.#lang && !this.busy()) this.#askRestart();
  });
  #placeholder: Placeholder | undefined;
  #card: HTMLElement | undefined;
  /** Ends the load that is under way. */
  #loading: AbortController | undefined;
  #restartAsked = false;
  /** What was typed into a form that had to go, by field name. */
  #typed: Record<string, string> = {};
  /**
   * What is drawn.
   * @internal
   */
  protected session: Session | undefined;

  /**
   * The options, checked; undefined where nothing can be shown.
   * @internal
   */
  protected abstract read(given: Partial<Options>, source: Source): Options | undefined;
  /**
   * Loads what the element needs, and draws it.
   * @internal
   */
  protected abstract begin(start: Start<Options>): Promise<Session>;
  /**
   * What every event of the element says.
   * @internal
   */
  protected abstract about(options: Options): object;
  /**
   * Puts what is drawn into the frame.
   * @internal
   */
  protected place(frame: HTMLElement, { card }: Start<Options>): void {
    frame.append(card);
  }
  /**
   * It is drawn and on the page.
   * @internal
   */
  protected shown(_start: Start<Options>): void {}
  /**
   * Whether being drawn anew would lose what cannot be had again.
   * @internal
   */
  protected busy(): boolean {
    return false;
  }
  /**
   * What the frame's class says besides the scheme.
   * @internal
   */
  protected look(_options: Options): string {
    return "";
  }

  /** Options given by script; they win over attributes. Setting them draws the widget anew. */
  get options(): Partial<Options> {
    return this.#given;
  }
  set options(given: Partial<Options>) {
    this.#given = typeof given === "object" && given !== null ? given : {};
    this.#askRestart();
  }

  connectedCallback(): void {
    this.#adoptEarlyOptions();
    this.#page.observe(this.ownerDocument.documentElement, { attributeFilter: ["lang"] });
    // Moved within the page: what was typed stays.
    if (!this.session) this.#askRestart();
  }

  disconnectedCallback(): void {
    this.#page.disconnect();
    queueMicrotask(() => {
      if (!this.isConnected) this.stop();
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    // A page that turns dark changes the colours and nothing else.
    const colour = this.#card && (name === "scheme" || name === "accent");
    const options = colour ? this.#read() : undefined;
    if (options) this.#dress(options);
    else this.#askRestart();
  }

  #read(): Options | undefined {
    const around = this.parentElement?.closest<HTMLElement>("[lang]")?.lang;
    return this.read(this.#given, {
      attribute: (name) => this.getAttribute(name),
      lang: around || this.ownerDocument.documentElement.lang,
      url: this.ownerDocument.baseURI,
      script: SCRIPT,
      report: this.report,
    });
  }

  #dress(options: Options): void {
    const frame = this.#frameOf();
    frame.className = `frame ${options.scheme} ${this.look(options)}`.trim();
    // What is open in place within it.
    for (const inner of frame.querySelectorAll("[scheme]")) {
      inner.setAttribute("scheme", options.scheme);
    }
    this.#theme?.dress(options.scheme, options.accent);
  }

  protected readonly report: Report = (path, expected) => {
    console.warn(`<${this.localName}> ${path}: expected ${expected}`);
  };

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
    const early = (this as { options?: Partial<Options> }).options;
    delete (this as { options?: Partial<Options> }).options;
    if (early) this.options = early;
  }

  /** Takes away what is drawn, and keeps what was typed. */
  protected stop(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.session?.free();
    this.session = undefined;
    if (this.#card) {
      this.#typed = {};
      for (const field of this.#card.querySelectorAll<Field>("[name]")) {
        this.#typed[field.name] = field.value;
      }
    }
    this.#card?.remove();
    this.#card = undefined;
  }

  /** What all is drawn into; made with the first start, kept for the element's life. */
  #frameOf(): HTMLElement {
    if (!this.#frame) {
      // First: a browser that cannot do this must not have a shadow root hide the fallback.
      const sheet = styleSheet();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      this.#frame = this.ownerDocument.createElement("div");
      this.#frame.addEventListener(
        "click",
        (event) => {
          this.#click = event;
        },
        true,
      );
      root.append(this.#frame);
      this.#theme = new Theme(this.#frame, this.report);
    }
    return this.#frame;
  }

  async #start(): Promise<void> {
    this.stop();
    const frame = this.#frameOf();
    this.#placeholder ??= new Placeholder(frame);
    const placeholder = this.#placeholder;
    const options = this.#read();
    if (!options) {
      placeholder.fallback();
      return;
    }
    this.#dress(options);
    this.#lang = options.lang;
    frame.lang = options.lang;
    frame.dir = direction(options.lang);
    placeholder.loading(this.#typingIn() !== undefined);

    const loading = new AbortController();
    this.#loading = loading;
    const { signal } = loading;
    let locale: Locale | undefined;
    const again = () => {
      focusOn(frame);
      void this.#start();
    };
    const slow = setTimeout(() => placeholder.fallback(locale, "load.slow"), SLOW_AFTER);
    const lost = setTimeout(
      () => loading.abort(new DOMException("", "TimeoutError")),
      GIVE_UP_AFTER,
    );
    const words = loadLocale(options.assets, options.lang).then((loaded) => {
      locale = { ...loaded, ...options.texts };
      return locale;
    });
    const card = this.ownerDocument.createElement("article");
    const start = { frame, card, options, words, signal };
    try {
      const session = await this.begin(start);
      if (signal.aborted) {
        session.free();
        return;
      }
      const typing = this.#typingIn();
      placeholder.done();
      this.place(frame, start);
      this.#card = card;
      this.session = session;
      // Who was typing goes on in the same field.
      if (typing) card.querySelector<Field>(`[name="${CSS.escape(typing)}"]`)?.focus();
      this.shown(start);
      this.emit("wesign:ready", this.about(options));
    } catch (reason) {
      // Aborted without a time-out: another start or a removal has taken over.
      if (signal.aborted && (signal.reason as DOMException).name !== "TimeoutError") return;
      const code = codeOf(reason);
      const key = code === "petition_not_found" ? "load.not_found" : "load.failed";
      placeholder.fallback(locale, key, again);
      // The rest can fail before the words are there: say so as soon as they are.
      if (!locale) {
        words.then(
          (late) => this.#loading === loading && placeholder.fallback(late, key, again),
          () => {}, // without words, the partner's form speaks for itself
        );
      }
      this.emit("wesign:error", { ...this.about(options), code });
    } finally {
      clearTimeout(slow);
      clearTimeout(lost);
    }
  }

  /**
   * What the visitor typed before: into the form that was drawn last, or into the fallback's. Read
   * when the form is drawn, so that no letter falls between the two.
   */
  protected typed(): Record<string, string> {
    const typed = { ...this.#typed };
    for (const field of this.querySelectorAll<HTMLInputElement>("form input[name]")) {
      // Not what a partner puts into the card.
      if (field.closest("[slot]")) continue;
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
    if (active.closest("[slot]")) return undefined;
    return (active as HTMLInputElement).name ?? "";
  }

  /** Adds a style sheet to the first view's. */
  protected wear(sheet: CSSStyleSheet): void {
    const root = this.shadowRoot;
    if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }

  /** Tells the page. What is said of something that opens can be cancelled: the click goes no further. */
  protected emit(name: string, detail: object): void {
    const cancelable = name.endsWith("opened");
    const event = new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail });
    if (!this.dispatchEvent(event)) this.#click?.preventDefault();
  }
}

/** A public read of the API: no cookie, no referrer. */
export function ask(address: string, signal: AbortSignal): Promise<Response> {
  return fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal });
}

/** Settles as all of `promises` do, unless `signal` fires first. */
export function allUntil<T extends readonly unknown[]>(
  signal: AbortSignal,
  ...promises: T
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    Promise.all(promises).then(resolve, reject);
  });
}

/** The code of what the engine threw; whatever else goes wrong while loading is `load_failed`. */
function codeOf(reason: unknown): string {
  const code = (reason as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "load_failed";
}
