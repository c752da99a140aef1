import { build } from "esbuild";

await build({
  entryPoints: ["own-form/main.js"],
  outdir: "own-form/dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  loader: { ".wasm": "file", ".txt": "text" },
});
