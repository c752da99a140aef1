/** The same where there are files instead of a server to fetch from. */
import { readFile } from "node:fs/promises";
import type { Core } from "./core.js";
import { begin, type Source } from "./loading.js";

export * from "./index.js";

/** Loads the core, once; by default from the package's `sdk.wasm`. */
export const load = (source?: Source | Promise<Source>): Promise<Core> =>
  begin(() => source ?? readFile(new URL("./sdk.wasm", import.meta.url)));
