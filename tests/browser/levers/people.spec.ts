// Who carries the petition, and who signed it lately; and what the host page hears of all of it.
import {
  answer,
  changePetition,
  embed,
  expect,
  expectAccessible,
  expectNothingCutOff,
  fill,
  json,
  LOCAL,
  listen,
  MARKUP,
  SIGNER,
  submit,
  tabTo,
  test,
  WORD,
} from "./fixtures.ts";

test("the cards of the organisations open on demand, by mouse and by keyboard", async ({
  page,
  server,
  consoleErrors,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const petition = await embed(page, server, { petition: "reconnaissance-faciale" });
  const line = petition.locator(".by summary");
  await expect(line).toHaveText(/^Portée par Visages Libres/);
  expect(asked.filter((url) => url.includes("levers.wasm"))).toEqual([]);
  await line.click();
  const card = petition.locator(".org").first();
  await expect(card.getByRole("link", { name: "Mastodon" })).toBeVisible();
  await expect(card).toContainText("Collectif");
  await expect(card.locator("img")).toHaveJSProperty("complete", true);
  await expect(card.getByRole("link", { name: /@/ })).toHaveAttribute("href", /^mailto:/);
  await expectAccessible(page, "organisations");
  await line.click();
  await expect(card).toBeHidden();
  await page.reload();
  await tabTo(page, /^Portée par/);
  await page.keyboard.press("Enter");
  await expect(petition.locator(".org").first()).toBeVisible();
  expect(consoleErrors).toEqual([]);
});

test("forty organisations, hostile ones, logos that do not load", async ({ page, server }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await changePetition(page, (petition) => {
    petition["organisations"] = Array.from({ length: 40 }, (_, n) => ({
      id: `o${n}`,
      name: n === 1 ? WORD : `${MARKUP} ${n}`,
      url: n % 2 ? "javascript:alert(1)" : "https://example.org",
      logo: n % 3 ? "javascript:alert(1)" : `${server.api}/nothing-here-${n}.png`,
      text: n % 4 ? MARKUP : WORD,
      email: n % 5 ? "a b@c\n" : "a@example.org",
      links: [
        { network: "gopher", url: "https://gopher.example/x" },
        { network: "x", url: "javascript:alert(1)" },
        { network: MARKUP },
        7,
      ],
    }));
    (petition["organisations"] as unknown[]).push({ id: "nameless" });
  });
  const petition = await embed(page, server, { petition: "reconnaissance-faciale" });
  const line = petition.locator(".by summary");
  await expect(line).toContainText("et 36 autres organisations");
  await line.click();
  await expect(petition.locator(".org")).toHaveCount(40);
  // They load as they come into view, and go without a hole.
  for (const card of await petition.locator(".org").all()) await card.scrollIntoViewIfNeeded();
  await expect(petition.locator(".org img")).toHaveCount(0);
  await expect(petition.locator("script, a[href^=javascript]")).toHaveCount(0);
  await expect(petition.locator(".org").first().getByRole("link")).toHaveText([
    /0/,
    "a@example.org",
    "gopher.example",
  ]);
  await expectNothingCutOff(page);
  await expectAccessible(page, "forty organisations");
});

test("the module of the cards does not load: said, tried again; signing goes on", async ({
  page,
  server,
}) => {
  let blocked = true;
  await page.route("**/levers.wasm", (route) => (blocked ? route.abort() : route.continue()));
  const petition = await embed(page, server, { petition: "reconnaissance-faciale", steps: "sign" });
  await petition.locator(".by summary").click();
  await expect(petition.getByText("La suite n’a pas pu être chargée.")).toBeVisible();
  blocked = false;
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.locator(".org").first()).toBeVisible();
  await fill(petition);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
});

