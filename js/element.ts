import { fetchAsset, pin } from "./assets.js";
import { allUntil, ask, type Start, WesignElement } from "./base.js";
import {
  type Host,
  loadLater,
  loadRules,
  loadSign,
  type Part,
  type SignSession,
} from "./engine.js";
import { isolate } from "./isolation.js";
import { Stage } from "./layout.js";
import { type Locale, loadLaterLocale, loadLocale } from "./locale.js";
import {
  COMMON,
  type GivenOptions,
  type PetitionOptions,
  readOptions,
  type Source,
  type Step,
} from "./options.js";
import { focusOn, notice, retryNotice } from "./placeholder.js";
import { laterStyleSheet, layoutStyleSheet } from "./styles.js";

/** What the host page hears when a step is done. */
const DONE: Readonly<Record<string, Step>> = {
  "wesign:message-opened": "message",
  "wesign:gathering-joined": "gatherings",
  "wesign:donate-opened": "donate",
  "wesign:shared": "share",
  "wesign:subscribed": "updates",
};

/**
 * A petition: live count, signature form, then the visitor's deputy and a message ready to send.
 *
 * @tag wesign-petition
 * @attr {string} petition - Identifier of the petition; required.
 * @attr {string} api - Address of the API; required.
 * @attr {string} lang - Language of the widget, BCP 47; the page's by default.
 * @attr {string} assets - Where `wesign.wasm` and `locales/` lie; beside the script by default.
 * @attr {string} directory - Where the directory of elected people lies; `<api>/directory/` by default.
 * @attr {"auto"|"light"|"dark"} scheme - Colour scheme; `auto` follows the visitor's.
 * @attr {string} accent - Colour of buttons and links, as CSS writes it; wins over `--wesign-accent`.
 * @attr {"card"|"full"|"bar"|"button"} layout - How it stands in the page: a card; without a frame, in two columns where there is room; a bar that unfolds; a floating button with a dialog.
 * @attr {string} steps - The steps of the journey, in order: some of `sign message gatherings donate share updates`.
 * @attr {"none"|"frame"} isolation - `frame`: in a frame of the origin where `assets` lie, so that other scripts of the page do not see what is typed.
 * @attr {string} options - Any of the options, as JSON, for pages that run no script of their own.
 * @slot - Fallback shown where the widget can't be: a link, or a form that posts to the API.
 * @slot before - The partner's own, at the top of the card.
 * @slot header - The partner's own, below the title.
 * @slot thanks - The partner's own, with the thanks for a signature.
 * @slot after - The partner's own, at the end of the card.
 * @fires wesign:ready - The form is there. `detail: { petition }`
 * @fires wesign:viewed - A further step came into view. `detail: { petition, step }`
 * @fires wesign:signed - A signature was accepted. `detail: { petition }`
 * @fires wesign:gathering-joined - The person registered for a gathering; never which. `detail: { petition }`
 * @fires wesign:donate-opened - The crowdfunding page is being opened; cancelable, then the browser does not follow the link. `detail: { petition }`
 * @fires wesign:shared - The petition was shared. `detail: { petition, channel }`
 * @fires wesign:subscribed - The person asked to be kept posted. `detail: { petition }`
 * @fires wesign:message-opened - A message is being opened, or was copied; cancelable, then the browser does not follow the link. `detail: { petition, channel }`
 * @fires wesign:error - Something failed. `detail: { petition, code }`
 * @csspart card - The whole card.
 * @csspart head - Title, organisations, count and what it is about.
 * @csspart title - The petition's title.
 * @csspart by - Who carries it.
 * @csspart tally - Count, goal and progress.
 * @csspart count - The line of the count.
 * @csspart goal - How many are wanted.
 * @csspart progress - The progress bar.
 * @csspart milestone - A goal that was passed.
 * @csspart why - Picture, summary and text of the petition.
 * @csspart picture - The petition's picture (layout `full`).
 * @csspart nav - The way through the steps.
 * @csspart step - A step on the way.
 * @csspart panel - A step after the signature.
 * @csspart foot - Back and on.
 * @csspart fields - The fields of the form.
 * @csspart field - A field with its label, hint and error.
 * @csspart label - The label of a field.
 * @csspart input - A field's control.
 * @csspart hint - What helps to fill in a field.
 * @csspart error - What is wrong with a field.
 * @csspart consents - The consents.
 * @csspart check - A consent.
 * @csspart button - Every button.
 * @csspart plain - A secondary button.
 * @csspart submit - The button that signs.
 * @csspart link - A button that looks like a link.
 * @csspart notice - A notice, of a failure or of a petition that is closed.
 * @csspart thanks - The thanks for a signature.
 * @csspart small - Small print.
 * @csspart open - The button that unfolds a bar, or floats.
 * @csspart dialog - The dialog, as large as the window.
 * @csspart close - The button that closes it.
 * @cssprop --wesign-accent - Colour of buttons, links and progress. Any opaque colour: what has to be read on it, or as text in it, is made readable.
 * @cssprop --wesign-on-accent - Colour of text on the accent; white, nearly black or black by default.
 * @cssprop --wesign-surface - Background of the card.
 * @cssprop --wesign-soft - Background of notices, on the surface.
 * @cssprop --wesign-text - Colour of text.
 * @cssprop --wesign-muted - Colour of secondary text.
 * @cssprop --wesign-link - Colour of links and of the focus; the accent by default.
 * @cssprop --wesign-line - Colour of field borders.
 * @cssprop --wesign-danger - Colour of errors.
 * @cssprop --wesign-font - Font family.
 * @cssprop --wesign-heading-font - Font family of titles.
 * @cssprop --wesign-font-size - Font size, of which every length is a multiple; the visitor's own by default.
 * @cssprop --wesign-space - Factor of the space between things; 1 by default.
 * @cssprop --wesign-radius - Corner radius of the card.
 * @cssprop --wesign-field-radius - Corner radius of fields, buttons and notices.
 * @cssprop --wesign-field-border - Border of fields.
 * @cssprop --wesign-shadow - Shadow of the card.
 * @cssprop --wesign-z-index - Where the floating button lies; 1000 by default.
 */
