// Sending without loss: whatever happens on the way, a signature arrives by itself, and exactly once.
import type { Locator, Page } from "@playwright/test";
import { BadNetwork, type Fault } from "./bad-network.ts";
import { rows } from "./database.ts";
import { expect, expectAccessible, fill, SIGNER, submit, test, widget } from "./fixtures.ts";
import { embed, openBody } from "./page.ts";
import type { Server } from "./server.ts";

/** The form, filled in, behind a network with these faults. */
async function formBehind(
  page: Page,
  server: Server,
  ...faults: Fault[]
): Promise<{ network: BadNetwork; petition: Locator }> {
  const network = await BadNetwork.before(server, ...faults);
  await openBody(page, server, embed(server, { attributes: { api: network.api } }));
  const petition = widget(page);
  await expect(petition.getByRole("button", { name: "Signer la pétition" })).toBeVisible();
  await fill(petition);
  return { network, petition };
}

const thanks = (petition: Locator) => petition.getByText(/Merci Éléonore/);
const waiting = (petition: Locator) =>
  petition.getByRole("alert").filter({ hasText: "Nous réessayons de nous-mêmes" });

async function expectOnce(server: Server): Promise<void> {
  const stored = await rows(server.database, "SELECT id FROM signature");
  expect(stored).toHaveLength(1);
}

/** So long that nobody waits for it: what goes on before goes on for another reason. */
const MUCH_LATER: Fault = { status: 503, retryAfter: "600" };

const LADDERS: [string, Fault[]][] = [
  ["reset connections, then a lost answer", ["reset", "reset", "lost"]],
  ["an answer that is cut short, twice", ["cut", "cut"]],
  ["500, 502, 504", [{ status: 500 }, { status: 502 }, { status: 504 }]],
  ["429 and 503 without a time", [{ status: 429 }, { status: 503 }]],
  ["a captive portal", [{ status: 200 }, { status: 511 }]],
];
for (const [what, faults] of LADDERS) {
  test(`${what}: arrives by itself, once`, async ({ page, server }) => {
    const { network, petition } = await formBehind(page, server, ...faults);
    await using _ = network;
    const attempts = faults.length + 1;
    await submit(petition);
    await expect(thanks(petition)).toBeVisible({ timeout: 20_000 });
    expect(network.posted).toHaveLength(attempts);
    expect(new Set(network.posted.map(({ key }) => key)).size).toBe(1);
    expect(new Set(network.posted.map(({ body }) => body)).size).toBe(1);
    await expectOnce(server);
  });
}

test("no answer: given up in time, and asked again", async ({ page, server }) => {
  // The page's patience, ten times as short.
  await page.addInitScript(() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (milliseconds) => timeout(milliseconds / 10);
  });
  const { network, petition } = await formBehind(page, server, "silence");
  await using _ = network;
  await submit(petition);
  await expect(waiting(petition)).toContainText("Le serveur met trop de temps");
  await expect(thanks(petition)).toBeVisible();
  expect(network.posted).toHaveLength(2);
  await expectOnce(server);
});

for (const [what, retryAfter] of [
  ["seconds", () => "2"],
  ["a date", () => new Date(Date.now() + 3_000).toUTCString()],
] as const) {
  test(`Retry-After in ${what} is honoured`, async ({ page, server }) => {
    const fault: Fault = { status: 429, retryAfter: "" };
    const { network, petition } = await formBehind(page, server, fault);
    await using _ = network;
    fault.retryAfter = retryAfter();
    await submit(petition);
    await expect(thanks(petition)).toBeVisible({ timeout: 15_000 });
    const [first, second] = network.posted.map(({ at }) => at);
    // A date has whole seconds.
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_900);
    await expectOnce(server);
  });
}

test("the server is killed when it has the signature, and comes back: once", async ({
  page,
  server,
}) => {
  const { network, petition } = await formBehind(page, server, "lost", async (pass) => {
    await server.kill();
    await pass();
  });
  await using _ = network;
  await submit(petition);
  await expect.poll(() => network.posted.length, { timeout: 15_000 }).toBeGreaterThan(2);
  await expect(waiting(petition)).toBeVisible();
  await expectOnce(server);
  await using second = await server.again();
  network.server = second;
  await expect(thanks(petition)).toBeVisible({ timeout: 20_000 });
  await expectOnce(second);
});

