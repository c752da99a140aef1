// Where scripts or WebAssembly are blocked, the partner's plain form signs.
import type { Page } from "@playwright/test";
import { rows } from "./database.ts";
import { expect, expectAccessible, SIGNER, test } from "./fixtures.ts";
import type { Server } from "./server.ts";

async function signByForm(page: Page, server: Server): Promise<void> {
  const form = page.locator("form.fallback");
  await expect(form).toBeVisible();
  await form.getByLabel("Prénom").fill(SIGNER.given);
  await form.getByLabel("Nom", { exact: true }).fill(SIGNER.family);
  await form.getByLabel("Adresse e-mail").fill(SIGNER.email);
  await form.getByLabel("Code postal").fill(SIGNER.postcode);
  await form.getByRole("checkbox").first().check();
  await form.getByRole("button", { name: "Je signe" }).click();
  await expect(page.getByText(/Merci/).first()).toBeVisible();
  const signatures = await rows(server.database, "SELECT email, postcode FROM signature");
  expect(signatures).toEqual([{ email: SIGNER.email, postcode: SIGNER.postcode }]);
  const consents = await rows(server.database, "SELECT purpose FROM consent WHERE granted = 1");
  expect(consents).toEqual([{ purpose: "petition_updates" }]);
}

test("the module is blocked", async ({ page, server }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(server.site);
  await signByForm(page, server);
  await expectAccessible(page, "thanks page of the plain form");
});

test("the page's policy forbids WebAssembly", async ({ page, server }) => {
  await page.route(`${server.site}/`, async (route) => {
    const response = await route.fetch();
    const policy = response.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("'wasm-unsafe-eval'");
    await route.fulfill({
      response,
      headers: {
        ...response.headers(),
        "content-security-policy": policy.replace("'wasm-unsafe-eval'", ""),
      },
    });
  });
  await page.goto(server.site);
  await signByForm(page, server);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the form signs", async ({ page, server }) => {
    await page.goto(server.site);
    await signByForm(page, server);
  });

  test("bad input comes back with what was typed", async ({ page, server }) => {
    await page.goto(server.site);
    const form = page.locator("form.fallback");
    await form.getByLabel("Prénom").fill(SIGNER.given);
    await form.getByLabel("Nom", { exact: true }).fill(SIGNER.family);
    await form.getByLabel("Adresse e-mail").fill(SIGNER.email);
    await form.getByLabel("Code postal").fill("ABCDE");
    await form.getByRole("button", { name: "Je signe" }).click();
    await expect(page.getByLabel("Code postal")).toHaveValue("ABCDE");
    await expect(page.getByLabel("Prénom")).toHaveValue(SIGNER.given);
    expect(await rows(server.database, "SELECT id FROM signature")).toEqual([]);
  });
});

test("a file changed on its way is refused: the form stays", async ({ page, server }) => {
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 1] = (body[body.length - 1] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await page.goto(server.site);
  await expect(page.locator("form.fallback")).toBeVisible();
});
