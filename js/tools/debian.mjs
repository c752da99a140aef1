// Debian's own packages, where the machine is Debian's and lets us install them.
import { existsSync, readFileSync } from "node:fs";
import { step } from "./common.mjs";

/** Whether packages can be installed here: a Debian or a child of it, and we are root. */
export const debian = () =>
  existsSync("/etc/os-release") &&
  /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8")) &&
  process.getuid?.() === 0;

/** The lists of packages are fetched once a run. */
let updated;

/** Installs these packages; a `Failure` names the step that failed. */
export async function install(...packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => step(`apt-get ${args.join(" ")}`, "apt-get", args, { env });
  updated ??= apt("update");
  await updated;
  await apt("install", "-y", ...packages);
}