test("the server is killed before it has the signature, and comes back: once", async ({
  page,
  server,
}) => {
  const { network, petition } = await formBehind(page, server, async (pass) => {
    await server.kill();
    await pass();
  });
  await using _ = network;
  await submit(petition);
  await expect.poll(() => network.posted.length, { timeout: 15_000 }).toBeGreaterThan(1);
  await using second = await server.again();
  network.server = second;
  await expect(thanks(petition)).toBeVisible({ timeout: 20_000 });
  await expectOnce(second);
});

test("offline: said, nothing stored in the browser; online again it goes on at once", async ({
  page,
  server,
  context,
}) => {
  const { network, petition } = await formBehind(page, server, MUCH_LATER);
  await using _ = network;
  await context.setOffline(true);
  await submit(petition);
  await expect(waiting(petition)).toBeVisible();
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue(SIGNER.email);
  await expectAccessible(page, "waiting to be sent");
  expect(network.posted).toHaveLength(0);
  // Back, and told to wait; away and back again, it does not.
  await context.setOffline(false);
  await expect.poll(() => network.posted.length, { timeout: 15_000 }).toBe(1);
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(thanks(petition)).toBeVisible();
  expect(network.posted).toHaveLength(2);
  await expectOnce(server);
  const kept = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    document.cookie,
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
  ]);
  expect(kept).toEqual([0, 0, "", 0, 0]);
});

test("who leaves while it waits has signed, once", async ({ page, server }) => {
  const { network, petition } = await formBehind(page, server, "reset", MUCH_LATER);
  await using _ = network;
  await submit(petition);
  await expect.poll(() => network.posted.length).toBe(2);
  await expect(waiting(petition)).toBeVisible();
  await page.goto("about:blank");
  await expect.poll(() => network.posted.length).toBe(3);
  expect(new Set(network.posted.map(({ key }) => key)).size).toBe(1);
  await expect.poll(() => rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
});

test("who leaves while it is on its way has signed, once", async ({ page, server }) => {
  let arrived = () => {};
  const gone = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const slow: Fault = async (pass) => {
    await gone;
    await pass();
  };
  const { network, petition } = await formBehind(page, server, slow);
  await using _ = network;
  await submit(petition);
  await expect.poll(() => network.posted.length).toBe(1);
  await page.goto("about:blank");
  arrived();
  await expect.poll(() => rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
  expect(network.posted).toHaveLength(1);
});

test("a widget that is taken away while it waits still signs, once", async ({ page, server }) => {
  const { network, petition } = await formBehind(page, server, { status: 503, retryAfter: "1" });
  await using _ = network;
  await submit(petition);
  await expect(waiting(petition)).toBeVisible();
  await page.evaluate(() => document.querySelector("wesign-petition")?.remove());
  await expect.poll(() => network.posted.length, { timeout: 15_000 }).toBe(2);
  await expect.poll(() => rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
});

test("what is changed while it waits is not sent as it was", async ({ page, server }) => {
  const { network, petition } = await formBehind(page, server, { status: 503, retryAfter: "1" });
  await using _ = network;
  await submit(petition);
  await expect(waiting(petition)).toBeVisible();
  await petition.getByLabel("Prénom").fill("Zoé");
  await expect(waiting(petition)).toHaveCount(0);
  await expect(petition.getByRole("button", { name: "Réessayer" })).toBeVisible();
  // Longer than the server asked for.
  await page.waitForTimeout(2_500);
  expect(network.posted).toHaveLength(1);
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.getByText(/Merci Zoé/)).toBeVisible();
  expect(network.posted).toHaveLength(2);
  expect(new Set(network.posted.map(({ key }) => key)).size).toBe(2);
  const stored = await rows(server.database, "SELECT given_name FROM signature");
  expect(stored).toEqual([{ given_name: "Zoé" }]);
});

test("the page hears of the first failure only, and of the signature", async ({ page, server }) => {
  const { network, petition } = await formBehind(page, server, "reset", "reset", "reset");
  await using _ = network;
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const name of ["error", "signed"]) {
      document.addEventListener(`wesign:${name}`, (event) => {
        heard.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`);
      });
    }
  });
  await submit(petition);
  await expect(thanks(petition)).toBeVisible({ timeout: 20_000 });
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual([
    'error {"petition":"reconnaissance-faciale","code":"unreachable"}',
    'signed {"petition":"reconnaissance-faciale"}',
  ]);
});
