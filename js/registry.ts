/** Names for the elements; nothing is registered by importing this. */
import { WesignPetition } from "./element.js";

export const PETITION = "wesign-petition";
export const MOBILISATIONS = "wesign-mobilisations";

/**
 * Defines `element`, `<wesign-petition>` by default, in `registry` under `tag`. A name that is taken
 * is left alone: a second copy of this script on a page does no harm.
 */
export function define(
  tag = PETITION,
  registry = globalThis.customElements,
  element: CustomElementConstructor = WesignPetition,
): void {
  if (!registry || registry.get(tag)) return;
  try {
    registry.define(tag, element);
  } catch {
    // A registry takes a class once: every further name has a class of its own.
    registry.define(tag, class extends element {});
  }
}
