/** Registers the elements; what a snippet's `<script type="module">` loads. */
import { WesignPetition } from "./element.js";
import { WesignMobilisations } from "./mobilisations.js";

export { WesignMobilisations, WesignPetition };

const PETITION = "wesign-petition";
const MOBILISATIONS = "wesign-mobilisations";

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
  // A registry takes a class once: every further name has a class of its own.
  const own = tag === PETITION || tag === MOBILISATIONS;
  registry.define(tag, own ? element : class extends element {});
}

define();
define(MOBILISATIONS, undefined, WesignMobilisations);
