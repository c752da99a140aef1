// The second element, <wesign-mobilisations>: near and large mobilisations apart, the distance found
// on the device, cards that lead to a petition or open it in place.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page, Request } from "@playwright/test";
import { expect, expectAccessible, PETITION, SIGNER, test } from "./fixtures.ts";
import { Server } from "./server.ts";

const LIST = /\/api\/petitions\?lang=/;
const POSTCODE = "35000";

interface Place {
  name: string;
  departement: string;
  point: [number, number];
}
const RENNES: Place = { name: "Rennes", departement: "35", point: [48.11, -1.68] };
const SAINT_MALO: Place = { name: "Saint-Malo", departement: "35", point: [48.65, -2.03] };
const LYON: Place = { name: "Lyon", departement: "69", point: [45.76, 4.84] };

/** An item of the list, as the server sends it. */
const listing = (id: string, title: string, more: object = {}): object => ({
  id,
  lang: "fr",
  title,
  summary: `Pourquoi signer : ${title}.`,
  url: `https://petitions.example/${id}`,
  image: "",
  image_alt: "",
  scope: "national",
  place: null,
  count: 10,
  goals: [],
  organisations: [{ id: "o", name: "Les Amies de la Terre" }],
  closes_at: null,
  ...more,
});
const local = (id: string, title: string, place: Place, more: object = {}): object =>
  listing(id, title, { scope: "local", place, ...more });

const LISTED = [
  listing("visages", "Pas de reconnaissance faciale", { count: 14_832 }),
  local("tgv", "Une gare pour tout le monde", LYON, { count: 900 }),
  local("sentier", "Le sentier reste public", SAINT_MALO, { count: 420 }),
  local("velo", "Des pistes pour aller à l’école", RENNES, { count: 99 }),
  listing("eau", "L’eau n’est pas une marchandise", { scope: "european", count: 80 }),
  listing("train", "Des trains de nuit", { count: 70, closes_at: "2020-01-01T00:00:00Z" }),
];

async function answer(page: Page, petitions: unknown[]): Promise<void> {
  await page.route(LIST, (route) =>
    route.fulfill({ json: { petitions }, headers: { "access-control-allow-origin": "*" } }),
  );
}

/** Attributes of the element on the page. */
type Attributes = Readonly<Record<string, string>>;

/** The partner's page, its strict policy included, with elements of these attributes instead. */
async function visit(page: Page, server: Server, ...elements: Attributes[]): Promise<Locator> {
  await page.goto(server.site);
  await page.evaluate(
    ([api, all]) => {
      const main = document.createElement("main");
      const heading = document.createElement("h1");
      heading.textContent = "Agir";
      main.append(heading);
      for (const attributes of all) {
        const element = document.createElement("wesign-mobilisations");
        for (const [name, value] of Object.entries({ api, lang: "fr", ...attributes })) {
          element.setAttribute(name, value);
        }
        const link = document.createElement("a");
        link.href = "/liste";
        link.textContent = "Toutes les pétitions";
        element.append(link);
        main.append(element);
      }
      document.body.replaceChildren(main);
    },
    [server.api, elements.length > 0 ? elements : [{}]] as const,
  );
  return page.locator("wesign-mobilisations").first().locator(".frame");
}

/** The cards' titles below a heading, in order. */
const titles = (list: Locator, heading: string): Promise<string[]> =>
  list.getByRole("region", { name: heading }).getByRole("heading", { level: 4 }).allTextContents();

const askFor = async (list: Locator, postcode: string): Promise<void> => {
  await list.getByLabel("Code postal").fill(postcode);
  await list.getByRole("button", { name: "Voir près de chez moi" }).click();
};

/** The events of the elements, as the page hears them: name and detail. */
async function hear(page: Page): Promise<() => Promise<[string, unknown][]>> {
  await page.evaluate(() => {
    const heard: [string, unknown][] = [];
    Object.assign(globalThis, { heard });
    for (const name of ["ready", "opened", "error", "viewed", "signed"]) {
      document.addEventListener(`wesign:${name}`, (event) =>
        heard.push([name, (event as CustomEvent).detail]),
      );
    }
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: [string, unknown][] }).heard);
}

