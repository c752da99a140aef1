// From load to an opened message, as a visitor of a partner's page does it.
import type { Page } from "@playwright/test";
import { rows } from "./database.ts";
import {
  expect,
  expectAccessible,
  fill,
  openPage,
  PETITION,
  SIGNER,
  submit,
  test,
} from "./fixtures.ts";
import type { Server } from "./server.ts";

/** The signature as the server keeps it, with its consents. */
async function expectStored(server: Server, granted: Record<string, number>): Promise<void> {
  const signatures = await rows(
    server.database,
    "SELECT petition, given_name, family_name, email, postcode, lang FROM signature",
  );
  expect(signatures).toEqual([
    {
      petition: PETITION,
      given_name: SIGNER.given,
      family_name: SIGNER.family,
      email: SIGNER.email,
      postcode: SIGNER.postcode,
      lang: "fr",
    },
  ]);
  const consents = await rows(server.database, "SELECT purpose, granted FROM consent");
  expect(Object.fromEntries(consents.map((row) => [row["purpose"], row["granted"]]))).toEqual(
    granted,
  );
}

/** Answers for the network's own page, which no test may reach. */
const answerForX = (page: Page) =>
  page
    .context()
    .route("https://x.com/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>X</title>" }),
    );

test("by mouse: load, sign, find the deputy, open the message on X", async ({
  page,
  server,
  consoleErrors,
}) => {
  await answerForX(page);
  const petition = await openPage(page, server);
  await expect(petition.getByText(/14.832 signatures/)).toBeVisible();
  await expectAccessible(page, "form");

  // Nothing is ticked in advance.
  for (const box of await petition.getByRole("checkbox").all()) await expect(box).not.toBeChecked();
  await fill(petition);
  await petition.getByRole("checkbox", { name: /nouvelles de cette pétition/ }).check();
  await submit(petition);

  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(petition.getByText(/14.833 signatures avec la vôtre/)).toBeVisible();

  // 75018 lies in several constituencies of Paris: the person chooses.
  const candidates = petition.getByRole("button", { name: /circonscription de Paris/ });
  await expect(candidates.first()).toBeVisible();
  expect(await candidates.count()).toBeGreaterThan(1);
  await expectAccessible(page, "candidates");
  await candidates.first().click();
  await petition.getByRole("button", { name: "X", exact: true }).click();

  const message = petition.getByLabel("Votre message");
  await expect(message).toHaveValue(/reconnaissance faciale|visage/);
  await expect(petition.getByText(/caractères restants/)).toBeVisible();
  await expectAccessible(page, "message");

  const opened = page.waitForEvent("popup");
  await petition.getByRole("link", { name: /Ouvrir dans X/ }).click();
  const url = new URL((await opened).url());
  expect(url.origin + url.pathname).toBe("https://x.com/intent/tweet");
  expect(url.searchParams.get("text")).toContain("https://wesign.it/fr/reconnaissance-faciale");
  await expectAccessible(page, "opened");

  await expectStored(server, { petition_updates: 1, "newsletter:laquadrature": 0 });
  expect(consoleErrors).toEqual([]);
});

test("by keyboard alone", async ({ page, server }) => {
  await answerForX(page);
  const petition = await openPage(page, server);
  /** Presses Tab until what is focused has this name; a person would too. */
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        const labels =
          element && "labels" in element
            ? (element.labels as NodeListOf<HTMLElement> | null)
            : null;
        return (
          labels?.[0]?.textContent ??
          element?.getAttribute("aria-label") ??
          element?.textContent ??
          ""
        );
      });
      if (name.test(focused)) return;
    }
    throw new Error(`Tab never came to ${name}`);
  };

  await tabTo(/^Prénom/);
  await page.keyboard.type(SIGNER.given);
  await tabTo(/^Nom/);
  await page.keyboard.type(SIGNER.family);
  await tabTo(/^Adresse e-mail/);
  await page.keyboard.type(SIGNER.email);
  await tabTo(/^Code postal/);
  await page.keyboard.type(SIGNER.postcode);
  await tabTo(/lettre d’information/);
  await page.keyboard.press("Space");
  await tabTo(/Signer la pétition/);
  await page.keyboard.press("Enter");

  // The focus goes on with the journey: it is never thrown back to the top of the page.
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await tabTo(/circonscription de Paris/);
  await page.keyboard.press("Enter");
  await expect(petition.getByLabel("Votre message")).toBeVisible();
  await tabTo(/^X$/);
  await page.keyboard.press("Enter");
  const opened = page.waitForEvent("popup");
  await tabTo(/Ouvrir dans X/);
  await page.keyboard.press("Enter");
  expect((await opened).url()).toContain("https://x.com/intent/tweet?");

  await expectStored(server, { petition_updates: 0, "newsletter:laquadrature": 1 });
});

test("the message by e-mail, and one that is edited", async ({ page, server }) => {
  const petition = await openPage(page, server);
  await fill(petition);
  await submit(petition);
  await petition
    .getByRole("button", { name: /circonscription de Paris/ })
    .first()
    .click();
  await petition.getByRole("button", { name: "E-mail" }).click();
  const message = petition.getByLabel("Votre message");
  await expect(message).toHaveValue(/^(Madame la Députée|Monsieur le Député),/);
  await message.fill("Bonjour & merci ? 100 % d’accord + 1");
  const href = await petition
    .getByRole("link", { name: "Ouvrir ma messagerie" })
    .getAttribute("href");
  const url = new URL(href ?? "");
  expect(url.protocol).toBe("mailto:");
  expect(url.pathname).toMatch(/@assemblee-nationale\.fr$/);
  expect(new URLSearchParams(url.search.replaceAll("+", "%2B")).get("body")).toBe(
    "Bonjour & merci ? 100 % d’accord + 1",
  );
});

test("a second signature of the same person does not count twice", async ({ page, server }) => {
  for (const _ of [1, 2]) {
    const petition = await openPage(page, server);
    await fill(petition);
    await submit(petition);
    await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  }
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
});

test("no request leaves for any other host, nothing is kept in the browser", async ({
  page,
  server,
}) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url() + (request.postData() ?? "")));
  const petition = await openPage(page, server);
  await fill(petition);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(
    petition.getByRole("button", { name: /circonscription de Paris/ }).first(),
  ).toBeVisible();
  expect([...hosts].sort()).toEqual([new URL(server.api).host, new URL(server.site).host].sort());
  // The postcode is in the signature and in no other request: the look-up stays on the device.
  expect(urls.filter((url) => url.includes(SIGNER.postcode))).toHaveLength(1);
  expect(await page.context().cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("no file is downloaded twice: what the page preloads is what the widget uses", async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  await openPage(page, server);
  const files = asked.filter((url) => url.startsWith(`${server.api}/`));
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((url, at) => files.indexOf(url) !== at)).toEqual([]);
  expect(warnings).toEqual([]);
});

for (const width of [320, 360, 768, 1280]) {
  test(`nothing is cut off at ${width} px`, async ({ page, server }) => {
    await page.setViewportSize({ width, height: 800 });
    await openPage(page, server);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
}
