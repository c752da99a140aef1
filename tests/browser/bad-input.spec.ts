// What a person can type wrong: a message at the field, and nothing typed is lost.
import { rows } from "./database.ts";
import { expect, expectAccessible, fill, openPage, SIGNER, submit, test } from "./fixtures.ts";

test("an empty form names every field that is needed", async ({ page, server }) => {
  const petition = await openPage(page, server);
  await submit(petition);
  for (const label of ["Prénom", "Nom", "Adresse e-mail", "Code postal"]) {
    const field = petition.getByLabel(label, { exact: label === "Nom" });
    await expect(field).toHaveAttribute("aria-invalid", "true");
    // The message is linked: a screen reader reads it with the field.
    await expect(field).toHaveAccessibleDescription(/Écrivez|nécessaire/);
  }
  await expect(petition.getByLabel("Prénom")).toBeFocused();
  await expectAccessible(page, "empty form sent");
  expect(await rows(server.database, "SELECT id FROM signature")).toEqual([]);
});

const BAD: [string, string, string][] = [
  ["Prénom", "http://spam.example", "a link as a name"],
  ["Prénom", "x".repeat(500), "a name of 500 letters"],
  ["Nom", "=HYPERLINK(1)", "a formula"],
  ["Adresse e-mail", "eleonore", "no domain"],
  ["Adresse e-mail", "eleonore@", "no domain after the at"],
  ["Adresse e-mail", "a b@example.org", "a space"],
  ["Adresse e-mail", `${"x".repeat(300)}@example.org`, "an address of 300 characters"],
  ["Code postal", "7501", "a short postcode"],
  ["Code postal", "ABCDE", "letters"],
];
for (const [label, value, what] of BAD) {
  test(`${label}: ${what}`, async ({ page, server }) => {
    const petition = await openPage(page, server);
    await fill(petition);
    const field = petition.getByLabel(label, { exact: label === "Nom" });
    await field.fill(value);
    await submit(petition);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(/\S/);
    await expect(field).toHaveValue(value);
    const other = label === "Adresse e-mail" ? "Prénom" : "Adresse e-mail";
    await expect(petition.getByLabel(other)).toHaveValue(
      other === "Prénom" ? SIGNER.given : SIGNER.email,
    );
    // Corrected, it goes.
    await fill(petition);
    await submit(petition);
    await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  });
}

test("markup in a name stays text", async ({ page, server, consoleErrors }) => {
  const petition = await openPage(page, server);
  await fill(petition, { ...SIGNER, given: "<img src=x onerror=alert(1)>" });
  await submit(petition);
  await expect(petition.locator("img[src=x]")).toHaveCount(0);
  expect(consoleErrors).toEqual([]);
});

test("a likely slip in the address is offered for correction, not imposed", async ({
  page,
  server,
}) => {
  const petition = await openPage(page, server);
  await fill(petition, { ...SIGNER, email: "eleonore@gmial.com" });
  await petition.getByLabel("Code postal").focus();
  const offer = petition.getByRole("button", { name: /eleonore@gmail\.com/ });
  await expect(offer).toBeVisible();
  await offer.click();
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue("eleonore@gmail.com");
});

test("a press on the button is not lost to the error that leaving the field shows", async ({
  page,
  server,
}) => {
  const petition = await openPage(page, server);
  await petition.getByLabel("Adresse e-mail").fill("zoe@gmail");
  const button = petition.getByRole("button", { name: "Signer la pétition" });
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  if (!box) throw new Error("no button");
  // At the very edge, which the new lines would move away from under the pointer.
  await page.mouse.move(box.x + box.width / 2, box.y + 3);
  await page.mouse.down();
  await page.waitForTimeout(100);
  await page.mouse.up();
  await expect(petition.getByText("4 champs sont à corriger.")).toBeVisible();
});
