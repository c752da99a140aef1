// Finds Firefox and WebKit for the engines' tests, or gets them from Debian; elsewhere says what is missing.
import { existsSync, readdirSync } from "node:fs";
import { Failure, probe } from "./common.mjs";
import { debian, install } from "./debian.mjs";

const command = (...names) =>
  names.map((name) => probe("/bin/sh", ["-c", `command -v ${name}`])).find(Boolean);
const first = (...paths) => paths.find((path) => existsSync(path));

/** WebKitGTK's small browser lies beside its library: below the machine's triplet on Debian. */
function miniBrowser() {
  const folders = ["/usr/lib", "/usr/libexec"].filter((folder) => existsSync(folder));
  return first(
    ...folders.flatMap((folder) =>
      ["", ...readdirSync(folder)].map((name) => `${folder}/${name}/webkit2gtk-4.1/MiniBrowser`),
    ),
  );
}

/** By engine: what it is, the variables that tell the tests where it lies, Debian's packages. */
const ENGINES = {
  firefox: {
    parts: {
      FIREFOX_PATH: () =>
        command("firefox-esr", "firefox") ??
        first("/Applications/Firefox.app/Contents/MacOS/firefox"),
    },
    packages: ["firefox-esr"],
  },
  webkit: {
    parts: {
      WEBKIT_DRIVER_PATH: () => command("WebKitWebDriver"),
      MINIBROWSER_PATH: miniBrowser,
      XVFB_PATH: () => command("Xvfb"),
    },
    packages: ["webkit2gtk-driver", "xvfb"],
  },
};

/** Where each part of an engine lies, as the variables of the tests. */
const locate = ({ parts }) =>
  Object.fromEntries(
    Object.entries(parts).map(([name, find]) => [name, process.env[name] ?? find()]),
  );
const lacking = (paths) => Object.keys(paths).filter((name) => !paths[name]);

/** Installs what an engine lacks; gives why that failed, if it did. */
async function fetched({ packages }) {
  try {
    await install(...packages);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message.split("\n")[0];
  }
}

/** Variables for the tests: where each engine lies, or why it is skipped (`FIREFOX_SKIP`, `WEBKIT_SKIP`). */
export async function engines() {
  const env = {};
  for (const [name, engine] of Object.entries(ENGINES)) {
    let paths = locate(engine);
    let failed;
    if (lacking(paths).length > 0 && debian()) {
      failed = await fetched(engine);
      paths = locate(engine);
    }
    const missing = lacking(paths);
    if (missing.length === 0) {
      Object.assign(env, paths);
      continue;
    }
    const why =
      failed ?? `not found: ${missing.join(", ")} (Debian: ${engine.packages.join(", ")})`;
    console.log(`  skipped: ${name}: ${why}`);
    env[`${name.toUpperCase()}_SKIP`] = why;
  }
  return env;
}
