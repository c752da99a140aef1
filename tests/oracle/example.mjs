// Runs an example of wesign-core: how the oracles get at what the core says.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the example prints, given `lines` as JSON, one a line. */
export function example(name, args, lines, cargo = []) {
  const run = spawnSync(
    "cargo",
    ["run", "-q", "-p", "wesign-core", ...cargo, "--example", name, "--", ...args],
    {
      cwd: root,
      encoding: "utf8",
      input: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
      maxBuffer: 1 << 28,
    },
  );
  if (run.status !== 0) throw new Error(run.stderr || String(run.error));
  return run.stdout;
}
