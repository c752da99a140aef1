// What each step looks like, in each layout and colour scheme, against pictures that were looked at. The
// pictures hold for one renderer: one major version of Chromium and the fonts that `system-ui` gave there.
// Elsewhere they say nothing, and this suite skips, with the reason. `npm run references` takes them anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { shrink } from "../png.ts";
import { expect, LAYOUTS, type Layout, SCHEMES, test, type View, walk } from "./fixtures.ts";

const REFERENCE = new URL("reference/look/", import.meta.url);
const RENDERER = fileURLToPath(new URL("renderer.json", REFERENCE));

/** Of the place that the widget stands in, as a partner would give it; CSS pixels. */
const WIDTHS: Record<Layout, number> = { card: 420, full: 1000, bar: 720, button: 420 };

/** Where errors and organisations look no different from those of the card, they are not taken again. */
const taken = (layout: Layout, view: View): boolean =>
  layout === "card" || (view !== "errors" && view !== "organisations");

/** What draws: the browser, and its fonts as they are known from the room that text takes. */
const renderer = async (page: Page): Promise<Record<string, string>> => ({
  chromium: page.context().browser()?.version().split(".")[0] ?? "",
  text: await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d");
    if (!context) return "";
    return ["400 16px", "700 21px"]
      .map((font) => {
        context.font = `${font} system-ui, sans-serif`;
        return context.measureText("Zoé, où l’été ? 0123456789 ↗ ✓").width.toFixed(2);
      })
      .join(" ");
  }),
});

for (const layout of LAYOUTS) {
  test(`${layout}: each step as it was, light and dark`, async ({ page, server }, info) => {
    const here = await renderer(page);
    if (info.config.updateSnapshots === "all") {
      mkdirSync(REFERENCE, { recursive: true });
      writeFileSync(RENDERER, `${JSON.stringify(here, null, 2)}\n`);
    }
    const there = existsSync(RENDERER) ? JSON.parse(readFileSync(RENDERER, "utf8")) : {};
    const [ours, theirs] = [here, there].map((one) => JSON.stringify(one));
    test.skip(ours !== theirs, `drawn by ${ours}, the pictures by ${theirs}: npm run references`);

    const width = WIDTHS[layout];
    // High enough for the highest step: nothing is cut off in the dialog.
    await page.setViewportSize({ width: layout === "button" ? width + 60 : 1280, height: 2400 });
    await walk(page, server, { layout, lang: "fr", width }, async (view, shown) => {
      if (!taken(layout, view)) return;
      await page.mouse.move(0, 0);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const png = await shown.screenshot({ animations: "disabled" });
        expect.soft(shrink(png)).toMatchSnapshot(["look", `${layout}-${view}-${colorScheme}.png`], {
          maxDiffPixelRatio: 0.01,
        });
      }
    });
  });
}
