// Updates: the news, and what to be told about, each apart.
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

test("by mouse after signing: the address is known, each choice is stored as it was made", async ({
  page,
  server,
  consoleErrors,
}) => {
  const petition = await embed(page, server, { steps: "sign updates" });
  const heard = await listen(page);
  await fill(petition);
  await submit(petition);
  await expect(petition.getByRole("heading", { name: "Restez au courant" })).toBeVisible();
  const news = petition.getByRole("list", { name: "Les nouvelles" }).getByRole("listitem");
  await expect(news).toHaveCount(2);
  const dates = await news
    .locator("time")
    .evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute("datetime") ?? "")));
  expect(dates[0]).toBeGreaterThan(dates[1] ?? 0);
  await expect(news.first().locator("time")).toHaveText(/^\d{1,2}(er)? \p{L}+ \d{4}$/u);
  for (const box of await petition.getByRole("checkbox").all()) await expect(box).not.toBeChecked();
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue(SIGNER.email);
  await expectAccessible(page, "updates");
  await petition.getByRole("checkbox", { name: /rassemblement/ }).check();
  await petition.getByRole("button", { name: "Tenez-moi au courant" }).click();
  await expect(petition.getByText("C’est noté : nous vous écrirons.")).toBeVisible();
  expect(await focused(page)).toContain("C’est noté");
  await expectAccessible(page, "subscribed");
  const stored = await rows(server.database, "SELECT petition, email, lang FROM subscription");
  expect(stored).toEqual([{ petition: "cours-d-ecole-rennes", email: SIGNER.email, lang: "fr" }]);
  const consents = await rows(
    server.database,
    "SELECT purpose, granted, wording FROM subscription_consent",
  );
  expect(Object.fromEntries(consents.map((row) => [row["purpose"], row["granted"]]))).toEqual({
    petition_updates: 0,
    gatherings: 1,
    similar_petitions: 0,
  });
  expect(consents.map((row) => row["wording"])).toContain("widget.gatherings");
  expect(await heard()).toContainEqual({
    type: "wesign:subscribed",
    detail: { petition: "cours-d-ecole-rennes" },
  });
  expect(consoleErrors).toEqual([]);
});

test("by keyboard, unknown: nothing chosen is said, then the address, then it is done", async ({
  page,
  server,
}) => {
  const petition = await embed(page, server, { steps: "updates" });
  await expect(petition.getByRole("button", { name: "Tenez-moi au courant" })).toBeVisible();
  await tabTo(page, /^Adresse e-mail/);
  await page.keyboard.type("zoe@example.org");
  await page.keyboard.press("Enter");
  await expect(petition.getByText("Choisissez au moins un sujet.")).toBeVisible();
  expect(await focused(page)).toContain("quand cette pétition avance");
  await expect(petition.getByRole("checkbox").first()).toHaveAccessibleDescription(
    "Choisissez au moins un sujet.",
  );
  await expectAccessible(page, "nothing chosen");
  await tabTo(page, /pétition semblable/);
  await page.keyboard.press("Space");
  await expect(petition.getByText("Choisissez au moins un sujet.")).toHaveCount(0);
  await petition.getByLabel("Adresse e-mail").fill("zoe@");
  await page.keyboard.press("Enter");
  await expect(petition.getByLabel("Adresse e-mail")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page, "wrong address");
  await petition.getByLabel("Adresse e-mail").fill("zoe@example.org");
  await page.keyboard.press("Enter");
  await expect(petition.getByText("C’est noté : nous vous écrirons.")).toBeVisible();
  expect(await rows(server.database, "SELECT email FROM subscription")).toEqual([
    { email: "zoe@example.org" },
  ]);
});

test("back and forward keep what was typed and ticked", async ({ page, server }) => {
  const petition = await embed(page, server, { steps: "updates share" });
  await petition.getByLabel("Adresse e-mail").fill("zoe@example.org");
  await petition.getByRole("checkbox", { name: /avance/ }).check();
  await petition.getByRole("button", { name: /^Continuer/ }).click();
  await petition.getByRole("button", { name: "Retour" }).click();
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue("zoe@example.org");
  await expect(petition.getByRole("checkbox", { name: /avance/ })).toBeChecked();
});

for (const [what, respond] of [
  ["500", json({}, 500)],
  ["garbage", { status: 200, contentType: "text/html", body: "oops" }],
] as const) {
  test(`the news answer ${what}: one can subscribe all the same`, async ({ page, server }) => {
    let broken = true;
    await answer(page, "news", (route) => (broken ? route.fulfill(respond) : route.continue()));
    const petition = await embed(page, server, { steps: "updates" });
    await expect(petition.getByText("Les nouvelles n’ont pas pu être chargées.")).toBeVisible();
    await expectAccessible(page, "news failed");
    await petition.getByLabel("Adresse e-mail").fill("zoe@example.org");
    await petition.getByRole("checkbox", { name: /avance/ }).check();
    await petition.getByRole("button", { name: "Tenez-moi au courant" }).click();
    await expect(petition.getByText("C’est noté : nous vous écrirons.")).toBeVisible();
    broken = false;
    await petition.getByRole("button", { name: "Réessayer" }).click();
    await expect(petition.getByRole("list", { name: "Les nouvelles" })).toBeVisible();
  });
}

test("a subscription that fails is kept and tried again under the same key", async ({
  page,
  server,
}) => {
  const petition = await embed(page, server, { steps: "updates" });
  const keys: (string | undefined)[] = [];
  await answer(page, "subscriptions", async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length === 1) return route.abort("connectionreset");
    return route.continue();
  });
  await petition.getByLabel("Adresse e-mail").fill("zoe@example.org");
  await petition.getByRole("checkbox", { name: /avance/ }).check();
  await petition.getByRole("button", { name: "Tenez-moi au courant" }).click();
  await expect(petition.getByRole("alert").filter({ hasText: "n’est perdu" })).toBeVisible();
  await expectAccessible(page, "subscription failed");
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.getByText("C’est noté : nous vous écrirons.")).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("no news, much news, hostile news", async ({ page, server, consoleErrors }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  let news: object[] = [];
  await answer(page, "news", (route) => route.fulfill(json({ news })));
  let petition = await embed(page, server, { steps: "updates" });
  await expect(petition.getByText("Pas encore de nouvelles")).toBeVisible();
  news = Array.from({ length: 50 }, (_, n) => ({
    id: `n${n}`,
    at: new Date(Date.UTC(2026, 0, 1 + n)).toISOString().replace(".000", ""),
    title: `${MARKUP} ${n} ${WORD}`,
    text: [WORD, MARKUP, 7],
    url: n % 2 ? "javascript:alert(1)" : "https://example.org/",
  }));
  news.push({ title: 12 }, 3 as unknown as object, { title: "Sans date" });
  petition = await embed(page, server, { steps: "updates" });
  await expect(petition.locator(".piece").first()).toContainText(" 49 ");
  await petition.getByText("Nouvelles plus anciennes").click();
  await expect(petition.locator(".piece")).toHaveCount(51);
  await expect(petition.locator(".piece").last()).toContainText("Sans date");
  await expect(
    petition.locator("img[onerror], img[src=x], script, a[href^=javascript]"),
  ).toHaveCount(0);
  await expectNothingCutOff(page);
  await expectAccessible(page, "much news");
  expect(consoleErrors).toEqual([]);
});