test("who signed lately: a quiet line, and nothing where there is none or it fails", async ({
  page,
  server,
}) => {
  let respond = json({
    signatories: [
      { given_name: "Claire", locality: "Rennes" },
      { given_name: "Paul", locality: "" },
      { given_name: MARKUP, locality: WORD },
      { given_name: "Ana", locality: "" },
      { given_name: "", locality: "Nulle part" },
      { given_name: "Bo", locality: "" },
    ],
  });
  await answer(page, "signatories", (route) => route.fulfill(respond));
  let petition = await embed(page, server, { steps: "sign" });
  const line = petition.getByText("Dernières signatures");
  await expect(line).toContainText(/Claire \(Rennes\), Paul, .*et 2 autres personnes$/);
  await expect(petition.locator("img[onerror], img[src=x], script")).toHaveCount(0);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNothingCutOff(page);
  await expectAccessible(page, "latest signatories");
  for (respond of [json({ signatories: [] }), json({}, 500), json({ signatories: { a: 1 } })]) {
    const answered = page.waitForResponse("**/signatories*");
    petition = await embed(page, server, { steps: "sign" });
    await answered;
    await expect(petition.getByText("Dernières signatures")).toHaveCount(0);
    await fill(petition);
  }
});

test("who consents to be shown is shown to the next; who does not, is not", async ({
  page,
  server,
}) => {
  let petition = await embed(page, server, { steps: "sign" });
  await fill(petition);
  await petition.getByRole("checkbox", { name: /apparaître/ }).check();
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  petition = await embed(page, server, { steps: "sign" });
  await fill(petition, { ...SIGNER, given: "Secret", email: "secret@example.org" });
  await submit(petition);
  await expect(petition.getByText(/Merci Secret/)).toBeVisible();
  await expect(async () => {
    petition = await embed(page, server, { steps: "sign" });
    await expect(petition.getByText("Dernières signatures")).toContainText("Éléonore", {
      timeout: 2_000,
    });
  }).toPass();
  await expect(petition.getByText("Secret")).toHaveCount(0);
});

test("a petition that asks nobody to be shown does not load what would show them", async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await embed(page, server, { petition: "reconnaissance-faciale" });
  await page.waitForTimeout(1_000);
  expect(asked.filter((url) => /signatories|levers/.test(url))).toEqual([]);
});

test("through the whole journey, no event tells anything of the person", async ({
  page,
  server,
}) => {
  for (const host of ["https://helloasso.example/**", "https://wa.me/**"]) {
    await page.context().route(host, (route) => route.fulfill({ body: "" }));
  }
  const petition = await embed(page, server, { steps: "sign gatherings donate share updates" });
  const heard = await listen(page);
  const person = {
    given: "Prénomsecret",
    family: "Nomsecret",
    email: "secret@example.org",
    postcode: "35000",
  };
  await fill(petition, person);
  await submit(petition);
  await petition
    .getByRole("button", { name: /^Je viens/ })
    .first()
    .click();
  await expect(petition.getByText("C’est noté, à bientôt !")).toBeVisible();
  const on = () => petition.getByRole("button", { name: /^Continuer/ }).click();
  await on();
  await petition.getByRole("link", { name: /^Faire un don/ }).click();
  await on();
  await petition.getByRole("link", { name: /^WhatsApp/ }).click();
  await on();
  await petition.getByRole("checkbox", { name: /avance/ }).check();
  await petition.getByRole("button", { name: "Tenez-moi au courant" }).click();
  await expect(petition.getByText("C’est noté : nous vous écrirons.")).toBeVisible();
  const events = await heard();
  const types = new Set(events.map(({ type }) => type));
  for (const name of [
    "signed",
    "viewed",
    "gathering-joined",
    "donate-opened",
    "shared",
    "subscribed",
  ]) {
    expect([...types]).toContain(`wesign:${name}`);
  }
  for (const { type, detail } of events) {
    const allowed = ["petition", "step", "channel"];
    expect(allowed, type).toEqual(expect.arrayContaining(Object.keys(detail as object)));
    expect((detail as { petition: string }).petition).toBe(LOCAL);
  }
  // Nothing that was typed, nor which gathering, nor where.
  expect(JSON.stringify(events)).not.toMatch(/secret|35000|mairie|atelier|thabor/i);
});
