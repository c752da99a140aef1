import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The browser `npm test` found or installed; by hand, Debian's, else Playwright's own. */
const executablePath =
  process.env["CHROMIUM_PATH"] ?? ["/usr/bin/chromium"].find((path) => existsSync(path));

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/browser/results",
  snapshotPathTemplate: "{testDir}/{testFileDir}/reference/{arg}{ext}",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 45_000,
  reporter: "list",
  use: {
    browserName: "chromium",
    locale: "fr-FR",
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Runs as root in a container, and asks for nothing on its own.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Pages that a test makes up come from nowhere, and ask a server on this machine.
        "--disable-features=LocalNetworkAccessChecks",
      ],
    },
  },
});
