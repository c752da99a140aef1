// Finds a Chromium for the browser tests, or gets one.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Failure, probe, ROOT, step, TOOLS } from "./common.mjs";
import { debian, install } from "./debian.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

function installed() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Failure(`CHROMIUM_PATH=${given}: there is no such file.`);
  }
  for (const name of NAMES) {
    const path = probe("/bin/sh", ["-c", `command -v ${name}`]);
    if (path) return path;
  }
  return PLACES.find((path) => existsSync(path));
}

/** Playwright's own browser, kept below target/tools. */
async function playwrights() {
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: join(TOOLS, "browsers") };
  const require = createRequire(join(ROOT, "package.json"));
  const ask = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
  const path = probe(process.execPath, ["-e", ask], { cwd: ROOT, env });
  if (path && existsSync(path)) return path;
  const cli = require.resolve("@playwright/test/cli");
  await step(
    "Chromium into target/tools/browsers",
    process.execPath,
    [cli, "install", "chromium"],
    {
      env,
    },
  );
  return path;
}

/** Path of a Chromium. */
export async function chromium() {
  const found = installed();
  if (found) return found;
  try {
    if (debian()) {
      await install("chromium");
      const path = installed();
      if (path) return path;
    }
    return await playwrights();
  } catch (error) {
    throw new Failure(
      `${error.message}\n\nThe browser tests need Chromium. Install it and run again:\n` +
        "  Debian, Ubuntu: apt-get install -y chromium\n" +
        "  elsewhere: any Chrome or Chromium, named by CHROMIUM_PATH",
    );
  }
}
