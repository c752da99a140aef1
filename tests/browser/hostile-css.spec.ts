// Pages whose style sheets fight everything: the widget looks and works as on any other page.
import { expect, expectAccessible, fill, submit, test, widget } from "./fixtures.ts";
import { embed, openBody } from "./page.ts";

const HOSTILE: Record<string, string> = {
  "* { all: unset !important }": "* { all: unset !important }",
  "!important everywhere": `* { font: italic 900 47px/4 fantasy !important; color: lime !important;
    text-transform: uppercase !important; letter-spacing: 1em !important; text-align: right !important;
    word-spacing: 3em !important; text-indent: 4em !important; white-space: pre !important; direction: rtl;
    cursor: none !important; list-style: square inside !important; text-shadow: 3px 3px red !important;
    user-select: none !important; hyphens: auto !important; border-collapse: collapse !important;
    line-break: anywhere !important; writing-mode: horizontal-tb !important; quotes: "x" "y" !important;
    word-break: break-all !important; tab-size: 20 !important; text-align-last: center !important }
    wesign-petition { display: block !important }`,
  "a giant root": "html { font-size: 62px !important; line-height: 9 !important }",
  "a tiny root": "html { font-size: 4px !important }",
  "rules for tags": `button, input, label, h2, h3, p, a, form, progress, div, article, slot, dialog {
    display: none !important; opacity: 0 !important; transform: rotate(9deg) !important; width: 1px !important }`,
  "a stylesheet that names the widget's own classes": `.card, .frame, .body, .field, .button, .head, .probe {
    display: none !important }`,
};

/** Size and place of every element of the card, and how it is written. */
const picture = (frame: HTMLElement) => {
  const card = frame.querySelector(".card");
  if (!card) throw new Error("no card");
  const at = card.getBoundingClientRect();
  return [card, ...card.querySelectorAll("*")].map((element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return [
      element.tagName,
      ...[box.x - at.x, box.y - at.y, box.width, box.height].map((px) => Math.round(px)),
      ...[
        "color",
        "font",
        "textTransform",
        "letterSpacing",
        "cursor",
        "textShadow",
        "textAlign",
      ].map((name) => style[name as "color"]),
    ].join(" ");
  });
};

for (const layout of ["card", "full"]) {
  test(`${layout}: the same on every hostile page as on a plain one`, async ({ page, server }) => {
    test.slow();
    // The place that the page gives is the page's; so that it is the same, it lies in a fixed box.
    const box = (
      tag: string,
    ) => `<div style="position:fixed!important;inset:0 auto auto 0!important;
      width:700px!important;display:block!important;font:inherit">${tag}</div>`;
    const tag = embed(server, { attributes: { layout, scheme: "light" } });
    const draw = async (style: string) => {
      await openBody(page, server, box(tag), style);
      await expect(widget(page).locator("[type=submit]")).toBeVisible();
      // A picture that arrives moves what is below it.
      await expect
        .poll(() =>
          widget(page).evaluate((frame) =>
            [...frame.querySelectorAll("img")].every(
              (image) => image.complete || !image.checkVisibility(),
            ),
          ),
        )
        .toBe(true);
      return widget(page).evaluate(picture);
    };
    const plain = await draw("");
    for (const [name, style] of Object.entries(HOSTILE)) {
      // A page that hides every div hides the box too.
      const shown = `${style} main > div { display: block !important; opacity: 1 !important; transform: none !important;
        width: 700px !important; position: fixed !important; inset: 0 auto auto 0 !important }`;
      expect(await draw(shown), name).toEqual(plain);
    }
  });
}

test("all unset: host inline, and one can sign; axe has nothing to say of the widget", async ({
  page,
  server,
}) => {
  await openBody(page, server, embed(server), HOSTILE["* { all: unset !important }"]);
  const petition = widget(page);
  await fill(petition);
  await expect(page.locator("wesign-petition")).toHaveCSS("display", "inline");
  const card = await petition.locator(".card").boundingBox();
  expect(card?.width).toBeGreaterThan(600);
  await expectAccessible(page, "all unset");
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
});

for (const layout of ["bar", "button"]) {
  test(`${layout} on a page with all unset`, async ({ page, server }) => {
    await openBody(
      page,
      server,
      embed(server, { attributes: { layout } }),
      HOSTILE["* { all: unset !important }"],
    );
    const petition = widget(page);
    await petition.locator(".open").click();
    await fill(petition);
    await submit(petition.locator("form"));
    await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  });
}

test("who is hidden by the page is hidden, in every way a page has", async ({ page, server }) => {
  await openBody(page, server, `<div id="tab">${embed(server)}</div>`);
  const petition = widget(page);
  await expect(petition.locator("[type=submit]")).toBeVisible();
  for (const style of ["visibility: hidden", "display: none"]) {
    await page.locator("#tab").evaluate((tab, text) => tab.setAttribute("style", text), style);
    await expect(petition.locator("[type=submit]")).toBeHidden();
  }
  await page.locator("#tab").evaluate((tab) => tab.removeAttribute("style"));
  await page
    .locator("wesign-petition")
    .evaluate((element) => element.toggleAttribute("hidden", true));
  await expect(petition.locator("[type=submit]")).toBeHidden();
});
