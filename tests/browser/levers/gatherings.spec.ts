// Gatherings: nearest first, one tap to register, each on its own.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { rows } from "../database.ts";
import {
  answer,
  embed,
  expect,
  expectAccessible,
  expectNothingCutOff,
  fill,
  focused,
  json,
  listen,
  MARKUP,
  SIGNER,
  submit,
  tabTo,
  test,
  WORD,
} from "./fixtures.ts";

// Untyped: its declarations do not pass its own compiler's strict mode.
const ICAL = createRequire(import.meta.url)("ical.js");

const DAY = 24 * 3600 * 1000;
const inDays = (days: number) =>
  `${new Date(Date.now() + days * DAY).toISOString().slice(0, 11)}13:00:00Z`;

interface Given {
  id: string;
  [key: string]: unknown;
}
const gathering = (given: Given) => ({
  title: `Rassemblement ${given.id}`,
  text: "",
  starts_at: inDays(10),
  ends_at: null,
  time_zone: "Europe/Paris",
  place: { name: "Place", address: "1 rue de la Paix", point: null },
  url: "",
  capacity: null,
  places_left: null,
  cancelled: false,
  organisation: "",
  ...given,
});
const at = (point: [number, number]) => ({ name: "Place", address: "", point });
const list = (page: Page, ...all: Given[]) =>
  answer(page, "gatherings", (route) => route.fulfill(json({ gatherings: all.map(gathering) })));