export class WesignPetition extends WesignElement<PetitionOptions> {
  static readonly observedAttributes = [...COMMON, "petition", "layout", "steps", "isolation"];

  /** Where the card stands. */
  readonly #stage = new Stage();
  #signed = false;
  /** The texts of the first view, once they are there. */
  #words = {} as Locale;
  /** The sessions of the further steps. */
  #further: { free(): void }[] = [];

  /** @internal */
  protected override read(given: GivenOptions, source: Source): PetitionOptions | undefined {
    return readOptions(given, source);
  }

  /** @internal */
  protected override about({ petition }: PetitionOptions): object {
    return { petition };
  }

  /** @internal */
  protected override look({ layout }: PetitionOptions): string {
    return { card: "", full: "as-full", bar: "as-bar", button: "as-button" }[layout];
  }

  /**
   * Not while a signature is on its way, and nobody who has signed is asked to sign again.
   * @internal
   */
  protected override busy(): boolean {
    return this.#signed || Boolean(this.session?.sending);
  }

  override disconnectedCallback(): void {
    this.#stage.close();
    super.disconnectedCallback();
  }

  /** @internal */
  protected override stop(): void {
    super.stop();
    this.#stage.clear();
    for (const session of this.#further) session.free();
    this.#further = [];
  }

  /** @internal */
  protected override async begin(start: Start<PetitionOptions>): Promise<{ free(): void }> {
    const { frame, card, options, words, signal } = start;
    if (options.isolation === "frame") {
      card.hidden = true;
      frame.append(card);
      // They are for what is said where there is no frame.
      words.catch(() => {});
      return isolate(card, options, signal, (name, detail) => this.#tell(options, name, detail));
    }
    const body = this.ownerDocument.createElement("div");
    body.className = "body";
    card.className = "card";
    card.setAttribute("part", "card");
    card.append(this.#slot("before"), body, this.#slot("after"));
    // A picture that cannot be had leaves no trace.
    card.addEventListener("error", ({ target }) => (target as Element).remove(), true);
    // All at the same moment: a chain of round trips costs more than the bytes.
    const [engine, strings, response] = await allUntil(
      signal,
      loadSign(options.assets),
      words,
      ask(`${options.api}api/petitions/${options.petition}?lang=${options.lang}`, signal),
      options.layout !== "card" && layoutStyleSheet(options.assets).then((css) => this.wear(css)),
    );
    const host = this.#host(options, strings, signal);
    this.#words = strings;
    return engine.SignSession.start(body, options, strings, response, this.typed(), host);
  }

  /** @internal */
  protected override place(frame: HTMLElement, { card, options }: Start<PetitionOptions>): void {
    // Moved, a frame would load anew.
    if (options.isolation === "frame") return;
    this.#stage.show(frame, card, options.layout, this.#words);
  }

  #slot(name: string): HTMLSlotElement {
    const slot = this.ownerDocument.createElement("slot");
    slot.name = name;
    return slot;
  }

  /** @internal */
  protected override shown({ card, options, words }: Start<PetitionOptions>): void {
    if (options.isolation === "frame") return;
    // The next step's engine comes while the person types: signing does not wait for it.
    const prepare = async () => {
      const next = (this.session as SignSession | undefined)?.following as Part | undefined;
      if (next) await this.#prepare(options, await words, next);
    };
    const begun = () => {
      (this.session as SignSession | undefined)?.prepare();
      void prepare().catch(() => {});
    };
    card.addEventListener("focusin", begun, { once: true });
  }

  /**
   * The later texts, for the first view as well: what is wrong with a field is said in them. They come
   * with the first focus, before anybody can be wrong.
   */
  async #moreWords({ assets, lang }: PetitionOptions, first: Locale): Promise<Locale> {
    const later = await loadLaterLocale(assets, lang, first);
    pin((later as Locale & { files: object }).files);
    Object.assign(first, { ...later, ...first });
    this.session?.reworded?.();
    return later;
  }

  /** All that the further steps share: texts, style, and the engine of the one that follows. */
  async #prepare(options: PetitionOptions, first: Locale, part: Part) {
    // First: it has the digests of the rest.
    const later = await this.#moreWords(options, first);
    const [engine, sheet, own] = await Promise.all([
      loadLater(part, options.assets),
      laterStyleSheet(options.assets),
      loadLocale(options.assets, options.lang),
    ]);
    this.wear(sheet);
    // Errors, hints and consents can have a text of their own for each field or purpose.
    for (const key of Object.keys(options.texts)) {
      if (!(key in own || key in later || /^(error|hint|consent)\./.test(key)))
        this.report(`texts.${key}`, "a key of the locale");
    }
    return { engine, locale: first };
  }