test("near and large ones apart; the postcode puts the near ones in order and goes nowhere", async ({
  page,
  server,
  consoleErrors,
}) => {
  const requests: Request[] = [];
  page.on("request", (request) => requests.push(request));
  await answer(page, LISTED);
  const list = await visit(page, server);
  await expect(list.getByRole("heading", { level: 2 })).toHaveText("Autour de vous");
  expect(await titles(list, "Mobilisations locales")).toEqual([
    "Une gare pour tout le monde",
    "Le sentier reste public",
    "Des pistes pour aller à l’école",
  ]);
  // Closed ones after those that can be signed.
  expect(await titles(list, "À l’échelle nationale")).toEqual([
    "Pas de reconnaissance faciale",
    "Des trains de nuit",
  ]);
  expect(await titles(list, "À l’échelle européenne")).toEqual(["L’eau n’est pas une marchandise"]);
  await expectAccessible(page, "list");
  const events = await hear(page);

  await askFor(list, POSTCODE);
  await expect(list.getByRole("heading", { name: "Près de chez vous" })).toBeFocused();
  expect(await titles(list, "Près de chez vous")).toEqual([
    "Des pistes pour aller à l’école",
    "Le sentier reste public",
  ]);
  expect(await titles(list, "Plus loin")).toEqual(["Une gare pour tout le monde"]);
  await expect(list.getByRole("status")).toHaveText(
    /^2 mobilisations à moins de 100.km de chez vous\.$/,
  );
  const velo = list.getByRole("article", { name: "Des pistes pour aller à l’école" });
  await expect(velo.getByText(/^Rennes/)).toBeVisible();
  await expect(velo.getByText(/^à (moins de )?\d.km$/)).toBeVisible();
  await expect(velo.getByText("99 signatures")).toBeVisible();
  await expect(velo.getByText("Encore 1 pour atteindre 100")).toBeVisible();
  await expect(velo.getByText("Portée par Les Amies de la Terre")).toBeVisible();
  const lyon = list.getByRole("article", { name: "Une gare pour tout le monde" });
  await expect(lyon.getByText(/^à 5\d\d.km$/)).toBeVisible();
  const closed = list.getByRole("article", { name: "Des trains de nuit" });
  await expect(closed.getByText("Pétition close")).toBeVisible();
  await expect(closed.getByRole("progressbar")).toHaveCount(0);
  await expectAccessible(page, "ordered by distance");

  const said = requests.flatMap((request) => [request.url(), request.postData() ?? ""]);
  expect(said.filter((text) => text.includes(".bin"))).toHaveLength(1);
  expect(said.filter((text) => text.includes(POSTCODE))).toEqual([]);
  expect(await events()).toEqual([]);
  expect(consoleErrors).toEqual([]);
});

test("far from everything, a postcode that nobody has, one that is none: said", async ({
  page,
  server,
}) => {
  await answer(page, LISTED);
  const list = await visit(page, server);
  await askFor(list, "97400");
  await expect(list.getByRole("status")).toHaveText(
    /^Aucune mobilisation à moins de 100.km de chez vous pour le moment\.$/,
  );
  await expect(list.getByRole("status")).toBeFocused();
  expect(await titles(list, "Plus loin")).toHaveLength(3);
  await expectAccessible(page, "nothing near");

  await askFor(list, "35999");
  const field = list.getByLabel("Code postal");
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/Nous ne connaissons pas le code postal 35999\./);
  await expect(field).toHaveAttribute("aria-invalid", "true");
  expect(await titles(list, "Mobilisations locales")).toHaveLength(3);
  await expectAccessible(page, "unknown postcode");

  await askFor(list, "35");
  await expect(field).toHaveAccessibleDescription(/Vérifiez le code postal/);
  await field.fill("");
  await expect(field).not.toHaveAttribute("aria-invalid");
});

