/**
 * Where the card stands: in the page (`card`, `full`), folded into a bar that unfolds in place, or in a
 * dialog behind a floating button. The host page is not touched: no scroll is locked, no style is set.
 */
import type { Locale } from "./locale.js";
import type { PetitionOptions } from "./options.js";

export type Layout = PetitionOptions["layout"];

export class Stage {
  /** What stands in the frame. */
  #drawn: Element[] = [];
  #dialog: HTMLDialogElement | undefined;

  /** Puts a card that is drawn into the page. */
  show(frame: HTMLElement, card: HTMLElement, layout: Layout, words: Locale): void {
    this.clear();
    const drawn: Element[] = [card];
    if (layout === "bar") this.#fold(card, words);
    if (layout === "button") drawn.splice(0, 1, ...this.#float(card, words));
    // Long texts are folded where there is no room beside the form.
    const text = card.querySelector<HTMLDetailsElement>(".why details");
    this.#drawn = drawn;
    frame.append(...drawn);
    if (text && layout === "full") text.open = card.offsetWidth >= 800;
  }

  clear(): void {
    this.close();
    for (const element of this.#drawn) element.remove();
    this.#drawn = [];
    this.#dialog = undefined;
  }

  /** Taken out of the page, a dialog would come back without what makes it one. */
  close(): void {
    this.#dialog?.close();
  }

  #fold(card: HTMLElement, words: Locale): void {
    const opener = button(card, "button open", label(card, words));
    const fold = (shut: boolean) => {
      card.classList.toggle("shut", shut);
      opener.setAttribute("aria-expanded", String(!shut));
      opener.classList.toggle("plain", !shut);
      opener.textContent = shut ? label(card, words) : words["layout.close"];
    };
    fold(true);
    opener.addEventListener("click", () => {
      const open = card.classList.contains("shut");
      fold(!open);
      if (open) card.querySelector<HTMLElement>("h3[tabindex]")?.focus();
    });
    card.querySelector(".head")?.after(opener);
  }

  #float(card: HTMLElement, words: Locale): Element[] {
    const opener = button(card, "button big open", label(card, words));
    const close = button(card, "button plain close", words["layout.close"]);
    const dialog = card.ownerDocument.createElement("dialog");
    const sheet = card.ownerDocument.createElement("div");
    this.#dialog = dialog;
    dialog.setAttribute("part", "dialog");
    dialog.setAttribute("aria-label", card.querySelector("h2")?.textContent ?? "");
    sheet.className = "sheet";
    sheet.append(close, card);
    dialog.append(sheet);
    opener.addEventListener("click", () => dialog.showModal());
    close.addEventListener("click", () => dialog.close());
    // Beside the card; a text that is being selected may end there, but did not begin there.
    let pressed: EventTarget | null;
    sheet.addEventListener("pointerdown", ({ target }) => {
      pressed = target;
    });
    sheet.addEventListener("click", ({ target }) => {
      if (target === sheet && pressed === sheet) dialog.close();
    });
    dialog.addEventListener("close", () => {
      opener.textContent = label(card, words);
    });
    return [opener, dialog];
  }
}

function button({ ownerDocument }: Element, className: string, text: string): HTMLButtonElement {
  const button = ownerDocument.createElement("button");
  button.type = "button";
  button.className = className;
  button.setAttribute("part", className);
  button.textContent = text;
  return button;
}

/** What opening leads to. */
function label(card: HTMLElement, words: Locale): string {
  if (card.querySelector("form[data-act=sign]")) return words.submit;
  return words[card.querySelector(".thanks") ? "layout.more" : "read"];
}
