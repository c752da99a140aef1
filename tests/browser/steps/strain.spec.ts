// Each step under strain: as narrow as at 400 % zoom (WCAG 1.4.10), and in the colours of the system.
import { expect, test, walk } from "./fixtures.ts";

for (const [lang, layout] of [
  ["fr", "card"],
  ["de", "bar"],
  ["ar", "button"],
] as const) {
  test(`${lang}, ${layout}: at 400 % zoom no step is wider than the window, no text cut off`, async ({
    page,
    server,
  }) => {
    // 1,280 by 1,024 pixels.
    await page.setViewportSize({ width: 320, height: 256 });
    await walk(page, server, { layout, lang }, async (view) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(wide, view).toBeLessThanOrEqual(0);
      const cut = await page
        .locator("wesign-petition .frame")
        .evaluate((frame) =>
          [...frame.querySelectorAll<HTMLElement>("*:not(.hush, textarea, input, svg *)")]
            .filter(({ scrollWidth, clientWidth }) => clientWidth && scrollWidth > clientWidth + 1)
            .map((one) => one.outerHTML.slice(0, 120)),
        );
      expect.soft(cut, view).toEqual([]);
    });
  });
}

test("forced colours: at each step every control has an edge, and what is chosen shows", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ forcedColors: "active" });
  await walk(page, server, { layout: "card", lang: "fr" }, async (view, card) => {
    const edgeless = await card.evaluate((card) =>
      [...card.querySelectorAll<HTMLElement>("a.button, button:not(.link, .step), input, textarea")]
        .filter((one) => one.checkVisibility() && !one.matches("[type=checkbox]"))
        .filter((one) => getComputedStyle(one).borderTopWidth === "0px")
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    expect.soft(edgeless, view).toEqual([]);
    const bar = card.locator("progress").first();
    expect.soft(await bar.evaluate((one) => getComputedStyle(one).borderTopWidth)).not.toBe("0px");
    if (view !== "message") return;
    const ground = (pressed: boolean) =>
      card
        .locator(`.channel[aria-pressed=${pressed}]`)
        .first()
        .evaluate((one) => getComputedStyle(one).backgroundColor);
    expect.soft(await ground(true)).not.toBe(await ground(false));
  });
});
