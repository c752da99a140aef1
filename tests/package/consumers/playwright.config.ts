// The browser of the browser tests, on the pages of projects that use the packed package.
import browser from "../../browser/playwright.config.ts";

export default {
  ...browser,
  testDir: ".",
  outputDir: "../../../target/consumers-results",
  globalSetup: "./setup.ts",
  // Bundlers at work, Next.js among them.
  timeout: 180_000,
};
