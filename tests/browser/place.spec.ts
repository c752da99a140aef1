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
  await expect(
    petition.getByText(/Personne n’est élu en France pour le code postal/),
  ).toBeVisible();
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

test("without a postcode: by the name of the commune", async ({ page, server }) => {
  const petition = await sign(page, server, "98000");
  await petition.getByRole("button", { name: "Je ne connais pas mon code postal" }).click();
  await petition.getByLabel("Département").selectOption("42");
  const name = petition.getByLabel("Commune", { exact: true });
  await name.fill("nulle part");
  await name.press("Enter");
  await expect(petition.getByText("Aucune commune de ce nom dans ce département.")).toBeVisible();
  await expectAccessible(page, "by name, none");
  await petition.getByLabel("Commune", { exact: true }).fill("saint etienne");
  await petition.getByRole("button", { name: "Trouver" }).click();
  await expectAccessible(page, "by name, found");
  await petition.getByRole("button", { name: "Saint-Étienne-le-Molard" }).click();
  await expect(petition.getByText(/circonscription de la Loire/)).toBeVisible();
  await expect(message(petition)).toBeVisible();
});

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
  await petition.getByLabel("Département").selectOption("69");
  await petition.getByLabel("Commune", { exact: true }).fill("Villeurbanne");
  await petition.getByRole("button", { name: "Trouver" }).click();
  await petition.getByRole("button", { name: "Villeurbanne" }).click();
  await expect(
    petition.getByText(/Plusieurs circonscriptions|circonscription du Rhône/).first(),
  ).toBeVisible();
  expect(asked.some((url) => /directory\/42\./u.test(url))).toBe(true);
  for (const url of asked) {
    expect(url).not.toMatch(/42000|42218|villeurbanne|69266|saint-?[ée]tienne|lat|lon[=/]/iu);
  }
});
