import { allUntil, ask, type Start, WesignElement } from "./base.js";
import { type AroundSession, loadAround } from "./engine.js";
import { loadLaterLocale } from "./locale.js";
import {
  COMMON,
  type MobilisationsOptions,
  readMobilisationsOptions,
  type Source,
} from "./options.js";
import { laterStyleSheet } from "./styles.js";

/**
 * Mobilisations around the visitor: local ones near a postcode, national and European ones apart, as
 * cards that lead to the petition's page or open it in place. The postcode stays on the device, where
 * the distances are computed.
 *
 * @tag wesign-mobilisations
 * @attr {string} api - Address of the API; required.
 * @attr {string} lang - Language of the element, BCP 47; the page's by default.
 * @attr {string} assets - Where `around.wasm` and `locales/` lie; beside the script by default.
 * @attr {string} directory - Where the directory of elected people lies; `<api>/directory/` by default.
 * @attr {"auto"|"light"|"dark"} scheme - Colour scheme; `auto` follows the visitor's.
 * @attr {string} accent - Colour of buttons and links, as CSS writes it; wins over `--wesign-accent`.
 * @attr {string} options - Any of the options, as JSON, for pages that run no script of their own.
 * @attr {string} postcode - The French postcode to start from; the visitor may write another.
 * @attr {number} radius - How far "near" reaches, in kilometres; 100 by default.
 * @attr {"link"|"here"} open - What a card does: lead to the petition's page, or open it in place.
 * @slot - Fallback shown where the element can't be: links to petitions, say.
 * @fires wesign:ready - The cards are there; from a petition that is open in place, its own.
 * @fires wesign:opened - The visitor goes to a petition; cancelable, then the browser does not follow the link. `detail: { petition }`
 * @fires wesign:error - Something failed. `detail: { code }`
 * @csspart tile - A mobilisation's card.
 * @csspart image - A mobilisation's picture.
 * @csspart title - A mobilisation's title.
 * @csspart progress - A progress bar.
 * @csspart submit - The button that signs a petition that is open in place.
 * @cssprop --wesign-accent - Colour of buttons, links and progress.
 * @cssprop --wesign-on-accent - Colour of text on the accent.
 * @cssprop --wesign-surface - Background of the whole.
 * @cssprop --wesign-text - Colour of text.
 * @cssprop --wesign-muted - Colour of secondary text.
 * @cssprop --wesign-line - Colour of lines and field borders.
 * @cssprop --wesign-radius - Corner radius of the whole, and of the cards.
 * @cssprop --wesign-font - Font family.
 */
export class WesignMobilisations extends WesignElement<MobilisationsOptions> {
  static readonly observedAttributes = [...COMMON, "postcode", "radius", "open"];

  /** @internal */
  protected override read(given: Partial<MobilisationsOptions>, source: Source) {
    return readMobilisationsOptions(given, source);
  }

  /** @internal */
  protected override about(): object {
    return {};
  }

  /** @internal */
  protected override async begin(start: Start<MobilisationsOptions>): Promise<AroundSession> {
    const { card, options, words, signal } = start;
    const { api, assets, lang } = options;
    card.className = "card";
    const further = words.then(async (first) => {
      const later = await loadLaterLocale(assets, lang, first, "around");
      return { ...later, ...first, ...options.texts };
    });
    const [engine, strings, sheet, response] = await allUntil(
      signal,
      loadAround(assets),
      further,
      laterStyleSheet(assets, "around.css"),
      ask(`${api}api/petitions?lang=${lang}`, signal),
    );
    this.wear(sheet);
    return engine.AroundSession.start(card, options, strings, response, this.typed(), {
      emit: (name, detail) => this.emit(name, detail),
    });
  }
}
