import resolve from "@rollup/plugin-node-resolve";

export default {
  input: "rollup/main.js",
  output: { dir: "rollup/dist", format: "es" },
  plugins: [resolve({ browser: true })],
};
