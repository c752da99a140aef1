// `npm run picture`: takes the pictures of the README anew.
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig(tests, { testMatch: "picture.ts", use: { deviceScaleFactor: 1.5 } });
