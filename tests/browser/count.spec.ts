// The live count: how often it is asked for, how it moves, what is said of it.
import type { Locator, Page } from "@playwright/test";
import { expect, openPage, test } from "./fixtures.ts";

/** Answers for the count with what `count` gives; tells how often it was asked for. */
async function counted(page: Page, count: () => number): Promise<() => number> {
  let asked = 0;
  await page.route("**/count", async (route) => {
    asked += 1;
    await route.fulfill({
      headers: { "access-control-allow-origin": "*" },
      json: { count: count() },
    });
  });
  return () => asked;
}

/** Lets time pass, in steps that leave the page the time to answer. */
async function pass(page: Page, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await page.clock.runFor(1_000);
    await page.evaluate(() => undefined);
  }
}

test("asked for while somebody looks, more rarely where it stands still; not in a hidden tab", async ({
  page,
  server,
}) => {
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(document, "hidden", { get: () => document.title === "away" });
  });
  const hide = (title: string) =>
    page.evaluate((title) => {
      document.title = title;
    }, title);
  let count = 14_832;
  const asked = await counted(page, () => count);
  const petition = await openPage(page, server);
  await pass(page, 17);
  await expect.poll(asked).toBe(1);
  // It stood still: half as long again.
  await pass(page, 16);
  expect(asked()).toBe(1);
  await pass(page, 8);
  await expect.poll(asked).toBe(2);

  await hide("away");
  count = 14_840;
  await pass(page, 300);
  expect(asked()).toBe(2);
  await hide("back");
  await pass(page, 2);
  await expect.poll(asked).toBe(3);
  await expect(petition.getByText(/14.840 signatures/)).toBeVisible();
  // It moves: often again.
  await pass(page, 17);
  await expect.poll(asked).toBe(4);
});

/** Every text that the count has from now on. */
async function heard(petition: Locator): Promise<() => Promise<string[]>> {
  const count = petition.locator(".count strong");
  await count.evaluate((one) => {
    const texts: string[] = [];
    Object.assign(window, { texts });
    new MutationObserver(() => texts.push(one.textContent ?? "")).observe(one, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  return () => petition.page().evaluate(() => (window as unknown as { texts: string[] }).texts);
}

for (const [motion, what] of [
  ["no-preference", "rolls up to the new count"],
  ["reduce", "stands there at once where less motion is asked for"],
] as const) {
  test(`it ${what}; a milestone is said once, the count never`, async ({ page, server }) => {
    await page.emulateMedia({ reducedMotion: motion });
    await page.clock.install();
    await counted(page, () => 15_010);
    const petition = await openPage(page, server);
    const texts = await heard(petition);
    const milestone = petition.getByText("Le cap des 15 000 signatures est franchi !");
    await expect(milestone).toHaveCount(0);
    await pass(page, 20);
    await expect(petition.getByText(/15.010 signatures/)).toBeVisible();
    const shown = (await texts()).map((text) => Number(text.replace(/\D/g, "")));
    expect(shown.at(-1)).toBe(15_010);
    expect(shown).toEqual([...shown].sort((one, other) => one - other));
    if (motion === "reduce") expect(shown).toHaveLength(1);
    else expect(shown.length).toBeGreaterThan(5);
    await expect(milestone).toBeVisible();
    await expect(milestone).toHaveAttribute("role", "status");
    await expect(petition.getByText(/Encore .+ pour atteindre/)).toBeVisible();
    // A reader's voice is not interrupted by each signature.
    const loud = await petition
      .locator(".count")
      .evaluate((one) => one.closest("[aria-live], [role=status], [role=alert]") !== null);
    expect(loud).toBe(false);
  });
}
