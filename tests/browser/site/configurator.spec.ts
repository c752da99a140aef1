// The configurator: what is shown is what is copied; what is wrong is said at its field.
import type { Page } from "@playwright/test";
import type { Server } from "../server.ts";
import { expect, expectAccessible, look, open, settled, test, widget } from "./fixtures.ts";

const code = (page: Page) => page.locator("#snippet code");
const unfold = (page: Page, name: string) =>
  page.locator("summary").filter({ hasText: name }).click();

/** Opens a page that has nothing but this snippet, as wide as the preview. */
async function paste(page: Page, server: Server, snippet: string, width: number): Promise<void> {
  await page.route(`${server.site}/blank`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html><html lang="fr"><title>Une page</title><body><div style="width:${width}px">${snippet}</div></body></html>`,
    }),
  );
  await page.goto(`${server.site}/blank`);
  await expect(widget(page).locator(".card:not(.skeleton)")).toBeVisible();
}

test("what is copied, pasted in a blank page, draws the same widget", async ({
  page,
  context,
  server,
  consoleErrors,
}) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.site });
  await open(page, server, "configurator.html");
  await page.getByLabel("Pétition", { exact: true }).selectOption("cours-d-ecole-rennes");
  await expect(page.getByRole("checkbox", { name: "Suivre" })).toBeVisible();
  await page.getByLabel("Langue").selectOption("de");
  await page.getByRole("checkbox", { name: "Donner" }).uncheck();
  await page.getByRole("button", { name: "Monter : Partager" }).click();
  await page.getByLabel("Accent", { exact: true }).fill("oklch(0.5 0.15 150)");
  await page.getByLabel("Surface", { exact: true }).fill("#fffbe6");
  await page.getByLabel("Angles de la carte").selectOption("2em");
  await page.getByLabel("Corps").selectOption("17px");
  await unfold(page, "Champs");
  await page.getByLabel("Commune").selectOption("required");
  await page
    .getByRole("group", { name: "Consentements demandés" })
    .getByRole("checkbox", { name: /lettre mensuelle/ })
    .uncheck();
  await unfold(page, "Destinataires");
  await page.getByLabel("À qui écrire").selectOption("none");
  await unfold(page, "Liens");
  await page.getByLabel("Page sur les données").fill("https://partner.example/privacy?a=1&b=2");
  await unfold(page, "Mots");
  await page.getByLabel("Texte", { exact: true }).last().fill(`Ich sage "ja" & <unterschreibe>`);
  await expect(widget(page).locator("[type=submit]")).toHaveText(`Ich sage "ja" & <unterschreibe>`);
  await settled(page);
  await expect(page.locator("#status")).toHaveText("Toutes les options sont bonnes.");
  await page.getByRole("button", { name: "Copier le code" }).click();
  await expect(page.getByText("Copié.", { exact: true })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('integrity="sha384-');
  expect(copied).toContain('steps="sign gatherings share updates"');
  const width = await page
    .locator("#stage wesign-petition")
    .evaluate((one) => one.getBoundingClientRect().width);
  const shown = await look(page);
  await paste(page, server, copied, width);
  await expect(widget(page).locator("[type=submit]")).toHaveText(`Ich sage "ja" & <unterschreibe>`);
  await expect.poll(() => look(page)).toEqual(shown);
  expect(consoleErrors).toEqual([]);
});

for (const [field, wrong, said, right] of [
  ["Accent", "bleu", "Attendu : une couleur CSS.", "#0b5c86"],
  ["Surface", "rgb(0 0 0 / 0.5)", "Attendu : une couleur opaque.", "#fffbe6"],
  ["Texte sur l’accent", "#0b5c87", "Attendu : une couleur de contraste 4,5", "white"],
] as const) {
  test(`${field}: ${wrong} is said at the field and left out; ${right} is not`, async ({
    page,
    server,
  }) => {
    await open(page, server, "configurator.html");
    // One accent in both schemes: nothing is readable on the widget's own two.
    await page.getByLabel("Accent", { exact: true }).fill("#0b5c86");
    await settled(page);
    const control = page.getByLabel(field, { exact: true });
    await control.fill(wrong);
    await expect(control).toHaveAttribute("aria-invalid", "true");
    await expect(control).toHaveAccessibleDescription(new RegExp(`^${said}`));
    await expect(code(page)).not.toContainText(wrong);
    await settled(page);
    await expectAccessible(page, "a wrong option");
    await control.fill(right);
    await expect(control).not.toHaveAttribute("aria-invalid");
    await expect(code(page)).toContainText(right);
    await settled(page);
    await expect(page.locator("#status")).toHaveText("Toutes les options sont bonnes.");
  });
}

test("a link, a key, a list that are wrong are said at their fields", async ({ page, server }) => {
  await open(page, server, "configurator.html");
  await unfold(page, "Liens");
  await page.getByLabel("Page que l’on partage").fill("javascript:alert(1)");
  await expect(page.getByLabel("Page que l’on partage")).toHaveAccessibleDescription(
    "Attendu : une adresse http ou https.",
  );
  await unfold(page, "Mots");
  await page.getByRole("button", { name: "Ajouter un texte" }).click();
  const key = page.getByLabel("Clé").last();
  await expect(key).toBeFocused();
  await key.fill("sumbit");
  await page.getByLabel("Texte", { exact: true }).last().fill("Je signe");
  await expect(page.locator("#texts .wrong").last()).toHaveText("Attendu : une clé de la langue.");
  await unfold(page, "Destinataires");
  await page.getByLabel("À qui écrire").selectOption("list");
  const people = page.getByLabel("La liste, en JSON");
  await people.fill("{");
  const place = page.locator("[data-path=targets] .wrong");
  await expect(place).toHaveText("Attendu : du JSON.");
  await people.fill("{}");
  await expect(place).toHaveText(/^Attendu : none, deputies, senators, meps/);
  const status = page.locator("#status");
  await expect(status).toContainText("links.share");
  await expect(status).toContainText("texts.sumbit");
  await expect(code(page)).not.toContainText("sumbit");
  await expect(code(page)).not.toContainText("javascript:");
  // Nothing of it is in the address.
  expect(page.url()).toBe(`${server.site}/configurator.html`);
});

test("contrasts are those of what is drawn, and the accent's is told", async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, server, "configurator.html");
  await page.getByLabel("Accent", { exact: true }).fill("#ffd500");
  await expect(page.locator("#advice")).toHaveText(/^Votre accent n’a que 1,4 : 1/);
  const readings = page.locator("#readings li");
  await expect(readings).toHaveCount(7);
  for (const reading of await readings.all()) {
    await expect(reading).toHaveAttribute("data-enough", "true");
  }
});

test("each layout is shown and written, and the preview is as wide as one wants", async ({
  page,
  server,
}) => {
  await open(page, server, "configurator.html");
  await page.getByLabel("Barre").check();
  await settled(page);
  await expect(widget(page)).toHaveClass(/as-bar/);
  await expect(code(page)).toContainText('layout="bar"');
  await page.getByLabel("Bouton flottant").check();
  await settled(page);
  await expect(widget(page)).toHaveClass(/as-button/);
  await widget(page).locator(".open").first().click();
  await expect(widget(page).getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByLabel("Carte", { exact: true }).check();
  await expect(code(page)).not.toContainText("layout=");
  await settled(page);
  await page.getByLabel("Largeur").fill("320");
  await expect(page.locator("output")).toHaveText("320 px");
  const box = await page.locator("#stage wesign-petition").boundingBox();
  expect(box?.width).toBe(320);
});
