// Every page of the shop window: under its policy, for axe, on a small screen, from one to the next.
import { expect, expectAccessible, open, PAGES, test } from "./fixtures.ts";

for (const path of Object.keys(PAGES)) {
  test(`/${path}: no error, no violation, no horizontal scroll`, async ({
    page,
    server,
    consoleErrors,
  }) => {
    test.slow();
    const warned: string[] = [];
    page.on("console", (message) => {
      // Not what the browser says of a preload that another page is quick to use.
      if (message.type() === "warning" && message.text().startsWith("<wesign")) {
        warned.push(message.text());
      }
    });
    const answer = page.waitForResponse(`${server.site}/${path}`);
    await open(page, server, path);
    expect((await answer).headers()["content-security-policy"]).toContain(
      "require-trusted-types-for 'script'",
    );
    await expectAccessible(page, path);
    for (const width of [320, 360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(wide, `${path} at ${width}`).toBeLessThanOrEqual(width);
    }
    expect(consoleErrors).toEqual([]);
    expect(warned).toEqual([]);
  });
}

test("every link and picture of a page of this site leads somewhere", async ({ page, server }) => {
  const asked = new Set<string>();
  for (const path of Object.keys(PAGES)) {
    await page.goto(`${server.site}/${path}`);
    const found = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement | HTMLImageElement>("a[href], img[src]")].map(
        (element) => ("href" in element ? element.href : element.src),
      ),
    );
    for (const address of found) if (new URL(address).hostname !== "wesign.it") asked.add(address);
  }
  const ours = [...asked].filter(
    (one) => one.startsWith(server.site) || one.startsWith(server.api),
  );
  expect(ours.length).toBeGreaterThan(15);
  for (const address of ours) {
    const response = await page.request.get(address);
    expect(response.status(), address).toBe(200);
    const { hash } = new URL(address);
    // A place on a page is there.
    if (hash) expect(await response.text(), address).toContain(`id="${hash.slice(1)}"`);
  }
});

test("from the home page to a partner's and on, with the keyboard alone", async ({
  page,
  server,
}) => {
  await open(page, server, "");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
  const press = async (name: string) => {
    const link = page.getByRole("link", { name }).first();
    for (let step = 0; step < 60; step++) {
      if (await link.evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await expect(link).toBeFocused();
    await page.keyboard.press("Enter");
  };
  await press("Vigie Libertés");
  await expect(page).toHaveURL(/partners\/ngo\.html$/);
  await page.goto(`${server.site}/partners/newspaper.html`);
  await press("wesign");
  await expect(page).toHaveURL(`${server.site}/`);
});
