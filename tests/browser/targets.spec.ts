// Targets other than deputies: senators, members of the European Parliament, an organiser's list.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
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
import { Server } from "./server.ts";

const FILE = `${PETITION}.json`;
const MOBILISATIONS = new URL("../../demo/server/mobilisations/", import.meta.url);

/** A server of the demo's petition with these changes. */
async function serve(changes: object): Promise<Server & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), "wesign-petitions-"));
  const petition = JSON.parse(readFileSync(new URL(FILE, MOBILISATIONS), "utf8"));
  writeFileSync(join(folder, FILE), JSON.stringify({ ...petition, ...changes }));
  try {
    return await Server.start("--mobilisations", folder);
  } finally {
    // Read at the start only.
    rmSync(folder, { recursive: true });
  }
}

async function sign(page: Page, server: Server, postcode = SIGNER.postcode): Promise<Locator> {
  const petition = await openPage(page, server);
  await fill(petition, { ...SIGNER, postcode });
  await submit(petition);
  return petition;
}

const SHORT = [
  "{target|Chère|Cher|Chères|Chers} {target.handle}, {target.office:vous} ? {petition.url}",
];
const PAGE = "https://wesign.it/fr/reconnaissance-faciale";

const PEOPLE = [
  {
    id: "acme",
    kind: "company",
    name: "Acme",
    title: "fabricant de caméras",
    url: "https://acme.example/contact",
    accounts: { x: "acme", phone: "01 42 00 00 00", email: "contact@acme.example" },
  },
  {
    id: "lea",
    name: "Léa Exemple",
    gender: "F",
    title: "directrice|directeur",
    accounts: { bluesky: "lea.example", email: "lea@example.org" },
  },
  { id: "bbc", kind: "media", name: "BBC", lang: "en", accounts: { x: "BBC" } },
];

/** The address of a link by its name. */
const address = async (petition: Locator, name: string): Promise<string> =>
  (await petition.getByRole("link", { name }).getAttribute("href")) ?? "";
const compose = (start: string, text: string) => `${start}?text=${encodeURIComponent(text)}`;
const channel = (petition: Locator, name: string) =>
  petition.getByRole("button", { name, exact: true }).click();

test("senators: one of the département's by rotation, and another on request", async ({
  page,
  consoleErrors,
}) => {
  await using server = await serve({ targets: "senators", message: { short: SHORT } });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const petition = await sign(page, server, "51100");
  await expect(
    petition.getByRole("heading", { name: "écrivez à vos sénatrices et sénateurs" }),
  ).toBeVisible();
  await expect(petition.getByText("Marne", { exact: true })).toBeVisible();
  await channel(petition, "X");
  const first = await petition.getByLabel("Votre message").inputValue();
  expect(first).toMatch(/^(Chère|Cher) .*, (sénatrice|sénateur) de la Marne \? https:/);
  expect(await address(petition, "Ouvrir dans X")).toBe(
    compose("https://x.com/intent/tweet", first),
  );
  await expectAccessible(page, "senator");

  await petition.getByRole("button", { name: "Écrire à quelqu’un d’autre" }).click();
  const question = petition.getByRole("heading", { name: "À qui voulez-vous écrire ?" });
  await expect(question).toBeFocused();
  await expectAccessible(page, "choice of a senator");
  const senators = petition.locator(".choices").getByRole("button");
  await expect(senators).toHaveCount(3);
  const names = await senators.locator("strong").allTextContents();
  const other = names.findIndex((name) => !first.includes(name));
  await senators.nth(other).press("Enter");
  await channel(petition, "X");
  await expect(petition.getByLabel("Votre message")).toHaveValue(new RegExp(names[other] ?? "?"));
  // Neither the postcode nor who was written to leaves the page.
  expect(asked.filter((url) => /51100|senator=/.test(url))).toEqual([]);
  expect(consoleErrors).toEqual([]);
});

