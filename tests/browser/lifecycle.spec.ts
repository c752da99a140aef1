// What a partner's page does to the element: moves it, takes it out, changes its attributes, has two
// of them, is slow to load it. What the visitor typed survives all of it.
import type { Page } from "@playwright/test";
import {
  expect,
  expectAccessible,
  fill,
  openPage,
  PETITION,
  SIGNER,
  submit,
  test,
  widget,
} from "./fixtures.ts";

/** Runs in the page, on the widget. */
const onWidget = (page: Page, act: (element: HTMLElement) => unknown): Promise<unknown> =>
  page.locator("wesign-petition").evaluate(act);

test("taken out, put back, given another language: what was typed stays", async ({
  page,
  server,
  consoleErrors,
}) => {
  const petition = await openPage(page, server);
  await fill(petition);
  await onWidget(page, async (element) => {
    const parent = element.parentElement;
    element.remove();
    // Long enough for the element to let go of everything.
    await new Promise((resolve) => setTimeout(resolve, 50));
    parent?.append(element);
  });
  await expect(petition.getByLabel("Prénom")).toHaveValue(SIGNER.given);
  await onWidget(page, (element) => element.setAttribute("lang", "en"));
  await expect(petition.getByLabel("E-mail address")).toHaveValue(SIGNER.email);
  // The petition as well, in the edition that it has.
  await expect(petition.getByRole("heading", { level: 2 })).toHaveAttribute("lang", "en");
  await expect(petition.locator(".card")).toHaveCount(1);
  await petition.getByRole("button", { name: "Sign the petition" }).click();
  await expect(petition.getByText(/Thank you Éléonore/)).toBeVisible();
  await expectAccessible(page, "signed in English");
  expect(consoleErrors).toEqual([]);
});

test("a page that turns dark changes the colours and nothing else", async ({ page, server }) => {
  const petition = await openPage(page, server);
  await petition.getByLabel("Prénom").fill(SIGNER.given);
  await page.locator("wesign-petition .card").evaluate((card) => card.setAttribute("id", "same"));
  await onWidget(page, (element) => element.setAttribute("scheme", "dark"));
  await expect(petition).toHaveClass("frame dark");
  await expect(petition.locator("#same")).toBeVisible();
  await expect(petition.getByLabel("Prénom")).toBeFocused();
  await onWidget(page, (element) => element.setAttribute("scheme", "mauve"));
  await expect(petition).toHaveClass("frame auto");
});

test("two widgets on a page, one under a name of its own", async ({
  page,
  server,
  consoleErrors,
}) => {
  const first = await openPage(page, server);
  await page.evaluate(
    async ([api, petition]) => {
      const path = `${api}/widget/wesign.js`;
      const { define } = (await import(path)) as { define(tag?: string): void };
      define("my-petition");
      define("my-petition");
      define();
      const second = document.createElement("my-petition");
      second.setAttribute("petition", petition);
      second.setAttribute("api", api);
      document.querySelector("main")?.append(second);
    },
    [server.api, PETITION] as const,
  );
  const second = page.locator("my-petition .frame");
  await second.getByLabel("Prénom").fill("Zoé");
  await expect(first.getByLabel("Prénom")).toHaveValue("");
  await fill(first);
  await submit(first);
  await expect(first.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(second.getByLabel("Prénom")).toHaveValue("Zoé");
  expect(consoleErrors).toEqual([]);
});

test("who types into the partner's form while the widget loads goes on in the widget", async ({
  page,
  server,
}) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/wesign.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.route("**/wesign.wasm", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  // The page's load waits for the script.
  await page.goto(server.site, { waitUntil: "commit" });
  const fallback = page.locator("form.fallback");
  await fallback.getByLabel("Prénom").fill(SIGNER.given);
  await fallback.getByLabel("Nom", { exact: true }).pressSequentially("d’Aub");
  letGo();
  await expect(page.locator("wesign-petition:defined")).toHaveCount(1);
  await page.keyboard.type("igné");
  const petition = widget(page);
  await expect(petition.getByLabel("Nom", { exact: true })).toBeFocused();
  await page.keyboard.type("!");
  await expect(petition.getByLabel("Nom", { exact: true })).toHaveValue("d’Aubigné!");
  await expect(petition.getByLabel("Prénom")).toHaveValue(SIGNER.given);
  await expect(fallback).toBeHidden();
});

test("no petition, no API: the partner's form stays", async ({ page, server }) => {
  await openPage(page, server);
  for (const name of ["petition", "api"]) {
    await onWidget(page, (element) => element.setAttribute("lang", "fr"));
    await page
      .locator("wesign-petition")
      .evaluate((element, attribute) => element.removeAttribute(attribute), name);
    await expect(page.locator("form.fallback")).toBeVisible();
    await page
      .locator("wesign-petition")
      .evaluate((element, [attribute, value]) => element.setAttribute(attribute, value), [
        name,
        name === "api" ? server.api : PETITION,
      ] as const);
    await expect(page.locator("form.fallback")).toBeHidden();
  }
});

test("a petition that does not exist is said so", async ({ page, server }) => {
  await openPage(page, server);
  await onWidget(page, (element) => element.setAttribute("petition", "inconnue"));
  await expect(widget(page).getByText(/n’existe pas ou n’est plus en ligne/)).toBeVisible();
  await expect(page.locator("form.fallback")).toBeVisible();
  await expectAccessible(page, "unknown petition");
});
