// A page with one widget on it, as a partner writes it: any petition, any steps, and an API of which
// single resources can be made to answer something else.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page, Route } from "@playwright/test";
import { test as base, expect, SIGNER, type Signer, widget } from "../fixtures.ts";
import { Server } from "../server.ts";

export { expect, expectAccessible, SIGNER, submit } from "../fixtures.ts";

/** Fills the form as a person does. */
export async function fill(petition: Locator, signer: Signer = SIGNER): Promise<void> {
  // Not by label alone: a consent speaks of the given name as well.
  const field = (name: RegExp) => petition.getByRole("textbox", { name });
  await field(/^Prénom/).fill(signer.given);
  await field(/^Nom/).fill(signer.family);
  await field(/^Adresse e-mail/).fill(signer.email);
  await field(/^Code postal/).fill(signer.postcode);
}

/** A mobilisation of the shop window with everything: signatories, gatherings, donation, news. */
export const LOCAL = "cours-d-ecole-rennes";

const SITE = fileURLToPath(new URL("../../../demo/site", import.meta.url));

/** The server, its site a copy that tests may add pages to. */
export const test = base.extend<{ site: string; server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it
  site: async ({}, use) => {
    const site = mkdtempSync(join(tmpdir(), "wesign-site-"));
    cpSync(SITE, site, { recursive: true });
    await use(site);
    rmSync(site, { recursive: true, force: true });
  },
  server: async ({ site }, use) => {
    await using server = await Server.start("--demo", "--site", site);
    sites.set(server, site);
    await use(server);
  },
});

const sites = new WeakMap<Server, string>();
let pages = 0;

/** Opens a page that holds the widget with these attributes, under the policy of the site. */
export async function embed(
  page: Page,
  server: Server,
  attributes: { petition?: string; steps?: string; lang?: string } = {},
): Promise<Locator> {
  const all = { petition: LOCAL, api: server.api, lang: "fr", ...attributes };
  const written = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  pages += 1;
  writeFileSync(
    join(sites.get(server) ?? "", `page-${pages}.html`),
    `<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width">
<title>Une page</title><link rel="icon" href="/icon.svg"><script type="module" src="${server.api}/widget/wesign.js"></script>
<main><h1>Une page</h1><wesign-petition ${written.join(" ")}>
<a href="${server.api}/petitions/${all.petition}">Signer</a></wesign-petition></main></html>`,
  );
  await page.goto(`${server.site}/page-${pages}.html`);
  const petition = widget(page);
  await expect(petition.locator(".card:not(.skeleton)")).toBeVisible({ timeout: 30_000 });
  return petition;
}

/** Answers for a resource of the API; the last part of its path and its query are open. */
export const answer = (page: Page, resource: string, respond: (route: Route) => unknown) =>
  page.route(
    (url) => url.pathname.endsWith(`/${resource}`) && url.pathname.includes("/api/petitions/"),
    (route) => respond(route) as Promise<void>,
  );

export const json = (body: unknown, status = 200) => ({
  status,
  contentType: "application/json",
  headers: { "access-control-allow-origin": "*" },
  body: JSON.stringify(body),
});

/** Changes the petition as the API sends it. */
export const changePetition = (page: Page, change: (petition: Record<string, unknown>) => void) =>
  page.route(/\/api\/petitions\/[a-z-]+(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const petition = await response.json();
    change(petition);
    await route.fulfill({ response, json: petition });
  });

/** Every event of the widget that the page hears, from now on. */
export async function listen(
  page: Page,
): Promise<() => Promise<{ type: string; detail: unknown }[]>> {
  await page.evaluate(() => {
    const heard: { type: string; detail: unknown }[] = [];
    Object.assign(window, { heard });
    for (const name of [
      "ready",
      "viewed",
      "signed",
      "message-opened",
      "gathering-joined",
      "donate-opened",
      "shared",
      "subscribed",
      "error",
    ]) {
      addEventListener(`wesign:${name}`, (event) => {
        heard.push({ type: event.type, detail: (event as CustomEvent).detail });
      });
    }
  });
  return () =>
    page.evaluate(
      () => (window as unknown as { heard: { type: string; detail: unknown }[] }).heard,
    );
}

/** What has the focus, through shadow roots: its label, name or text. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const labels =
      element && "labels" in element ? (element.labels as NodeListOf<HTMLElement> | null) : null;
    return (
      labels?.[0]?.textContent ?? element?.getAttribute("aria-label") ?? element?.textContent ?? ""
    );
  });

/** Presses Tab until what is focused has this name; a person would too. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

/** Nothing is wider than the page. */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const [wide, width] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(wide).toBe(width);
}

/** A word that no line can hold. */
export const WORD = "Donaudampfschifffahrt".repeat(15).slice(0, 300);
export const MARKUP = `<img src=x onerror="alert(1)"><script>alert(1)</script>{title}`;