test("members of the European Parliament: the person's country, or another", async ({ page }) => {
  await using server = await serve({ targets: "meps", message: { short: SHORT } });
  const petition = await sign(page, server);
  await expect(petition.getByRole("heading", { name: "vos eurodéputé·es" })).toBeVisible();
  await expect(petition.getByText("France", { exact: true })).toBeVisible();
  await channel(petition, "X");
  await expect(petition.getByLabel("Votre message")).toHaveValue(/europée.*, France \?/);

  await petition.getByRole("button", { name: "Écrire à quelqu’un d’autre" }).click();
  await expect(petition.locator(".choices").getByRole("button")).toHaveCount(81);
  await expectAccessible(page, "a long list");

  await petition.getByRole("button", { name: "Changer de pays" }).click();
  await expect(petition.getByLabel("Pays")).toBeFocused();
  await expectAccessible(page, "country");
  await petition.getByLabel("Pays").selectOption("DE");
  await petition.getByRole("button", { name: "Trouver" }).click();
  await expect(petition.getByText("Allemagne", { exact: true })).toBeVisible();
  await expect(petition.getByLabel("Votre message")).toHaveValue(/, Allemagne \?/);
});

test("a list to choose from: mentions, a call, a language of its own", async ({ page }) => {
  await using server = await serve({
    targets: { kind: "list", choice: "chosen", people: PEOPLE },
    message: {
      subject: "Caméras",
      short: SHORT,
      long: ["{target.civility},\n\n{signer.given_name}"],
      call: ["Bonjour, je m’appelle {signer.given_name}."],
      translations: [{ lang: "en", short: ["{target.handle}, will you report? {petition.url}"] }],
    },
  });
  const petition = await sign(page, server);
  await expect(petition.getByRole("heading", { name: "Maintenant, écrivez-leur" })).toBeVisible();
  await expectAccessible(page, "choice of a list");
  await petition.getByRole("button", { name: /^Acme/ }).click();
  await expect(petition.getByRole("group", { name: "Acme" })).toBeFocused();
  await expect(petition.getByRole("link", { name: "acme.example" })).toHaveAttribute(
    "href",
    "https://acme.example/contact",
  );
  await channel(petition, "X");
  expect(await address(petition, "Ouvrir dans X")).toBe(
    compose("https://x.com/intent/tweet", `Chère ou Cher @acme, fabricant de caméras ? ${PAGE}`),
  );
  await channel(petition, "E-mail");
  expect(await address(petition, "Ouvrir ma messagerie")).toBe(
    "mailto:contact@acme.example?subject=Cam%C3%A9ras&body=Madame%2C%20Monsieur%2C%0D%0A%0D%0A%C3%89l%C3%A9onore",
  );
  await channel(petition, "Téléphone");
  await expect(petition.getByLabel("Ce que vous pouvez dire")).toHaveValue(
    "Bonjour, je m’appelle Éléonore.",
  );
  const call = petition.getByRole("link", { name: "Appeler le 01 42 00 00 00" });
  await expect(call).toHaveAttribute("href", "tel:0142000000");
  await expect(call).not.toHaveAttribute("target");
  await expectAccessible(page, "phone");

  await petition.getByRole("button", { name: "Écrire à quelqu’un d’autre" }).click();
  await petition.getByRole("button", { name: /^BBC/ }).click();
  await channel(petition, "X");
  const message = petition.getByLabel("Votre message");
  await expect(message).toHaveAttribute("lang", "en");
  expect(await address(petition, "Ouvrir dans X")).toBe(
    compose("https://x.com/intent/tweet", `@BBC, will you report? ${PAGE}`),
  );

  await petition.getByRole("button", { name: "Écrire à quelqu’un d’autre" }).click();
  await petition.getByRole("button", { name: /^Léa Exemple/ }).click();
  await channel(petition, "Bluesky");
  expect(await address(petition, "Ouvrir dans Bluesky")).toBe(
    compose("https://bsky.app/intent/compose", `Chère @lea.example, directrice ? ${PAGE}`),
  );
});

