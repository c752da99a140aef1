/** wasm-bindgen's own glue of `wasm/src/sdk.rs`, which the build puts in. */
declare module "wesign:core" {
  type Source = string | URL | Response | BufferSource | WebAssembly.Module;
  export default function init(from: {
    module_or_path: Source | Promise<Source>;
  }): Promise<unknown>;
  const exports: import("./core.js").Exports;
  export const { check, suggest, tally, render, measure, compose_url }: typeof exports;
  export const { template_errors, shard_of, find, seat, search, distance }: typeof exports;
}
/** All of Node that the package uses. */
declare module "node:fs/promises" {
  export function readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
}