test("by mouse: sign, nearest first, one tap, the calendar; what is stored, what is heard", async ({
  page,
  server,
  consoleErrors,
}) => {
  const petition = await embed(page, server, {
    petition: "reconnaissance-faciale",
    steps: "sign gatherings",
  });
  const heard = await listen(page);
  await fill(petition, { ...SIGNER, postcode: "69001" });
  await submit(petition);
  const cards = petition.locator(".gathering");
  // The postcode is known from signing: Lyon comes before Paris, whatever the dates.
  await expect(cards.first()).toContainText("Lyon");
  await expect(cards.first()).toContainText(/à \d+\s?km|à moins de 1\s?km/);
  await expect(petition.getByText("Les plus proches d’abord.")).toBeVisible();
  const paris = cards.filter({ hasText: "place de la République" });
  await expect(paris).toContainText(/à (39|38|40)\d\s?km/);
  await expectAccessible(page, "gatherings");
  const map = paris.getByRole("link", { name: "OpenStreetMap" });
  await expect(map).toHaveAttribute("href", /^https:\/\/www\.openstreetmap\.org\/\?mlat=48\.867/);

  await expect(paris).toContainText(SIGNER.email);
  await paris.getByRole("checkbox").check();
  await paris.getByRole("button", { name: /^Je viens/ }).click();
  await expect(paris.getByText("C’est noté, à bientôt !")).toBeVisible();
  expect(await focused(page)).toContain("C’est noté");
  await expectAccessible(page, "joined");

  const saved = page.waitForEvent("download");
  await paris.getByRole("button", { name: "Ajouter à mon agenda" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe("paris-republique.ics");
  const event = new ICAL.Event(
    new ICAL.Component(ICAL.parse(readFileSync(await file.path(), "utf8"))).getFirstSubcomponent(
      "vevent",
    ),
  );
  expect(event.summary).toBe("Rassemblement place de la République");
  expect(event.location).toContain("75003 Paris");
  expect(event.endDate.subtractDate(event.startDate).toSeconds()).toBe(3 * 3600);

  const stored = await rows(
    server.database,
    "SELECT petition, gathering, given_name, family_name, email, lang FROM registration",
  );
  expect(stored).toEqual([
    {
      petition: "reconnaissance-faciale",
      gathering: "paris-republique",
      given_name: SIGNER.given,
      family_name: SIGNER.family,
      email: SIGNER.email,
      lang: "fr",
    },
  ]);
  const consents = await rows(
    server.database,
    "SELECT purpose, granted, wording, version, lang FROM registration_consent ORDER BY purpose",
  );
  expect(consents).toEqual([
    {
      purpose: "gathering:paris-republique",
      granted: 1,
      wording: "widget.gathering:paris-republique",
      version: 1,
      lang: "fr",
    },
    {
      purpose: "gatherings",
      granted: 1,
      wording: "widget.gatherings",
      version: 1,
      lang: "fr",
    },
  ]);
  // Never which gathering: that would tell where the person lives.
  expect((await heard()).filter(({ type }) => type === "wesign:gathering-joined")).toEqual([
    { type: "wesign:gathering-joined", detail: { petition: "reconnaissance-faciale" } },
  ]);
  expect(consoleErrors).toEqual([]);
});

test("by keyboard, unknown: the form opens, says what is wrong, and registers", async ({
  page,
  server,
}) => {
  const petition = await embed(page, server, { steps: "gatherings" });
  await expect(petition.getByRole("button", { name: /^Je viens/ }).first()).toBeVisible();
  await tabTo(page, /^Je viens/);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toMatch(/^Prénom/);
  await page.keyboard.type("Zoé");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toMatch(/^Nom/);
  await expect(petition.getByText("Écrivez votre nom.")).toBeVisible();
  await expectAccessible(page, "form of an unknown person");
  await page.keyboard.type("d’Arc");
  await page.keyboard.press("Tab");
  await page.keyboard.type("zoe@example.org");
  await page.keyboard.press("Enter");
  await expect(petition.getByText("C’est noté, à bientôt !")).toBeVisible();
  await expect.poll(() => focused(page)).toContain("C’est noté");
  const stored = await rows(server.database, "SELECT given_name, email FROM registration");
  expect(stored).toEqual([{ given_name: "Zoé", email: "zoe@example.org" }]);
  // Who is known now registers for the next in one tap.
  await tabTo(page, /^Je viens/);
  await page.keyboard.press("Enter");
  await expect(petition.getByText("C’est noté, à bientôt !")).toHaveCount(2);
  expect(await rows(server.database, "SELECT id FROM registration")).toHaveLength(2);
});

test("the form is put away, and keeps what was typed", async ({ page, server }) => {
  const petition = await embed(page, server, { steps: "gatherings updates" });
  await petition
    .getByRole("button", { name: /^Je viens/ })
    .first()
    .click();
  await petition.getByLabel("Prénom").fill("Zoé");
  await petition.getByRole("button", { name: "Pas maintenant" }).click();
  await expect(petition.getByLabel("Prénom")).toHaveCount(0);
  expect(await focused(page)).toMatch(/^Je viens/);
  await petition
    .getByRole("button", { name: /^Je viens/ })
    .first()
    .click();
  await expect(petition.getByLabel("Prénom")).toHaveValue("Zoé");
  // Forward and back.
  await petition.getByRole("button", { name: /^Continuer/ }).click();
  await expect(petition.getByRole("heading", { name: "Restez au courant" })).toBeFocused();
  await petition.getByRole("button", { name: "Retour" }).click();
  await expect(petition.getByRole("heading", { name: "Retrouvons-nous" })).toBeFocused();
  await expect(petition.getByLabel("Prénom")).toHaveValue("Zoé");
});

test("past, full and called off say so; what is full by now says so too", async ({
  page,
  server,
}) => {
  await list(
    page,
    { id: "passe", starts_at: inDays(-3) },
    { id: "complet", places_left: 0, capacity: 5 },
    { id: "annule", cancelled: true },
    { id: "ouvert", places_left: 2, capacity: 5, starts_at: inDays(12) },
  );
  const petition = await embed(page, server, { steps: "gatherings" });
  const card = (id: string) => petition.locator(".gathering").filter({ hasText: `ment ${id}` });
  await expect(card("passe")).toContainText("Terminé");
  await expect(card("complet")).toContainText("Complet");
  await expect(card("annule")).toContainText("Annulé");
  await expect(card("ouvert")).toContainText("Encore 2 places");
  await expect(petition.locator(".gathering").last()).toContainText("passe");
  await expect(petition.getByRole("button", { name: /^Je viens/ })).toHaveCount(1);
  await expectAccessible(page, "past, full, called off");

  await answer(page, "registrations", (route) =>
    route.fulfill(json({ code: "gathering_full", title: "Full", status: 409 }, 409)),
  );
  await petition.getByRole("button", { name: /^Je viens/ }).click();
  await petition.getByLabel("Prénom").fill("Zoé");
  await petition.getByLabel("Nom", { exact: true }).fill("d’Arc");
  await petition.getByLabel("Adresse e-mail").fill("zoe@example.org");
  await petition.getByRole("button", { name: /^Je viens/ }).click();
  await expect(card("ouvert")).toContainText("Complet");
  await expect(petition.getByText("Votre inscription n’a pas pu être prise.")).toBeVisible();
  await expect(petition.getByRole("button", { name: /^Je viens/ })).toHaveCount(0);
  await expectAccessible(page, "full by now");
});

test.describe("the hour", () => {
  test.use({ timezoneId: "America/Montreal" });
  test("is the event's; without a zone that is known, the device's, which is named", async ({
    page,
    server,
  }) => {
    await list(
      page,
      { id: "paris", starts_at: "2027-01-16T13:00:00Z", ends_at: "2027-01-16T15:30:00Z" },
      { id: "sans", starts_at: "2027-01-16T13:00:00Z", time_zone: "" },
      { id: "faux", starts_at: "2027-01-16T13:00:00Z", time_zone: "Mars/Olympus" },
    );
    const petition = await embed(page, server, { steps: "gatherings" });
    const when = (id: string) =>
      petition
        .locator(".gathering")
        .filter({ hasText: `ment ${id}` })
        .locator("time");
    await expect(when("paris")).toContainText(/samedi 16 janvier 2027.*14:00.*16:30.*UTC\+1/);
    for (const id of ["sans", "faux"]) {
      await expect(when(id)).toContainText(" à 8:00 ");
      await expect(when(id)).toContainText("heure de votre appareil");
      await expect(when(id)).toContainText(/America\/(Montreal|Toronto)/);
    }
    await expect(when("paris")).toHaveAttribute("datetime", "2027-01-16T13:00:00Z");
  });
});

test("another postcode orders anew, on the device alone", async ({ page, server }) => {
  await list(
    page,
    { id: "brest", place: at([48.39, -4.49]) },
    { id: "nice", place: at([43.7, 7.27]), starts_at: inDays(30) },
    { id: "ailleurs" },
  );
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url() + (request.postData() ?? "")));
  const petition = await embed(page, server, { steps: "gatherings" });
  const titles = petition.locator(".gathering h4");
  await expect(titles).toHaveText([/brest/, /ailleurs/, /nice/]);
  const postcode = petition.getByLabel("Votre code postal");
  await postcode.fill("06");
  await petition.getByRole("button", { name: "Trier" }).click();
  await expect(postcode).toHaveAttribute("aria-invalid", "true");
  await expect(postcode).toHaveAccessibleDescription(/code postal/);
  await expectAccessible(page, "wrong postcode");
  await postcode.fill("06000");
  await postcode.press("Enter");
  await expect(titles).toHaveText([/nice/, /brest/, /ailleurs/]);
  await postcode.fill("29200");
  await expect(titles).toHaveText([/brest/, /nice/, /ailleurs/]);
  await postcode.fill("00999");
  await petition.getByRole("button", { name: "Trier" }).click();
  await expect(petition.locator(".error").filter({ hasText: /\S/ })).toBeVisible();
  expect(asked.filter((url) => /06000|29200/.test(url))).toEqual([]);
});

