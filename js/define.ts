/** Registers the elements; what a snippet's `<script type="module">` loads. */
import { WesignPetition } from "./element.js";

export { WesignPetition };

const TAG = "wesign-petition";

/**
 * Defines `<wesign-petition>` in `registry` under `tag`. A name that is taken is left alone: a
 * second copy of this script on a page does no harm.
 */
export function define(tag = TAG, registry = globalThis.customElements): void {
  if (!registry || registry.get(tag)) return;
  // A registry takes a class once: every further name has a class of its own.
  registry.define(tag, tag === TAG ? WesignPetition : class extends WesignPetition {});
}

define();
