import { resolve } from "node:path";

/** @type {import("next").NextConfig} */
export default {
  turbopack: { root: resolve("..") },
  // Reads its wasm file from the package.
  serverExternalPackages: ["@wesign/widget"],
};
