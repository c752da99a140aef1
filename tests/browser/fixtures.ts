// What each browser test stands on: a server of its own, the partner's page, axe.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { Server } from "./server.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const PETITION = "reconnaissance-faciale";

export const test = base.extend<{ server: Server; consoleErrors: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it
  server: async ({}, use) => {
    await using server = await Server.start();
    await use(server);
  },
  /** What the page complained about: policy violations, exceptions. */
  consoleErrors: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    await use(errors);
  },
  // axe goes in before the page's own scripts: its policy would refuse it later.
  page: async ({ page }, use) => {
    await page.addInitScript(AXE);
    await use(page);
  },
});

export { expect };

/** What the widget drew into its shadow root; the partner's fallback form is not in it. */
export const widget = (page: Page): Locator => page.locator("wesign-petition .frame");

/** Opens the partner's page and waits for the form. */
export async function openPage(page: Page, server: Server): Promise<Locator> {
  await page.goto(server.site);
  const petition = widget(page);
  await expect(petition.getByRole("button", { name: "Signer la pétition" })).toBeVisible();
  return petition;
}

export interface Signer {
  given: string;
  family: string;
  email: string;
  postcode: string;
}

export const SIGNER: Signer = {
  given: "Éléonore",
  family: "d’Aubigné",
  email: "eleonore@example.org",
  postcode: "75018",
};

/** Fills the form as a person does, by label. */
export async function fill(petition: Locator, signer: Signer = SIGNER): Promise<void> {
  await petition.getByLabel("Prénom").fill(signer.given);
  await petition.getByLabel("Nom", { exact: true }).fill(signer.family);
  await petition.getByLabel("Adresse e-mail").fill(signer.email);
  await petition.getByLabel("Code postal").fill(signer.postcode);
}

export const submit = (petition: Locator): Promise<void> =>
  petition.getByRole("button", { name: "Signer la pétition" }).click();

interface AxeResults {
  violations: {
    id: string;
    impact: string;
    help: string;
    nodes: { html: string; target: unknown }[];
  }[];
}
declare const axe: { run(context: Document, options: object): Promise<AxeResults> };

/** No violation of WCAG 2.2 A and AA or of axe's best practices, in both colour schemes. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() =>
      axe.run(document, { resultTypes: ["violations"] }),
    );
    const found = violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map(({ html }) => `    ${html}`).join("\n")}`,
    );
    expect(found, `axe, ${state}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
