/**
 * wesign without its widget, for a form, a server or a bot of one's own.
 *
 * ```js
 * import { Client, Directory, load } from "@wesign/widget/sdk";
 * const core = await load();
 * const client = new Client("https://api.example.org");
 * const { policy } = await client.petition("reconnaissance-faciale");
 * const { errors } = core.check(draft, policy);
 * if (!errors) await client.sign("reconnaissance-faciale", draft);
 * ```
 */
import type { Core } from "./core.js";
import { begin, type Source } from "./loading.js";

export { ApiError, Client, type ClientOptions, freshKey, type RequestOptions } from "./client.js";
export { Core } from "./core.js";
export { Directory, type Fetch } from "./directory.js";
export { type FailedAttempt, nextAttempt } from "./retry.js";
export type * from "./types.js";

export type { Source };

/**
 * Loads the core, once: further calls give the first one's. By default from `sdk.wasm` beside this
 * module; where a bundler does not carry that file along, say where it lies. A failed load is
 * forgotten, so that calling again does try again.
 */
export const load = (source?: Source | Promise<Source>): Promise<Core> =>
  begin(() => source ?? new URL("./sdk.wasm", import.meta.url));
