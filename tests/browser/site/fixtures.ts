// The shop window as `npm start` serves it: its pages, and what is said of each.
import type { Page } from "@playwright/test";
import { test as base, expect, widget } from "../fixtures.ts";
import { Server } from "../server.ts";

export { expect, expectAccessible, SIGNER, submit, widget } from "../fixtures.ts";
export { fill } from "../levers/fixtures.ts";

export const test = base.extend<{ server: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it
  server: async ({}, use) => {
    await using server = await Server.start("--demo");
    await use(server);
  },
});

export const PARTNERS = [
  "partners/ngo.html",
  "partners/collective.html",
  "partners/newspaper.html",
];
/** Every page, with how many widgets stand on it. */
export const PAGES: Record<string, number> = {
  "": 1,
  "gallery.html": 17,
  "configurator.html": 1,
  ...Object.fromEntries(PARTNERS.map((path) => [path, 1])),
};

/** Opens a page and waits until its widgets are drawn. */
export async function open(page: Page, server: Server, path: string): Promise<void> {
  await page.goto(`${server.site}/${path}`);
  const cards = page
    .locator("wesign-petition, wesign-mobilisations")
    .locator(".card:not(.skeleton)");
  await expect(cards).toHaveCount(PAGES[path] ?? 1, { timeout: 30_000 });
  if (path === "configurator.html") await settled(page);
}

/** The preview of the configurator shows what its form says. */
export const settled = (page: Page): Promise<void> =>
  expect(page.locator("#stage[aria-busy=false]")).toBeAttached({ timeout: 30_000 });

/** What the widget of a page looks like: the text, size and colours of all that is drawn. */
export const look = (page: Page): Promise<string[]> =>
  widget(page).evaluate((frame) =>
    [...frame.querySelectorAll<HTMLElement>("*")].map((element) => {
      const { width, height } = element.getBoundingClientRect();
      const { color, backgroundColor, font, borderRadius } = getComputedStyle(element);
      const own = element.children.length ? "" : element.textContent;
      return [
        element.localName,
        width,
        height,
        color,
        backgroundColor,
        font,
        borderRadius,
        own,
      ].join(" ");
    }),
  );