  /** Tells the page what happened. */
  #tell(options: PetitionOptions, name: string, detail?: object): void {
    if (name === "wesign:signed") this.#signed = true;
    this.emit(name, { ...this.about(options), ...detail });
  }

  /** What the sessions ask of this element. */
  #host(options: PetitionOptions, first: Locale, signal: AbortSignal): Host {
    let rules: Promise<object> | undefined;
    const host: Host = {
      amend: (body) => amended(body, options),
      refuse: (path) => this.report(path, "what the petition leaves open"),
      emit: (name, detail) => {
        this.#tell(options, name, detail);
        const done = DONE[name];
        // Not while the session that speaks is still at work.
        if (done) queueMicrotask(() => this.session?.done?.(done));
      },
      rules: (policy) => {
        rules ??= loadRules(options.assets).then(({ Rules }) => {
          const loaded = new Rules(policy);
          // A signature that outlives its card needs them until it is sent.
          if (!signal.aborted) this.#further.push(loaded);
          return loaded;
        });
        // What failed can be asked for again.
        rules.catch(() => {
          rules = undefined;
        });
        return rules;
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
            // Who came before the step did goes on to its heading.
            if (panel.matches(":focus")) panel.querySelector<HTMLElement>("h3[tabindex]")?.focus();
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
            this.emit("wesign:error", { ...this.about(options), code: "load_failed" });
          }
        };
        await draw();
      },
    };
    return host;
  }
}

/** Once the page has nothing better to do. */
const idle = (): Promise<unknown> =>
  new Promise((done) => globalThis.requestIdleCallback?.(done) ?? setTimeout(done, 2_000));

/** The petition as the API sent it, with what the options put in place of its own. */
function amended(body: object, { links, targets }: PetitionOptions): object {
  const { privacy } = body as { privacy?: object };
  return {
    ...body,
    ...(links.share && { url: links.share }),
    ...(links.privacy && { privacy: { ...privacy, url: links.privacy } }),
    ...(targets && { targets }),
  };
}
