import { resolve } from "node:path";

export default {
  mode: "production",
  context: resolve("webpack"),
  entry: "./main.js",
  output: { path: resolve("webpack/dist"), publicPath: "auto" },
  performance: { hints: false },
};
