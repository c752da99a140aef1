// Bad networks and bad answers: a message, a way to go on, and nothing typed is lost.
import { rows } from "./database.ts";
import {
  expect,
  expectAccessible,
  fill,
  openPage,
  SIGNER,
  submit,
  test,
  widget,
} from "./fixtures.ts";

const SIGNATURES = "**/api/petitions/*/signatures";

test("the API goes down while signing: said, kept; who does not want to wait asks at once", async ({
  page,
  server,
}) => {
  const petition = await openPage(page, server);
  await fill(petition);
  const keys: (string | undefined)[] = [];
  await page.route(SIGNATURES, async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    // The widget would wait for ten minutes.
    return route.fulfill({
      status: 503,
      headers: {
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Retry-After",
        "retry-after": "3600",
      },
    });
  });
  await submit(petition);
  const notice = petition
    .getByRole("alert")
    .filter({ hasText: /Rien de ce que vous avez écrit n’est perdu/ });
  await expect(notice).toBeVisible();
  await expect(notice).toContainText("Nous réessayons de nous-mêmes");
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue(SIGNER.email);
  await expectAccessible(page, "failed signature");
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
});

for (const [what, answer] of [
  ["an HTML page", { status: 200, contentType: "text/html", body: "<h1>Captive portal</h1>" }],
  [
    "JSON of another shape",
    { status: 201, contentType: "application/json", body: '{"count":"many"}' },
  ],
  ["a truncated body", { status: 201, contentType: "application/json", body: '{"count":14' }],
  ["an error without a code", { status: 500, contentType: "text/plain", body: "oops" }],
  [
    "an unknown refusal",
    { status: 403, contentType: "application/problem+json", body: '{"code":"never_heard"}' },
  ],
] as const) {
  test(`signing is answered with ${what}`, async ({ page, server }) => {
    const petition = await openPage(page, server);
    await fill(petition);
    await page.route(SIGNATURES, (route) =>
      route.fulfill({ ...answer, headers: { "access-control-allow-origin": "*" } }),
    );
    await submit(petition);
    await expect(petition.getByRole("alert").filter({ hasText: /perdu/ })).toBeVisible();
    await expect(petition.getByLabel("Prénom")).toHaveValue(SIGNER.given);
    await expect(petition.getByText(/Merci Éléonore/)).toHaveCount(0);
  });
}

test("a slow answer: pending is visible, a second press sends nothing", async ({
  page,
  server,
}) => {
  const petition = await openPage(page, server);
  await fill(petition);
  let sent = 0;
  await page.route(SIGNATURES, async (route) => {
    sent += 1;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    await route.continue();
  });
  await submit(petition);
  await expect(
    petition.getByRole("status").filter({ hasText: "Envoi de votre signature" }),
  ).toBeVisible();
  await expectAccessible(page, "pending");
  // `force`: the button says that it is disabled, a person can press it all the same.
  await petition.getByRole("button", { name: "Signer la pétition" }).click({ force: true });
  await expect(petition.getByText(/prend plus de temps/)).toBeVisible();
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible({ timeout: 15_000 });
  expect(sent).toBe(1);
});

test("the directory is unreachable: said, and tried again", async ({ page, server }) => {
  const petition = await openPage(page, server);
  await fill(petition);
  await page.route("**/directory/**", (route) => route.abort());
  await submit(petition);
  await expect(petition.getByText("La liste des élu·es n’a pas pu être chargée.")).toBeVisible();
  await expectAccessible(page, "directory unreachable");
  await page.unroute("**/directory/**");
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(
    petition.getByRole("button", { name: /circonscription de Paris/ }).first(),
  ).toBeVisible();
});

test("the petition cannot be loaded: the partner's form stays, and a second try succeeds", async ({
  page,
  server,
}) => {
  await page.route("**/api/petitions/*", (route) => route.abort());
  await page.goto(server.site);
  const petition = widget(page);
  await expect(petition.getByText(/n’a pas abouti/)).toBeVisible();
  await expect(page.locator("form.fallback")).toBeVisible();
  await expectAccessible(page, "petition unreachable");
  await page.unroute("**/api/petitions/*");
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.getByRole("button", { name: "Signer la pétition" })).toBeVisible();
  await expect(page.locator("form.fallback")).toBeHidden();
});

test("the API answers garbage for the petition: the partner's form stays", async ({
  page,
  server,
}) => {
  await page.route("**/api/petitions/*", (route) =>
    route.fulfill({
      contentType: "application/json",
      body: "[1,2",
      headers: { "access-control-allow-origin": "*" },
    }),
  );
  await page.goto(server.site);
  await expect(widget(page).getByText(/n’a pas abouti/)).toBeVisible();
  await expect(page.locator("form.fallback")).toBeVisible();
});

test("the petition takes 10 s: said, the partner's form meanwhile, what it got is kept", async ({
  page,
  server,
}) => {
  await page.route("**/api/petitions/*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    await route.continue();
  });
  await page.goto(server.site);
  await expect(widget(page).getByRole("status")).toHaveText(/prend plus de temps/, {
    timeout: 9_500,
  });
  const fallback = page.locator("form.fallback");
  await fallback.getByLabel("Adresse e-mail").fill(SIGNER.email);
  await expectAccessible(page, "slow load");
  const email = widget(page).getByLabel("Adresse e-mail");
  await expect(email).toHaveValue(SIGNER.email);
  await expect(email).toBeFocused();
  await expect(fallback).toBeHidden();
});

