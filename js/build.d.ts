// What the build (js/tools/build.mjs) puts in place.

/** Version of the npm package. */
declare const WESIGN_VERSION: string;

/** Subresource-integrity digest of the `wesign.wasm` that belongs to this `wesign.js`. */
declare const WESIGN_WASM_INTEGRITY: string;

/** A style sheet, as minified text for `CSSStyleSheet.replaceSync`. */
declare module '*.css' {
  const text: string;
  export default text;
}
