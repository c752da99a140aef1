// The server against its own contract, by a tool that is not ours: schemathesis makes requests out of
// `/openapi.json`, good and bad ones, and looks whether an answer breaks a promise or the server.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, probe, ROOT, run, step, TOOLS } from "../../js/tools/common.mjs";
import { debian, install } from "../../js/tools/debian.mjs";

const VERSION = "4.32.5";
const FOLDER = join(TOOLS, `schemathesis-${VERSION}`);
const PROGRAM = join(FOLDER, "bin", "schemathesis");

/** What must hold of every answer. */
const CHECKS = [
  ...["not_a_server_error", "status_code_conformance", "content_type_conformance"],
  ...["response_headers_conformance", "response_schema_conformance"],
];

/** Schemathesis in an environment of its own below target/tools; false where there is no Python for it. */
export async function schemathesis() {
  const works = () => probe(PROGRAM, ["--version"])?.includes(VERSION);
  if (works()) return true;
  const venv = () => probe("python3", ["-c", "import ensurepip, venv; print(1)"]);
  if (!venv() && debian()) await install("python3-venv");
  if (!venv()) return false;
  rmSync(FOLDER, { recursive: true, force: true });
  await step("Python environment", "python3", ["-m", "venv", FOLDER]);
  const pip = ["install", "--quiet", "--disable-pip-version-check", `schemathesis==${VERSION}`];
  await step(`schemathesis ${VERSION}`, join(FOLDER, "bin", "pip"), pip);
  return true;
}

/** Runs it against a server of its own; the same seed makes the same requests. */
export async function examine(seed = "1") {
  const binary = join(ROOT, "target", "debug", "wesign-server");
  if (!existsSync(binary)) throw new Failure("cargo build -p wesign-server comes first");
  const folder = mkdtempSync(join(tmpdir(), "wesign-"));
  const flags = ["--port=0", `--database=sqlite:${join(folder, "test.db")}`, "--quiet"];
  const server = spawn(binary, flags, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const address = await new Promise((resolve, reject) => {
      let said = "";
      server.stdout.on("data", (chunk) => {
        said += chunk;
        const found = /listening on (http:\S+)/.exec(said);
        if (found) resolve(found[1]);
      });
      server.once("exit", (code) => reject(new Failure(`the server ended (${code}): ${said}`)));
    });
    return await run("schemathesis", PROGRAM, [
      ...["run", `${address}/openapi.json`, "--checks", CHECKS.join(","), "--seed", seed],
      ...["--phases", "examples,coverage,fuzzing", "--max-examples", "15"],
      ...["--suppress-health-check", "all", "--no-color"],
    ]);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
