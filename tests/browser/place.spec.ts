// The look-up: every way to tell where one lives, and every answer, on the real directory.
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, fill, openPage, SIGNER, submit, test } from "./fixtures.ts";
import type { Server } from "./server.ts";

/** Signs with this postcode. */
async function sign(page: Page, server: Server, postcode: string): Promise<Locator> {
  const petition = await openPage(page, server);
  await fill(petition, { ...SIGNER, postcode });
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  return petition;
}

const message = (petition: Locator) => petition.getByLabel("Votre message");

test("one constituency: the deputy at once", async ({ page, server }) => {
  const petition = await sign(page, server, "01100");
  await expect(petition.getByText("5e circonscription de l'Ain")).toBeVisible();
  await expect(message(petition)).toBeVisible();
});

test("several communes: the person chooses, and can choose again", async ({ page, server }) => {
  const petition = await sign(page, server, "01000");
  await expect(petition.getByText("Quelle est votre commune ?")).toBeVisible();
  await expectAccessible(page, "communes");
  await petition.getByRole("button", { name: "Saint-Denis-lès-Bourg" }).click();
  await expect(petition.getByText("1re circonscription de l'Ain")).toBeVisible();
  await expect(message(petition)).toBeVisible();
  await petition.getByRole("button", { name: "Changer de commune ou de code postal" }).click();
  await expect(message(petition)).toBeHidden();
  await petition.getByLabel("Votre code postal").fill("01100");
  await petition.getByRole("button", { name: "Trouver" }).click();
  await expect(petition.getByText("5e circonscription de l'Ain")).toBeVisible();
});

test("a split commune: candidates, with hints marked as such", async ({ page, server }) => {
  const petition = await sign(page, server, "42000");
  await expect(petition.getByText(/Plusieurs circonscriptions se partagent/)).toBeVisible();
  await expect(petition.getByText(/d’après les contours, à vérifier/).first()).toBeVisible();
  await expectAccessible(page, "candidates with hints");
  const candidates = petition.getByRole("button", { name: /circonscription de la Loire/ });
  expect(await candidates.count()).toBeGreaterThan(1);
});

test("a CEDEX code: said, and the département's deputies", async ({ page, server }) => {
  const petition = await sign(page, server, "75341");
  await expect(
    petition.getByText(/Avec un code CEDEX, essayez celui de votre commune/),
  ).toBeVisible();
  await expect(petition.getByRole("button", { name: /circonscription de Paris/ })).toHaveCount(18);
  await expectAccessible(page, "CEDEX");
  await petition
    .getByRole("button", { name: /, 3e circonscription de Paris|3e circonscription/ })
    .first()
    .click();
  await expect(message(petition)).toBeVisible();
});

test("Monaco: no deputy, said", async ({ page, server }) => {
  const petition = await sign(page, server, "98000");
  await expect(petition.getByText(/Personne n’est élu en France pour ce lieu/)).toBeVisible();
  await expectAccessible(page, "Monaco");
});

test("abroad: by country", async ({ page, server }) => {
  const petition = await sign(page, server, "98000");
  await petition.getByRole("button", { name: "J’habite hors de France" }).click();
  const country = petition.getByLabel("Pays");
  await expect(country).toBeFocused();
  await expectAccessible(page, "abroad");
  await petition.getByRole("button", { name: "Trouver" }).click();
  await expect(petition.getByText("Choisissez un pays dans la liste.")).toBeVisible();
  await country.selectOption({ label: "États-Unis" });
  await petition.getByRole("button", { name: "Trouver" }).click();
  await expect(
    petition.getByText("1re circonscription des Français établis hors de France"),
  ).toBeVisible();
  await expect(message(petition)).toBeVisible();
});

test("without a postcode: by the name of the commune alone", async ({ page, server }) => {
  const petition = await sign(page, server, "98000");
  await petition.getByRole("button", { name: "Je ne connais pas mon code postal" }).click();
  const name = petition.getByLabel("Commune", { exact: true });
  await expect(name).toBeFocused();
  await expectAccessible(page, "by name, empty");
  await name.fill("nulle part");
  await expect(petition.getByText("Aucune commune de ce nom.")).toBeVisible();
  await name.fill("saint sauveur");
  await expect(petition.getByText(/Les 20 premières communes/)).toBeVisible();
  await expect(petition.getByRole("button", { name: "Saint-Sauveur Oise (60)" })).toBeVisible();
  await expectAccessible(page, "by name, homonyms");
  await name.fill("annecy le vieux");
  await petition.getByRole("button", { name: "aujourd’hui Annecy, Haute-Savoie (74)" }).click();
  await expect(petition.getByText(/Plusieurs circonscriptions se partagent Annecy/)).toBeVisible();
});

