import { defineConfig } from "@playwright/test";

/** The browser `npm test` found or installed; Playwright's own where none is named. */
const executablePath = process.env["CHROMIUM_PATH"];

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/browser/results",
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
      ],
    },
  },
});
