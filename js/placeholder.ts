/**
 * What stands in the widget's place before the engine draws, and instead of it where it can't:
 * a quiet skeleton of the form's size, then either nothing (the session draws) or the partner's own
 * fallback (the element's light-DOM children) under a line that says what happened.
 */
import type { Locale } from "./locale.js";

type Key = keyof Locale & string;

export class Placeholder {
  readonly #frame: HTMLElement;
  readonly #document: Document;
  readonly #slot: HTMLSlotElement;
  #notice: HTMLElement | undefined;
  #skeleton: HTMLElement | undefined;

  constructor(frame: HTMLElement) {
    this.#frame = frame;
    this.#document = frame.ownerDocument;
    this.#slot = this.#document.createElement("slot");
    this.#slot.hidden = true;
    // Beside the frame: the partner's own looks as the partner's page does.
    frame.after(this.#slot);
  }

  /**
   * Shows the skeleton; the fallback is hidden while there is hope, except from who is `typing` in
   * it: nobody's field goes away under their hands.
   */
  loading(typing: boolean): void {
    this.done();
    if (typing) {
      this.#slot.hidden = false;
      return;
    }
    const skeleton = this.#element("div", "card skeleton");
    skeleton.setAttribute("aria-hidden", "true");
    for (const part of ["title", "bar", "line", "line", "line", "button"]) {
      skeleton.append(this.#element("div", `bone ${part}`));
    }
    this.#skeleton = skeleton;
    this.#frame.append(skeleton);
  }

  /** Removes everything: the session draws from here on. */
  done(): void {
    this.#skeleton?.remove();
    this.#notice?.remove();
    this.#slot.hidden = true;
  }

  /** Shows the partner's fallback with, where there are words for it, what happened and a way on. */
  fallback(locale?: Locale, key?: Key, retry?: () => void): void {
    this.done();
    this.#slot.hidden = false;
    if (!locale || !key) return;
    this.#notice = retry
      ? retryNotice(this.#document, locale[key], locale["load.retry"], retry)
      : notice(this.#document, locale[key]);
    this.#frame.prepend(this.#notice);
  }

  #element(tag: string, className: string): HTMLElement {
    const element = this.#document.createElement(tag);
    element.className = className;
    return element;
  }
}

/** A line about what happened, spoken by screen readers. */
export function notice(document: Document, text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "notice";
  box.setAttribute("role", "status");
  const line = document.createElement("p");
  box.append(line);
  // After the region has entered the page: only changes are spoken.
  queueMicrotask(() => {
    line.textContent = text;
  });
  return box;
}

/** The same, with a button to try again. */
export function retryNotice(
  document: Document,
  text: string,
  label: string,
  retry: () => void,
): HTMLElement {
  const box = notice(document, text);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = label;
  button.addEventListener("click", retry);
  box.append(button);
  return box;
}

/** Keeps the keyboard's place where what had the focus goes away. */
export function focusOn(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus();
}
