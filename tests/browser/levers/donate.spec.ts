// Donate: the way to the crowdfunding page, and what is known of how far it has come.
import {
  answer,
  embed,
  expect,
  expectAccessible,
  focused,
  json,
  listen,
  MARKUP,
  tabTo,
  test,
  WORD,
} from "./fixtures.ts";

const PAGE = "https://helloasso.example/associations/cours-vivantes/collectes/cent-arbres";

test("amount, goal and donors; the page opens beside, and the host page hears it", async ({
  page,
  server,
  consoleErrors,
}) => {
  await page
    .context()
    .route("https://helloasso.example/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Don</title>" }),
    );
  const petition = await embed(page, server, { steps: "donate share" });
  const heard = await listen(page);
  await expect(petition.getByText(/2.310.€ collectés/)).toBeVisible();
  await expect(petition.getByText(/sur un objectif de 4.000.€/)).toBeVisible();
  await expect(petition.getByRole("progressbar", { name: /4.000.€/ })).toHaveAttribute(
    "value",
    "577",
  );
  await expect(petition.getByText("96 personnes ont déjà donné.")).toBeVisible();
  await expect(petition.getByText("Le don se fait sur helloasso.example")).toBeVisible();
  await expectAccessible(page, "donate");
  const opened = page.waitForEvent("popup");
  await petition.getByRole("link", { name: /^Faire un don/ }).click();
  expect((await opened).url()).toBe(PAGE);
  await expect(petition.getByText("Merci ! La page de don s’est ouverte")).toBeVisible();
  await expectAccessible(page, "donation opened");
  expect((await heard()).filter(({ type }) => type === "wesign:donate-opened")).toEqual([
    { type: "wesign:donate-opened", detail: { petition: "cours-d-ecole-rennes" } },
  ]);
  // Done, and said so on the way.
  await expect(petition.getByRole("button", { name: /Donner.*fait/ })).toBeVisible();
  expect(consoleErrors).toEqual([]);
});

test("by keyboard", async ({ page, server }) => {
  await page
    .context()
    .route("https://helloasso.example/**", (route) => route.fulfill({ body: "" }));
  const petition = await embed(page, server, { steps: "donate" });
  await expect(petition.getByRole("link", { name: /^Faire un don/ })).toBeVisible();
  await tabTo(page, /^Faire un don/);
  const opened = page.waitForEvent("popup");
  await page.keyboard.press("Enter");
  expect((await opened).url()).toBe(PAGE);
  expect(await focused(page)).toMatch(/^Faire un don/);
});

test("what is not known is not there", async ({ page, server }) => {
  let donation: object = {};
  await answer(page, "donation", (route) => route.fulfill(json(donation)));
  const open = async (given: object) => {
    donation = { url: PAGE, platform: "other", text: "", currency: "EUR", ...given };
    const petition = await embed(page, server, { steps: "donate" });
    await expect(petition.getByRole("link", { name: /^Faire un don/ })).toBeVisible();
    return petition;
  };
  const nothing = await open({ raised: null, goal: null, donors: null });
  // The petition's own progress bar is the only one.
  await expect(nothing.getByRole("progressbar")).toHaveCount(1);
  await expect(nothing.getByText(/collectés|objectif/)).toHaveCount(0);
  await expectAccessible(page, "donate without amounts");
  const raised = await open({ raised: 123_450, goal: null });
  await expect(raised.getByText(/1.234,50.€ collectés/)).toBeVisible();
  await expect(raised.getByRole("progressbar")).toHaveCount(1);
  const passed = await open({ raised: 900_000, goal: 400_000 });
  await expect(passed.getByRole("progressbar", { name: /4.000/ })).toHaveAttribute("value", "1000");
  const coins = await open({ raised: 100, goal: 200, currency: "gold coins" });
  await expect(coins.getByText(/collectés/)).toHaveCount(0);
});

test("no donation, a page that may not be linked, hostile texts", async ({ page, server }) => {
  let respond = json({ code: "donation_not_found" }, 404);
  await answer(page, "donation", (route) => route.fulfill(respond));
  let petition = await embed(page, server, { steps: "donate" });
  await expect(petition.getByText("Il n’y a pas de collecte en ce moment.")).toBeVisible();
  respond = json({ url: "javascript:alert(1)", text: "x" });
  petition = await embed(page, server, { steps: "donate" });
  await expect(petition.getByText("Il n’y a pas de collecte en ce moment.")).toBeVisible();
  respond = json({ url: PAGE, text: MARKUP + WORD, currency: MARKUP, raised: "much", goal: -1 });
  petition = await embed(page, server, { steps: "donate" });
  await expect(petition.getByText(MARKUP)).toBeVisible();
  await expect(petition.locator("img[onerror], img[src=x], script")).toHaveCount(0);
});

for (const [what, respond] of [
  ["500", json({}, 500)],
  ["garbage", { status: 200, contentType: "text/html", body: "oops" }],
] as const) {
  test(`the API answers ${what}: said, tried again, and the rest goes on`, async ({
    page,
    server,
  }) => {
    let broken = true;
    await answer(page, "donation", (route) => (broken ? route.fulfill(respond) : route.continue()));
    const petition = await embed(page, server, { steps: "donate share" });
    await expect(petition.getByText("La collecte n’a pas pu être chargée.")).toBeVisible();
    await expectAccessible(page, "donation failed");
    await petition.getByRole("button", { name: "Réessayer" }).click();
    // Still broken: said again, and the focus is there.
    await expect.poll(() => focused(page)).toContain("La collecte n’a pas pu être chargée.");
    broken = false;
    await petition.getByRole("button", { name: "Réessayer" }).click();
    await expect(petition.getByRole("link", { name: /^Faire un don/ })).toBeVisible();
    await petition.getByRole("button", { name: /^Continuer/ }).click();
    await expect(petition.getByRole("heading", { name: "Faites passer le mot" })).toBeFocused();
  });
}
