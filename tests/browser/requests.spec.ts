// What is asked for at each stage: four requests until the form can be used, and later ones when they are needed.
import { expect, fill, openPage, submit, test } from "./fixtures.ts";

test("four requests until the form is usable; the rules with the first focus, the next step while one types", async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin === server.api) asked.push(pathname + search);
  });
  const taken = () => asked.splice(0).sort();
  const petition = await openPage(page, server);
  await page.waitForLoadState("networkidle");
  expect(taken()).toEqual([
    "/api/petitions/reconnaissance-faciale?lang=fr",
    "/widget/locales/fr.json",
    "/widget/wesign.js",
    "/widget/wesign.wasm",
  ]);

  await petition.getByLabel("Prénom").focus();
  await expect.poll(() => asked).toContain("/widget/rules.wasm");
  await expect.poll(() => asked).toContain("/widget/message.wasm");
  await page.waitForLoadState("networkidle");
  const typing = taken();
  // Nothing twice, and nothing that only a later step has use for.
  expect(new Set(typing).size).toBe(typing.length);
  expect(typing).not.toContain("/widget/levers.wasm");
  expect(typing.length).toBeLessThanOrEqual(6);

  await fill(petition);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(
    petition.getByRole("button", { name: /circonscription de Paris/ }).first(),
  ).toBeVisible();
  const signing = taken();
  expect(signing).toContain("/api/petitions/reconnaissance-faciale/signatures");
  // The signature, the directory's manifest and one part of it.
  expect(signing.filter((path) => path.includes("/directory/")).length).toBeLessThanOrEqual(2);
});
