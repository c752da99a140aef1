import { fetchAsset } from "./assets.js";
import { allUntil, ask, type Start, WesignElement } from "./base.js";
import { type Host, loadLater, loadSign, type Part, type SignSession } from "./engine.js";
import { type Locale, loadLaterLocale } from "./locale.js";
import {
  COMMON,
  type GivenOptions,
  type Language,
  type PetitionOptions,
  readOptions,
  type Source,
  type Step,
} from "./options.js";
import { focusOn, notice, retryNotice } from "./placeholder.js";
import { laterStyleSheet } from "./styles.js";

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
export class WesignPetition extends WesignElement<PetitionOptions> {
  static readonly observedAttributes = [...COMMON, "petition", "steps"];

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

  protected override stop(): void {
    super.stop();
    for (const session of this.#further) session.free();
    this.#further = [];
  }

  /** @internal */
  protected override async begin(start: Start<PetitionOptions>): Promise<SignSession> {
    const { card, options, words, signal } = start;
    card.className = "card";
    card.setAttribute("part", "card");
    // All at the same moment: a chain of round trips costs more than the bytes.
    const [engine, strings, response] = await allUntil(
      signal,
      loadSign(options.assets),
      words,
      ask(`${options.api}api/petitions/${options.petition}`, signal),
    );
    const host = this.#host(options, strings, signal);
    return engine.SignSession.start(card, options, strings, response, this.typed(), host);
  }

  /** @internal */
  protected override shown({ card, options, words }: Start<PetitionOptions>): void {
    // The next step's engine comes while the person types: signing does not wait for it.
    const prepare = async () => this.#prepare(options, await words);
    card.addEventListener("focusin", () => void prepare().catch(() => {}), { once: true });
  }

  /** All that the further steps share: texts, style, and the engine of the one that follows. */
  async #prepare(options: PetitionOptions, first: Locale, part: Part = "message") {
    const [engine, later, sheet] = await Promise.all([
      loadLater(part, options.assets),
      loadLaterLocale(options.assets, options.lang as Language, first),
      laterStyleSheet(options.assets),
    ]);
    this.wear(sheet);
    return { engine, locale: { ...later, ...first, ...options.texts } };
  }

  /** What the sessions ask of this element. */
  #host(options: PetitionOptions, first: Locale, signal: AbortSignal): Host {
    const host: Host = {
      emit: (name, detail) => {
        this.emit(name, { ...this.about(options), ...detail });
        const done = DONE[name];
        // Not while the session that speaks is still at work.
        if (done) queueMicrotask(() => (this.session as SignSession | undefined)?.done(done));
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
