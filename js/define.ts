/** Registers the elements; what a snippet's `<script type="module">` loads. */
import { WesignPetition } from "./element.js";

export { WesignPetition };

/**
 * Defines `<wesign-petition>` in `registry` under `tag`. A name that is taken is left alone: a
 * second copy of this script on a page does no harm.
 */
export function define(tag = "wesign-petition", registry = globalThis.customElements): void {
  if (registry && !registry.get(tag)) registry.define(tag, WesignPetition);
}

define();
