// How the widget stands in a page: card, full, bar, button; in any width, several at once.
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, fill, submit, test, widget } from "./fixtures.ts";
import { embed, openBody } from "./page.ts";
import type { Server } from "./server.ts";

const LAYOUTS = ["card", "full", "bar", "button"] as const;

async function open(
  page: Page,
  server: Server,
  layout: string,
  rest: { inside?: string; body?: string } = {},
): Promise<Locator> {
  const tag = embed(server, { attributes: { layout }, inside: rest.inside ?? "" });
  await openBody(page, server, `${tag}${rest.body ?? ""}`);
  const petition = widget(page);
  await expect(petition.getByRole("button", { name: "Signer la pétition" }).first()).toBeVisible();
  return petition;
}

/** Brings the form into view, whatever the layout. */
async function unfold(petition: Locator, layout: string): Promise<void> {
  if (layout === "bar" || layout === "button") await petition.locator(".open").click();
  await expect(petition.getByLabel("Prénom")).toBeVisible();
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const layout of LAYOUTS) {
  for (const width of [280, 360, 768, 1400]) {
    test(`${layout}, ${width} px: nothing sticks out, and one can sign`, async ({
      page,
      server,
      consoleErrors,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      const petition = await open(page, server, layout);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await unfold(petition, layout);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      // What lies in the card keeps within the card.
      const out = await petition.locator(".card").evaluate((card) => {
        const { left, right } = card.getBoundingClientRect();
        return [...card.querySelectorAll("*:not(.hush):not(span)")]
          .filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
          })
          .map((element) => element.outerHTML.slice(0, 120));
      });
      expect(out).toEqual([]);
      await fill(petition);
      await submit(petition.locator("form"));
      await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
      expect(consoleErrors).toEqual([]);
    });
  }

  test(`${layout}: axe, folded and unfolded, and a field's error`, async ({ page, server }) => {
    const petition = await open(page, server, layout);
    await expectAccessible(page, `${layout}, folded`);
    await unfold(petition, layout);
    await expectAccessible(page, `${layout}, unfolded`);
    await submit(petition.locator("form"));
    await expectAccessible(page, `${layout}, errors`);
  });

  test(`${layout}: text spacing of WCAG 1.4.12 and 400 % zoom`, async ({ page, server }) => {
    await page.setViewportSize({ width: 320, height: 256 });
    const petition = await open(page, server, layout);
    await page.locator("wesign-petition").evaluate((element) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }",
      );
      element.shadowRoot?.adoptedStyleSheets.push(sheet);
    });
    await unfold(petition, layout);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    // No text is cut off.
    const cut = await petition
      .locator(".card")
      .evaluate((card) =>
        [...card.querySelectorAll("button, label, p, h2, h3, summary")]
          .filter(
            ({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1,
          )
          .map((element) => element.outerHTML.slice(0, 120)),
      );
    expect(cut).toEqual([]);
    await fill(petition);
    await submit(petition.locator("form"));
    await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  });
}

test("full: the text stands beside the form where there is room, above it where not", async ({
  page,
  server,
}) => {
  const petition = await open(page, server, "full");
  const [head, form] = [petition.locator(".head"), petition.locator("form")];
  const box = async (of: Locator) =>
    (await of.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  expect((await box(form)).x).toBeGreaterThan((await box(head)).x + (await box(head)).width - 1);
  await expect(petition.locator(".why details p").first()).toBeVisible();
  // By the room it has, not by the window.
  await page.locator("main").evaluate((main) => {
    main.style.width = "500px";
  });
  expect((await box(form)).y).toBeGreaterThan((await box(head)).y + (await box(head)).height - 1);
  await page.locator("main").evaluate((main) => {
    main.style.width = "";
  });
  await fill(petition);
  await submit(petition);
  await petition.getByText(/Merci Éléonore/).waitFor();
  await expect(petition.locator(".why details p").first()).toBeVisible();
});

test("full: the petition's picture, fetched by no other layout; one that fails leaves no trace", async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  await page.route("https://pictures.example/**", (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await page.route("**/api/petitions/*", async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({
      response,
      json: { ...body, image: "https://pictures.example/foule.jpg", image_alt: "Une foule" },
    });
  });
  let petition = await open(page, server, "card");
  await fill(petition);
  expect(asked).toEqual([]);
  petition = await open(page, server, "full");
  await expect.poll(() => asked).toEqual(["https://pictures.example/foule.jpg"]);
  await expect(petition.locator(".picture")).toHaveCount(0);
});

test("full: nothing moves when the picture arrives, whatever its proportions", async ({
  page,
  server,
}) => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route("https://pictures.example/**", async (route) => {
    await held;
    await route.fulfill({
      contentType: "image/svg+xml",
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="900"/>',
    });
  });
  await page.route("**/api/petitions/*", async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    await route.fulfill({ response, json: { ...body, image: "https://pictures.example/a.svg" } });
  });
  const petition = await open(page, server, "full");
  const picture = petition.locator("img.picture");
  const places = () =>
    petition
      .locator(".head, .picture, .why, form")
      .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
  const before = await places();
  arrive();
  await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalHeight)).toBe(900);
  expect(await places()).toEqual(before);
});

test("bar: folded it is small; it opens in place, moves the focus, folds again with what was typed", async ({
  page,
  server,
}) => {
  const petition = await open(page, server, "bar");
  const card = petition.locator(".card");
  expect((await card.boundingBox())?.height).toBeLessThan(110);
  await expect(petition.getByText(/signatures?$/)).toBeVisible();
  const opener = petition.locator(".open");
  await expect(opener).toHaveAttribute("aria-expanded", "false");
  await opener.press("Enter");
  await expect(opener).toHaveAttribute("aria-expanded", "true");
  await expect(petition.getByRole("heading", { name: "Je signe" })).toBeFocused();
  await petition.getByLabel("Prénom").fill("Zoé");
  await petition.getByRole("button", { name: "Fermer" }).press("Enter");
  await expect(petition.getByLabel("Prénom")).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.press("Enter");
  await expect(petition.getByLabel("Prénom")).toHaveValue("Zoé");
  await fill(petition);
  await submit(petition.locator("form"));
  await petition.getByText(/Merci Éléonore/).waitFor();
  await opener.click();
  await expect(opener).toHaveText("Voir la suite");
});

