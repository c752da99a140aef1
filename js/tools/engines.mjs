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

const missing = ({ parts }) =>
  Object.entries(parts)
    .filter(([name, find]) => !(process.env[name] ?? find()))
    .map(([name]) => name);

/** Variables for the tests: where each engine lies, or why it is skipped (`FIREFOX_SKIP`, `WEBKIT_SKIP`). */
export async function engines() {
  const env = {};
  for (const [name, engine] of Object.entries(ENGINES)) {
    let why;
    if (missing(engine).length > 0 && debian()) {
      await install(...engine.packages).catch((error) => {
        if (!(error instanceof Failure)) throw error;
        why = error.message.split("\n")[0];
      });
    }
    const lacking = missing(engine);
    if (lacking.length > 0) {
      why ??= `not found: ${lacking.join(", ")} (Debian: ${engine.packages.join(", ")})`;
      env[`${name.toUpperCase()}_SKIP`] = why;
      continue;
    }
    for (const [variable, find] of Object.entries(engine.parts)) {
      env[variable] = process.env[variable] ?? find();
    }
  }
  return env;
}
