// The runner alone: these tests bring browsers that Playwright has no engine for.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/engines/results",
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  reporter: "list",
});
