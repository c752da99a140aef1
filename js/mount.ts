/** A petition put into the page by a script. */
import type { WesignPetition } from "./element.js";
import type { GivenOptions } from "./options.js";
import { define, PETITION } from "./registry.js";

/**
 * Draws a petition into `target`, an element or a selector of one, and returns the widget's element:
 * listen to it for `wesign:signed` and the like, set its `options` to change them, `remove()` it to
 * take it away. What `target` holds becomes the fallback, shown where the widget can't be.
 *
 * Defines `<wesign-petition>` unless the page has it already, from whatever version.
 *
 * @throws TypeError where the selector finds nothing.
 */
export function mount(target: Element | string, options: GivenOptions): WesignPetition {
  const found = typeof target === "string" ? document.querySelector(target) : target;
  if (!found) throw new TypeError(`wesign: nothing on the page matches ${target}`);
  define();
  const element = found.ownerDocument.createElement(PETITION) as WesignPetition;
  element.options = options;
  element.append(...found.childNodes);
  found.append(element);
  return element;
}