for (const [what, respond] of [
  ["500", json({}, 500)],
  ["garbage", { status: 200, contentType: "text/html", body: "<h1>Portail</h1>" }],
  ["another shape", json({ gatherings: "many" })],
] as const) {
  test(`the list answers ${what}: said, tried again, and the rest goes on`, async ({
    page,
    server,
  }) => {
    let broken = true;
    await answer(page, "gatherings", (route) =>
      broken ? route.fulfill(respond) : route.continue(),
    );
    const petition = await embed(page, server, { steps: "gatherings share" });
    await expect(petition.getByText("Les rassemblements n’ont pas pu être chargés.")).toBeVisible();
    await expectAccessible(page, "list failed");
    broken = false;
    await petition.getByRole("button", { name: "Réessayer" }).click();
    await expect(petition.locator(".gathering").first()).toBeVisible();
    await petition.getByRole("button", { name: /^Continuer/ }).click();
    await expect(petition.getByRole("heading", { name: "Faites passer le mot" })).toBeFocused();
  });
}

test("a registration that fails is kept and tried again under the same key", async ({
  page,
  server,
}) => {
  const petition = await embed(page, server, { steps: "gatherings" });
  const keys: (string | undefined)[] = [];
  await answer(page, "registrations", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length === 1) return route.fulfill(json({}, 503));
    return route.continue();
  });
  await petition
    .getByRole("button", { name: /^Je viens/ })
    .first()
    .click();
  await petition.getByLabel("Prénom").fill("Zoé");
  await petition.getByLabel("Nom", { exact: true }).fill("d’Arc");
  await petition.getByLabel("Adresse e-mail").fill("zoe@example.org");
  await petition
    .getByRole("button", { name: /^Je viens/ })
    .first()
    .click();
  await expect(petition.getByRole("alert").filter({ hasText: "n’est perdu" })).toBeVisible();
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue("zoe@example.org");
  await expectAccessible(page, "registration failed");
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.getByText("C’est noté, à bientôt !")).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(await rows(server.database, "SELECT id FROM registration")).toHaveLength(1);
});

