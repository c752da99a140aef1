// Partners' pages: one signs on each, with the widget and without, in the page's own colours.
import { rows } from "../database.ts";
import { expect, fill, open, PARTNERS, SIGNER, submit, test, widget } from "./fixtures.ts";

const COLOURS: Record<string, [light: string, dark: string]> = {
  "partners/ngo.html": ["rgb(11, 92, 134)", "rgb(124, 200, 240)"],
  "partners/collective.html": ["rgb(179, 38, 30)", "rgb(255, 157, 138)"],
  "partners/newspaper.html": ["rgb(140, 28, 19)", "rgb(255, 155, 143)"],
};

for (const path of PARTNERS) {
  test(`${path}: one signs, in the colours of the page`, async ({
    page,
    server,
    consoleErrors,
  }) => {
    await open(page, server, path);
    const petition = widget(page);
    const button = petition.locator("[type=submit]");
    for (const [at, colorScheme] of (["light", "dark"] as const).entries()) {
      await page.emulateMedia({ colorScheme });
      await expect(button).toHaveCSS("background-color", COLOURS[path]?.[at] ?? "");
    }
    await fill(petition);
    if (path.includes("collective")) {
      await petition.getByRole("button", { name: "Moi aussi, je signe" }).click();
    } else await submit(petition);
    await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
    expect(await rows(server.database, "SELECT email FROM signature")).toEqual([
      { email: SIGNER.email },
    ]);
    expect(consoleErrors).toEqual([]);
  });
}

test("the type of the newspaper's page is large, that of the widget on it is not", async ({
  page,
  server,
}) => {
  await open(page, server, "partners/newspaper.html");
  const size = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).fontSize);
  expect(await size("html")).toBe("24px");
  expect(await size("wesign-petition label")).toBe("16px");
  const petition = widget(page);
  // One deputy in the whole département.
  await fill(petition, { ...SIGNER, postcode: "48000" });
  await submit(petition);
  // The later steps as well: nothing there is reckoned from the page's root.
  await expect(petition.locator(".person").first()).toBeVisible();
  await petition.locator(".step").nth(2).click();
  await expect(
    petition.locator(".panel:not([hidden]) :is(.gathering, .ways)").first(),
  ).toBeVisible();
  const large = await petition.evaluate((frame) =>
    [...frame.querySelectorAll("*")]
      .filter((one) => Number.parseFloat(getComputedStyle(one).fontSize) > 29)
      .map((one) => one.outerHTML.slice(0, 80)),
  );
  expect(large).toEqual([]);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  for (const path of PARTNERS) {
    test(`${path}: the page's own form or link signs`, async ({ page, server }) => {
      await page.goto(`${server.site}/${path}`);
      const form = page.locator("form.fallback");
      if (path.includes("newspaper")) {
        await page.getByRole("link", { name: /^Signer la pétition/ }).click();
        await expect(page).toHaveURL(`${server.api}/petitions/reconnaissance-faciale`);
      } else await expect(form).toBeVisible();
      await page.getByLabel("Prénom").fill(SIGNER.given);
      await page.getByLabel("Nom", { exact: true }).fill(SIGNER.family);
      await page.getByLabel(/Adresse e-mail/).fill(SIGNER.email);
      await page.getByLabel("Code postal").fill(SIGNER.postcode);
      await page.locator("[type=submit]").click();
      await expect(page.getByText(/Merci/).first()).toBeVisible();
      expect(await rows(server.database, "SELECT email FROM signature")).toHaveLength(1);
    });
  }
});
