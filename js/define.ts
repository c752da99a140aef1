/** Registers the elements; what a snippet's `<script type="module">` loads. */
import { WesignMobilisations } from "./mobilisations.js";
import { define, MOBILISATIONS } from "./registry.js";

export { WesignPetition } from "./element.js";
export { define, WesignMobilisations };

define();
define(MOBILISATIONS, undefined, WesignMobilisations);