test("none, markup in every text, a word of 300 letters, the same id twice", async ({
  page,
  server,
  consoleErrors,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  let all: Given[] = [];
  await answer(page, "gatherings", (route) =>
    route.fulfill(json({ gatherings: all.map(gathering) })),
  );
  let petition = await embed(page, server, { steps: "gatherings" });
  await expect(petition.getByText("Aucun rassemblement n’est prévu")).toBeVisible();
  await expectAccessible(page, "no gathering");
  const hostile = {
    title: MARKUP + WORD,
    text: MARKUP + WORD,
    url: "javascript:alert(1)",
    organisation: MARKUP,
    place: { name: WORD, address: MARKUP, point: [999, 999] },
  };
  all = [
    { id: "a", ...hostile },
    { id: "a", ...hostile },
    { id: "b", ...hostile, starts_at: "soon", ends_at: {} },
    { id: "c", ...hostile, time_zone: MARKUP, capacity: "many", places_left: -1 },
  ];
  petition = await embed(page, server, { steps: "gatherings" });
  await expect(petition.locator(".gathering")).toHaveCount(2);
  await expect(
    petition.locator("img[onerror], img[src=x], script, a[href^=javascript]"),
  ).toHaveCount(0);
  await expectNothingCutOff(page);
  await expectAccessible(page, "hostile gatherings");
  expect(consoleErrors).toEqual([]);
});

test("opened before signing, both steps know the person afterwards: one tap, no address to type", async ({
  page,
  server,
  consoleErrors,
}) => {
  const petition = await embed(page, server, { steps: "gatherings updates sign" });
  const step = (name: string) => petition.getByRole("button", { name });
  const joins = petition.getByRole("button", { name: /^Je viens/ });
  await joins.first().click();
  // Nobody is known yet: the form asks. What is typed here stays.
  await petition.getByRole("textbox", { name: /^Prénom/ }).fill("Zoë");
  await step("Continuer : Suivre").click();
  const address = petition
    .getByRole("textbox", { name: /^Adresse e-mail/ })
    .filter({ visible: true });
  await expect(address).toHaveValue("");
  await step("Continuer : Signer").click();
  const form = petition.locator("form[data-act=sign]");
  await form.getByRole("textbox", { name: /^Prénom/ }).fill(SIGNER.given);
  await form.getByRole("textbox", { name: /^Nom/ }).fill(SIGNER.family);
  await form.getByRole("textbox", { name: /^Adresse e-mail/ }).fill(SIGNER.email);
  await form.getByRole("textbox", { name: /^Code postal/ }).fill("35000");
  await form.getByRole("button", { name: "Signer la pétition" }).click();
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();

  await step("Retour").click();
  await expect(address).toHaveValue(SIGNER.email);
  await step("Retour").click();
  await petition.getByRole("button", { name: "Pas maintenant" }).click();
  // Ordered from the postcode, and registered in one tap.
  await expect(petition.getByText("Les plus proches d’abord.")).toBeVisible();
  await joins.first().click();
  await expect(petition.getByText("C’est noté, à bientôt !")).toBeVisible();
  const registered = await rows(
    server.database,
    "SELECT given_name, family_name, email FROM registration",
  );
  expect(registered).toEqual([
    { given_name: "Zoë", family_name: SIGNER.family, email: SIGNER.email },
  ]);
  expect(consoleErrors).toEqual([]);
});

test("the petition and its levers are asked for in one language", async ({ page, server }) => {
  const asked: URL[] = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  const petition = await embed(page, server, {
    petition: "trains-de-nuit",
    lang: "de",
    steps: "gatherings donate updates",
  });
  await expect(petition.getByRole("heading", { level: 2 })).toHaveText(/Nachtzüge/);
  for (const name of ["donation", "news"]) {
    await petition.locator(".foot .button").last().click();
    await expect.poll(() => asked.some((url) => url.pathname.endsWith(`/${name}`))).toBe(true);
  }
  const reads = asked.filter((url) =>
    /\/api\/petitions\/trains-de-nuit(?!\/count)/.test(url.pathname),
  );
  const names = reads.map((url) => url.pathname.split("/").pop());
  expect(names.sort()).toEqual(["donation", "gatherings", "news", "trains-de-nuit"]);
  expect(reads.map((url) => url.search)).toEqual(Array(4).fill("?lang=de"));
});