test("button: a dialog with all that one has", async ({ page, server, consoleErrors }) => {
  const petition = await open(page, server, "button", {
    body: `<p><a href="#x">lien</a></p>${"<p>page</p>".repeat(80)}`,
  });
  const opener = petition.locator(".open");
  const dialog = petition.getByRole("dialog");
  await expect(opener).toBeInViewport();
  await expect(dialog).toBeHidden();
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await expect(dialog).toHaveAccessibleName("Pas de reconnaissance faciale dans l’espace public");
  await expect(petition.getByRole("button", { name: "Fermer" })).toBeFocused();

  // The keyboard stays in it, and the page behind can't be reached.
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() =>
      document.activeElement?.matches("a, p, main *:not(wesign-petition)"),
    );
    expect(outside).toBe(false);
  }
  // A scroll in it moves what is in it, never the page; and nothing was done to the page for it.
  await page.setViewportSize({ width: 700, height: 420 });
  await page.mouse.move(350, 200);
  for (let n = 0; n < 8; n++) await page.mouse.wheel(0, 700);
  await expect.poll(() => dialog.evaluate((element) => element.scrollTop)).toBeGreaterThan(200);
  await page.mouse.wheel(0, 3000);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  const styles = () =>
    page.evaluate(() =>
      [document.documentElement, document.body].map((element) => element.getAttribute("style")),
    );
  expect(await styles()).toEqual([null, null]);

  await petition.getByLabel("Prénom").fill("Zoé");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  await page.mouse.wheel(0, 500);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);

  await opener.press("Enter");
  await expect(petition.getByLabel("Prénom")).toHaveValue("Zoé");
  // Beside the card.
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.mouse.click(30, 450);
  await expect(dialog).toBeHidden();

  // Taken out while open, it comes back closed, and the page is not inert.
  await opener.press("Enter");
  await page.locator("wesign-petition").evaluate((element) => {
    const parent = element.parentElement;
    element.remove();
    parent?.append(element);
  });
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "lien" }).click();
  await opener.click();
  await fill(petition);
  await submit(petition.locator("form"));
  await petition.getByText(/Merci Éléonore/).waitFor();
  await petition.getByRole("button", { name: "Fermer" }).click();
  await expect(opener).toHaveText("Voir la suite");
  expect(consoleErrors).toEqual([]);
});

test("button: it floats even in a box that is moved", async ({ page, server }) => {
  await openBody(
    page,
    server,
    `<div style="contain: layout inline-size">${embed(server, { attributes: { layout: "card" } })}</div>${embed(server, { attributes: { layout: "button" } })}`,
  );
  const opener = page.locator("wesign-petition .frame.as-button > .open");
  await expect(opener).toBeInViewport({ ratio: 1 });
  const box = await opener.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(860);
});

test("several on a page, each with its own layout, scheme and colour", async ({
  page,
  server,
  consoleErrors,
}) => {
  const colours = ["#006d5b", "#ffd500", "#c2185b", "#0b5fff"];
  const tags = LAYOUTS.map((layout, index) =>
    embed(server, {
      attributes: {
        layout,
        accent: colours[index] ?? "",
        scheme: index % 2 ? "dark" : "light",
      },
    }),
  );
  await openBody(page, server, tags.map((tag) => `<div>${tag}</div>`).join(""));
  const widgets = page.locator("wesign-petition");
  for (const [index, layout] of LAYOUTS.entries()) {
    const frame = widgets.nth(index).locator(".frame");
    const opener =
      layout === "bar" || layout === "button"
        ? frame.locator(".open")
        : frame.locator("[type=submit]");
    await expect(opener).toBeVisible();
    const colour = await opener.evaluate((element) => getComputedStyle(element).backgroundColor);
    const hex = colours[index] ?? "";
    const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    expect(colour).toBe(`rgb(${channels.join(", ")})`);
  }
  await widgets.nth(0).getByLabel("Prénom").fill("Zoé");
  await expect(widgets.nth(1).getByLabel("Prénom")).toHaveValue("");
  expect(consoleErrors).toEqual([]);
});

test("a layout whose style is lost leaves the partner's form", async ({ page, server }) => {
  await page.route("**/layouts.css", (route) => route.abort());
  await openBody(
    page,
    server,
    embed(server, { attributes: { layout: "bar" }, inside: '<a href="/petition">Signer</a>' }),
  );
  await expect(page.getByRole("link", { name: "Signer" })).toBeVisible();
});

test("from right to left, nothing sticks out and the way begins at the right", async ({
  page,
  server,
}) => {
  for (const layout of LAYOUTS) {
    await page.setViewportSize({ width: layout === "full" ? 1280 : 360, height: 800 });
    const petition = await open(page, server, layout);
    await petition.evaluate((frame: HTMLElement) => {
      frame.dir = "rtl";
    });
    await unfold(petition, layout);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const sides = await petition
      .locator(".field")
      .first()
      .evaluate((field) => {
        const box = field.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(field.querySelector("label") ?? field);
        const text = range.getBoundingClientRect();
        return [box.right - text.right, text.left - box.left];
      });
    expect(sides[0]).toBeLessThan(2);
    expect(sides[1]).toBeGreaterThan(10);
  }
});