for (const [what, response] of [
  ["an error", { status: 500, body: "oops" }],
  ["garbage", { body: "[1,2" }],
  ["another shape", { json: { petitions: "many" } }],
  ["null", { json: null }],
] as const) {
  test(`the list is answered with ${what}: the fallback stays, a second try succeeds`, async ({
    page,
    server,
  }) => {
    await page.route(LIST, (route) =>
      route.fulfill({ ...response, headers: { "access-control-allow-origin": "*" } }),
    );
    const list = await visit(page, server);
    await expect(list.getByText(/Le chargement n’a pas abouti/)).toBeVisible();
    await expect(page.getByRole("link", { name: "Toutes les pétitions" })).toBeVisible();
    await expectAccessible(page, `list: ${what}`);
    const events = await hear(page);
    await list.getByRole("button", { name: "Réessayer" }).click();
    await expect.poll(events).toHaveLength(1);
    expect((await events())[0]?.[0]).toBe("error");
    await page.unroute(LIST);
    await answer(page, LISTED);
    await list.getByRole("button", { name: "Réessayer" }).click();
    await expect(list.getByRole("heading", { name: "Mobilisations locales" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Toutes les pétitions" })).toBeHidden();
  });
}

test("the directory cannot be had: said, and tried again; the list is there all the same", async ({
  page,
  server,
}) => {
  await page.route("**/directory/**", (route) => route.abort());
  await answer(page, LISTED);
  const list = await visit(page, server, { postcode: POSTCODE });
  const alert = list.getByText(/Les distances n’ont pas pu être calculées/);
  await expect(alert).toBeVisible();
  expect(await titles(list, "Mobilisations locales")).toHaveLength(3);
  await expectAccessible(page, "directory unreachable");
  await page.unroute("**/directory/**");
  // A manifest that leads elsewhere is not followed.
  await page.route("**/manifest.json", (route) =>
    route.fulfill({
      json: { shards: {}, points: "https://evil.example/points.bin" },
      headers: { "access-control-allow-origin": "*" },
    }),
  );
  await list.getByRole("button", { name: "Réessayer" }).click();
  await expect(list.getByRole("button", { name: "Réessayer" })).toBeFocused();
  await page.unroute("**/manifest.json");
  await list.getByRole("button", { name: "Réessayer" }).click();
  await expect(list.getByRole("heading", { name: "Près de chez vous" })).toBeFocused();
  await expect(alert).toBeHidden();
});

test("no mobilisation: said, and nobody is asked for a postcode", async ({ page, server }) => {
  await answer(page, []);
  const list = await visit(page, server, { postcode: POSTCODE });
  await expect(list.getByText(/pas de mobilisation à rejoindre/)).toBeVisible();
  await expect(list.getByLabel("Code postal")).toBeHidden();
  await expectAccessible(page, "empty list");
});

test("bad data: markup is text, a long word breaks, a picture that does not load leaves no hole", async ({
  page,
  server,
}) => {
  const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>{n}&amp;';
  const many = Array.from({ length: 40 }, (_, n) => ({ id: `o${n}`, name: `${markup} ${n}` }));
  let dialogs = 0;
  page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await page.route("**/images/**", (route) =>
    route.request().url().includes("broken")
      ? route.abort()
      : route.fulfill({
          contentType: "image/svg+xml",
          body: '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><rect width="64" height="36"/></svg>',
        }),
  );
  await answer(page, [
    listing("markup", markup, {
      summary: markup,
      image: `${server.site}/images/broken.png`,
      image_alt: markup,
      scope: "local",
      place: { name: markup, departement: markup, point: [1e300, "x"] },
      organisations: many,
      url: "javascript:alert(3)",
    }),
    listing("long", "m".repeat(300), {
      summary: "m".repeat(300),
      image: `${server.site}/images/good.svg`,
      image_alt: "Une place vide",
    }),
    listing("elsewhere", "Adresse refusée", { image: "javascript:alert(4)", count: -3 }),
    { id: 3, title: null },
    "x",
    null,
  ]);
  await page.setViewportSize({ width: 300, height: 800 });
  const list = await visit(page, server, { postcode: POSTCODE });
  await expect(list.locator(".tile")).toHaveCount(3);
  // Without an address that may be followed, the card opens its petition in place.
  await expect(list.getByRole("button", { name: markup })).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide, "scrolls sideways").toBe(false);
  const picture = list.getByRole("img", { name: "Une place vide" });
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toBeVisible();
  await expect(picture).toHaveAttribute("loading", "lazy");
  await expect(list.locator("img")).toHaveCount(1);
  await expectAccessible(page, "bad data");
  expect(dialogs).toBe(0);
});

test("by keyboard alone, to the petition's own page", async ({ page, server }) => {
  await page
    .context()
    .route("https://petitions.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Pétition</title>" }),
    );
  await answer(page, LISTED);
  const list = await visit(page, server);
  await expect(list.getByLabel("Code postal")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(list.getByLabel("Code postal")).toBeFocused();
  await page.keyboard.type(POSTCODE);
  await page.keyboard.press("Enter");
  await expect(list.getByRole("heading", { name: "Près de chez vous" })).toBeFocused();
  await page.keyboard.press("Tab");
  const link = list.getByRole("link", { name: "Des pistes pour aller à l’école" });
  await expect(link).toBeFocused();
  const outline = await link.evaluate((it) => getComputedStyle(it, "::after").outlineStyle);
  expect(outline, "the focus is seen around the card").toBe("solid");
  const opened: unknown[] = [];
  await page.exposeFunction("opened", (detail: unknown) => opened.push(detail));
  await page.evaluate(() =>
    document.addEventListener("wesign:opened", (event) =>
      (globalThis as unknown as { opened(detail: unknown): void }).opened(
        (event as CustomEvent).detail,
      ),
    ),
  );
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("https://petitions.example/velo");
  expect(opened).toEqual([{ petition: "velo" }]);
});

test("a petition opens in place and keeps what was typed", async ({
  page,
  server,
  consoleErrors,
}) => {
  await answer(page, [...LISTED, local(PETITION, "Pas de reconnaissance faciale ici", RENNES)]);
  const list = await visit(page, server, { open: "here", scheme: "dark" });
  await askFor(list, POSTCODE);
  await expect(list.getByRole("heading", { name: "Près de chez vous" })).toBeFocused();
  const events = await hear(page);
  const card = list.getByRole("button", { name: "Pas de reconnaissance faciale ici" });
  await card.focus();
  await page.keyboard.press("Enter");
  const region = list.getByRole("region", { name: "Pas de reconnaissance faciale ici" });
  await expect(region).toBeFocused();
  await expect(card).toBeHidden();
  const petition = region.locator("wesign-petition");
  await expect(petition.getByRole("button", { name: "Signer la pétition" })).toBeVisible();
  await expect(petition.locator(".frame")).toHaveClass("frame dark");
  await expectAccessible(page, "open in place");
  await page
    .locator("wesign-mobilisations")
    .evaluate((element) => element.setAttribute("scheme", "light"));
  await expect(petition.locator(".frame")).toHaveClass("frame light");
  await petition.getByLabel("Prénom").fill(SIGNER.given);

  await list.getByRole("button", { name: "Retour aux mobilisations" }).click();
  await expect(card).toBeFocused();
  await expect(region).toBeHidden();
  await expect(list.getByLabel("Code postal").first()).toHaveValue(POSTCODE);
  await list.getByRole("button", { name: "Le sentier reste public" }).click();
  // Its petition is not on this server: the element says so, the way back stays.
  await expect(list.getByText(/Cette pétition n’existe pas/)).toBeVisible();
  await list.getByRole("button", { name: "Retour aux mobilisations" }).click();
  await card.click();
  await expect(petition.getByLabel("Prénom")).toBeVisible();
  await expect(petition.getByLabel("Prénom")).toHaveValue(SIGNER.given);

  const heard = await events();
  expect(heard.filter(([name]) => name === "opened").map(([, detail]) => detail)).toEqual([
    { petition: PETITION },
    { petition: "sentier" },
    { petition: PETITION },
  ]);
  expect(JSON.stringify(heard)).not.toContain(POSTCODE);
  expect(consoleErrors.filter((text) => !text.includes("404"))).toEqual([]);
});

test("options: postcode, radius and texts; what is wrong is named and left out", async ({
  page,
  server,
}) => {
  const warnings: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  await answer(page, LISTED);
  const list = await visit(page, server, { postcode: POSTCODE, radius: "20" });
  await expect(list.getByRole("status")).toHaveText(
    /^1 mobilisation à moins de 20.km de chez vous\.$/,
  );
  expect(await titles(list, "Près de chez vous")).toEqual(["Des pistes pour aller à l’école"]);
  expect(warnings).toEqual([]);
  await page.locator("wesign-mobilisations").evaluate((element) => {
    (element as HTMLElement & { options: unknown }).options = {
      radius: -3,
      open: "window",
      postcode: 35000,
      texts: { "around.heading": "Chez nous" },
    };
  });
  await expect(list.getByRole("heading", { level: 2 })).toHaveText("Chez nous");
  await expect(list.getByRole("status")).toHaveText(/^2 mobilisations à moins de 100.km/);
  for (const option of ["radius", "open", "postcode"]) {
    const named = `<wesign-mobilisations> ${option}: expected`;
    expect(warnings.filter((text) => text.includes(named))).toHaveLength(1);
  }
});

test("in English; several on a page, each on its own", async ({ page, server, consoleErrors }) => {
  await answer(page, LISTED);
  const english = await visit(page, server, { lang: "en", postcode: "69001" }, { radius: "1" });
  const french = page.locator("wesign-mobilisations").nth(1).locator(".frame");
  await expect(english.getByRole("status")).toHaveText(/^1 mobilisation within 100.km of you\.$/);
  expect(await titles(english, "Near you")).toEqual(["Une gare pour tout le monde"]);
  expect(await titles(english, "Nationwide")).toHaveLength(2);
  await expect(english.getByRole("heading", { level: 4 }).first()).toHaveAttribute("lang", "fr");
  await expect(french.getByLabel("Code postal")).toHaveValue("");
  expect(await titles(french, "Mobilisations locales")).toHaveLength(3);
  expect(consoleErrors).toEqual([]);
});

test("from 280 to 1,400 px: as many cards beside each other as there is room for", async ({
  page,
  server,
}) => {
  await answer(page, LISTED);
  for (const [width, beside] of [
    [280, 1],
    [360, 1],
    [700, 2],
    [1400, 3],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    const list = await visit(page, server);
    const cards = list.getByRole("region", { name: "Mobilisations locales" }).getByRole("article");
    await expect(cards).toHaveCount(3);
    const tops = await cards.evaluateAll((all) => all.map((it) => it.getBoundingClientRect().top));
    expect(tops.filter((top) => top === tops[0])).toHaveLength(beside);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide, `scrolls sideways at ${width} px`).toBe(false);
  }
});

test("the server's own list", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "wesign-"));
  try {
    const file = (id: string, more: object): void =>
      writeFileSync(join(folder, `${id}.json`), JSON.stringify({ id, lang: "fr", ...more }));
    file("velo", { title: "Des pistes", scope: "local", place: RENNES, counted_elsewhere: 120 });
    file("eau", { title: "L’eau", scope: "european" });
    await using server = await Server.start("--mobilisations", folder);
    const list = await visit(page, server, { postcode: POSTCODE, open: "here" });
    await expect(list.getByRole("heading", { name: "Près de chez vous" })).toBeVisible();
    expect(await titles(list, "Près de chez vous")).toEqual(["Des pistes"]);
    expect(await titles(list, "À l’échelle européenne")).toEqual(["L’eau"]);
    await expect(list.getByText("120 signatures")).toBeVisible();
    await list.getByRole("button", { name: "Des pistes" }).click();
    await expect(list.getByRole("button", { name: "Signer la pétition" })).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