test("all of a list: together in the plural, and by groups where it is too long", async ({
  page,
}) => {
  const crowd = Array.from({ length: 20 }, (_, n) => ({
    id: `t${n}`,
    name: `Personne ${n}`,
    gender: n % 2 ? "F" : "M",
    accounts: { x: `personne_${n}`, ...(n > 0 && { email: `p${n}@example.org` }) },
  }));
  await using server = await serve({
    targets: { kind: "list", choice: "all", people: crowd },
    message: {
      short: ["{target.handle} : voterez-vous {target|seule|seul|seules|seuls} ? {petition.url}"],
      long: ["{target.civility},"],
    },
  });
  const petition = await sign(page, server);
  await expect(petition.getByText(/^À Personne 0, Personne 1/)).toBeVisible();
  await channel(petition, "X");
  await expect(petition.getByText(/caractères de trop/)).toBeVisible();
  await petition.getByRole("button", { name: /Écrire par groupes, en 2 messages/ }).click();
  const to: string[] = [];
  for (const number of [1, 2]) {
    const url = new URL(await address(petition, `Ouvrir le message ${number} sur 2`));
    expect(url.origin + url.pathname).toBe("https://x.com/intent/tweet");
    const text = url.searchParams.get("text") ?? "";
    expect(text).toMatch(new RegExp(` : voterez-vous seuls \\? ${PAGE}$`));
    to.push(...(text.match(/@\w+/g) ?? []));
  }
  expect(to).toEqual(crowd.map(({ accounts }) => `@${accounts.x}`));
  await expectAccessible(page, "groups");
  // Copying a group copies that group.
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await petition.getByRole("button", { name: "Copier le message 2 sur 2" }).click();
  await expect(petition.getByText("Message copié.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("@personne_19");

  // By hand it is one text to all of them, which can go as a thread.
  await petition.getByLabel("Votre message").fill("Une phrase. ".repeat(40));
  await expect(petition.getByRole("button", { name: /par groupes/ })).toBeHidden();
  await petition.getByRole("button", { name: /Découper en 2 messages/ }).click();
  await expect(petition.getByRole("link", { name: "Ouvrir le message 1 sur 2" })).toBeVisible();

  await channel(petition, "E-mail");
  await expect(petition.getByText("Sans adresse e-mail connue : Personne 0.")).toBeVisible();
  const mail = await address(petition, "Ouvrir ma messagerie");
  const people = crowd.slice(1).map(({ id }) => id.replace("t", "p"));
  expect(mail).toBe(
    `mailto:${people.map((name) => `${name}@example.org`).join(",")}?body=Mesdames%2C%20Messieurs%2C`,
  );
});

test("by rotation: one of the list at once, in English too", async ({ page }) => {
  await using server = await serve({
    targets: { kind: "list", choice: "rotation", people: PEOPLE },
    message: { short: SHORT },
  });
  await openPage(page, server);
  await page.evaluate(() => document.querySelector("wesign-petition")?.setAttribute("lang", "en"));
  const petition = widget(page);
  await petition.getByLabel("First name").fill(SIGNER.given);
  await petition.getByLabel("Last name").fill(SIGNER.family);
  await petition.getByLabel("E-mail address").fill(SIGNER.email);
  await petition.getByLabel("Postcode").fill(SIGNER.postcode);
  await petition.getByRole("button", { name: "Sign the petition" }).click();
  await expect(petition.getByRole("heading", { name: "Now write to them" })).toBeVisible();
  await expect(petition.getByLabel("Your message")).toHaveValue(/@(acme|BBC|lea)/);
  await expectAccessible(page, "rotation, English");
  await petition.getByRole("button", { name: "Write to somebody else" }).click();
  await expect(
    petition.getByRole("heading", { name: "Who do you want to write to?" }),
  ).toBeFocused();
  await expectAccessible(page, "choice, English");
});
