/**
 * The one script for pages without modules, `<script src="…/wesign.classic.js">`: registers the
 * elements, and has `window.wesign.mount`. The first copy on a page stays.
 */
import { define, WesignMobilisations, WesignPetition } from "./define.js";
import { mount } from "./mount.js";

const api = { define, mount, WesignMobilisations, WesignPetition } as const;

declare global {
  interface Window {
    wesign?: typeof api;
  }
}

window.wesign ??= api;