test("by name, keyboard alone", async ({ page, server }) => {
  const petition = await sign(page, server, "98000");
  await petition.getByRole("button", { name: "Je ne connais pas mon code postal" }).focus();
  await page.keyboard.press("Enter");
  const name = petition.getByLabel("Commune", { exact: true });
  await expect(name).toBeFocused();
  await page.keyboard.type("saint etienne");
  await expect(petition.getByText(/Les 20 premières communes/)).toBeVisible();
  await expect(name, "what comes takes no focus").toBeFocused();
  // Enter goes to the suggestions, Enter chooses.
  await page.keyboard.press("Enter");
  await expect(petition.getByRole("button", { name: "Saint-Étienne Loire (42)" })).toBeFocused();
  await page.keyboard.press("Enter");
  const candidate = petition.getByRole("button", { name: /circonscription de la Loire/ }).first();
  await expect(candidate).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(candidate).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(message(petition)).toBeVisible();
});

test("by name, Enter on the only one there is", async ({ page, server }) => {
  const petition = await sign(page, server, "98000");
  await petition.getByRole("button", { name: "Je ne connais pas mon code postal" }).click();
  await petition.getByLabel("Commune", { exact: true }).fill("l'hay les roses");
  await expect(petition.getByText("Une commune", { exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(petition.getByText("7e circonscription du Val-de-Marne")).toBeVisible();
});

for (const [how, answer] of [
  ["cannot be had", { status: 503 }],
  ["is damaged", { body: "WSGD, but not the rest of it" }],
] as const) {
  test(`the list of names ${how}: by département and name`, async ({ page, server }) => {
    await page.route(/\/directory\/names\./u, (route) =>
      route.fulfill({ headers: { "access-control-allow-origin": "*" }, ...answer }),
    );
    const petition = await sign(page, server, "98000");
    await petition.getByRole("button", { name: "Je ne connais pas mon code postal" }).click();
    await expect(petition.getByLabel("Département")).toBeFocused();
    await petition.getByLabel("Département").selectOption("42");
    const name = petition.getByLabel("Commune", { exact: true });
    await name.fill("nulle part");
    await name.press("Enter");
    await expect(petition.getByText("Aucune commune de ce nom dans ce département.")).toBeVisible();
    await expectAccessible(page, "by département, none");
    await petition.getByLabel("Commune", { exact: true }).fill("saint etienne");
    await petition.getByRole("button", { name: "Trouver" }).click();
    await expectAccessible(page, "by département, found");
    await petition.getByRole("button", { name: "Saint-Étienne-le-Molard" }).click();
    await expect(petition.getByText(/circonscription de la Loire/)).toBeVisible();
    await expect(message(petition)).toBeVisible();
  });
}

test("nobody learns the place: no request says it", async ({ page, server }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    // The signature itself goes to the petition's own server, with the postcode, by consent.
    if (request.method() === "GET") asked.push(decodeURIComponent(request.url()));
  });
  const petition = await sign(page, server, "42000");
  await petition
    .getByRole("button", { name: /circonscription de la Loire/ })
    .first()
    .click();
  await petition.getByRole("button", { name: "Changer de commune ou de code postal" }).click();
  await petition.getByRole("button", { name: "Je ne connais pas mon code postal" }).click();
  await petition.getByLabel("Commune", { exact: true }).pressSequentially("Villeurbanne");
  await petition.getByRole("button", { name: "Villeurbanne Rhône (69)" }).click();
  await expect(
    petition.getByText(/Plusieurs circonscriptions|circonscription du Rhône/).first(),
  ).toBeVisible();
  // What is asked of the directory, all of it: prefixes, and the one list of names.
  const files = asked.map((url) => /\/directory\/(.*)$/u.exec(url)?.[1] ?? "").filter(Boolean);
  const stems = files.map((file) => file.replace(/\.[0-9a-f]{10}\.bin$/u, ""));
  expect([...new Set(stems)].sort()).toEqual(["42", "69", "manifest.json", "names"]);
  for (const url of asked) {
    expect(url).not.toMatch(/42000|42218|villeurbanne|69266|saint-?[ée]tienne|lat|lon[=/]/iu);
  }
});
