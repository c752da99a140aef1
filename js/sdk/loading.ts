/** The core's module, loaded once, from wherever. */
import init, * as exports from "wesign:core";
import { Core } from "./core.js";

/** Where the core's bytes are from: an address, an answer, bytes, or a compiled module. */
export type Source = string | URL | Response | BufferSource | WebAssembly.Module;

let loading: Promise<Core> | undefined;

/** Loads it, unless it is loaded or loading; `source` is asked only then. */
export function begin(source: () => Source | Promise<Source>): Promise<Core> {
  loading ??= init({ module_or_path: source() }).then(
    () => new Core(exports),
    (reason: unknown) => {
      loading = undefined;
      throw reason;
    },
  );
  return loading;
}