for (const [what, answer] of [
  ["garbage", { body: "<h1>Captive portal</h1>" }],
  ["null", { body: "null" }],
  ["another type", { body: '{"count":"many"}' }],
  ["a negative number", { body: '{"count":-1}' }],
  ["an older number", { body: '{"count":12}' }],
  ["an error", { status: 503, body: "" }],
  ["nothing for 10 s", undefined],
] as const) {
  test(`the count is answered with ${what}: the known one stays`, async ({
    page,
    server,
    consoleErrors,
  }) => {
    await page.clock.install();
    const petition = await openPage(page, server);
    let asked = 0;
    await page.route("**/count", async (route) => {
      asked += 1;
      const headers = { "access-control-allow-origin": "*" };
      if (asked > 1) return route.fulfill({ headers, json: { count: 15_001 } });
      if (answer) return route.fulfill({ ...answer, headers });
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      return route.abort();
    });
    await petition.getByLabel("Prénom").fill(SIGNER.given);
    await page.clock.runFor(16_000);
    await expect.poll(() => asked).toBe(1);
    await expect(petition.getByText(/14.832 signatures/)).toBeVisible();
    // The next answer counts again, and nobody who types notices.
    await expect
      .poll(
        async () => {
          // In small steps: the widget gives a request up after 15 s of this clock, too.
          await page.clock.runFor(2_000);
          return asked;
        },
        { timeout: 20_000, intervals: [20] },
      )
      .toBeGreaterThan(1);
    await expect(petition.getByText(/15.001 signatures/)).toBeVisible();
    await expect(petition.getByLabel("Prénom")).toHaveValue(SIGNER.given);
    await expect(petition.getByLabel("Prénom")).toBeFocused();
    const own = consoleErrors.filter((text) => !text.startsWith("Failed to load resource"));
    expect(own).toEqual([]);
  });
}

test("the words cannot be loaded: the partner's form speaks for itself", async ({
  page,
  server,
  consoleErrors,
}) => {
  await page.route("**/locales/*.json", (route) => route.abort());
  await page.goto(server.site);
  await expect(page.locator("form.fallback")).toBeVisible();
  await expectAccessible(page, "no words");
  const own = consoleErrors.filter((text) => !text.startsWith("Failed to load resource"));
  expect(own).toEqual([]);
});

test("the form's rules come with the first focus; slow, and what was done meanwhile is judged", async ({
  page,
  server,
  consoleErrors,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  await page.route("**/rules.wasm", async (route) => {
    asked += 1;
    await held;
    await route.continue();
  });
  const petition = await openPage(page, server);
  expect(asked, "a form can be read without them").toBe(0);
  await fill(petition);
  const email = petition.getByLabel("Adresse e-mail");
  await email.fill("eleonore@");
  await submit(petition);
  await expect.poll(() => asked).toBe(1);
  await expect(email).not.toHaveAttribute("aria-invalid", "true");
  expect(await rows(server.database, "SELECT id FROM signature")).toEqual([]);
  release();
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toBeFocused();
  await email.fill(SIGNER.email);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
  expect(consoleErrors).toEqual([]);
});

test("the form's rules cannot be loaded: the API judges, at the field, and signs", async ({
  page,
  server,
  consoleErrors,
}) => {
  await page.route("**/rules.wasm", (route) => route.abort());
  const petition = await openPage(page, server);
  await fill(petition);
  const email = petition.getByLabel("Adresse e-mail");
  await email.fill("eleonore@");
  await submit(petition);
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toBeFocused();
  await email.fill(SIGNER.email);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
  const own = consoleErrors.filter((text) => !text.startsWith("Failed to load resource"));
  expect(own).toEqual([]);
});

test("the next step cannot be loaded: signed all the same, and a second try succeeds", async ({
  page,
  server,
  consoleErrors,
}) => {
  await page.route("**/message.wasm", (route) => route.abort());
  const petition = await openPage(page, server);
  await fill(petition);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(petition.getByText("La suite n’a pas pu être chargée.")).toBeVisible();
  await expectAccessible(page, "next step unreachable");
  const again = petition.getByRole("button", { name: "Réessayer" });
  await again.click();
  // Once more in vain; the keyboard's place is kept all along.
  await expect(again).toBeVisible();
  await page.unroute("**/message.wasm");
  await page.keyboard.press("Tab");
  await expect(again).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(
    petition.getByRole("button", { name: /circonscription de Paris/ }).first(),
  ).toBeVisible();
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
  const own = consoleErrors.filter((text) => !text.startsWith("Failed to load resource"));
  expect(own).toEqual([]);
});

for (const [what, pattern, body] of [
  ["manifest", "**/directory/manifest.json", "[]"],
  ["manifest that leads elsewhere", "**/directory/manifest.json", '{"shards":{"75":"../x"}}'],
  ["shard", "**/directory/75.*.bin", "no shard"],
] as const) {
  test(`the directory answers with a damaged ${what}: never a wrong person`, async ({
    page,
    server,
  }) => {
    const petition = await openPage(page, server);
    await fill(petition);
    await page.route(pattern, (route) =>
      route.fulfill({ body, headers: { "access-control-allow-origin": "*" } }),
    );
    await submit(petition);
    await expect(petition.getByText("La liste des élu·es n’a pas pu être chargée.")).toBeVisible();
    await page.unroute(pattern);
    await petition.getByRole("button", { name: "Réessayer" }).click();
    await expect(
      petition.getByRole("button", { name: /circonscription de Paris/ }).first(),
    ).toBeVisible();
  });
}
