// What users build with the packed package: each project is built, loaded, and signed in.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { rows } from "../../browser/database.ts";
import { expect, fill, SIGNER, test } from "../../browser/fixtures.ts";
import type { Server } from "../../browser/server.ts";
import { build, digest, Files, Next, PACKAGE, PROJECTS } from "./projects.ts";

const frame = (page: Page) => page.locator(".frame");
const ELSEWHERE = "Signer ailleurs";

/** Opens a project's page, for the API of this test. */
async function visit(page: Page, server: Server, address: string): Promise<void> {
  await page.goto(`${address}?api=${encodeURIComponent(server.api)}`);
}

/** Signs as a person does; one row is in the database afterwards. */
async function sign(page: Page, server: Server, button = "Signer la pétition"): Promise<void> {
  await fill(frame(page));
  await expect(page.getByText(ELSEWHERE)).toBeHidden();
  await frame(page).getByRole("button", { name: button }).click();
  await expect(frame(page).getByText(/Merci Éléonore/)).toBeVisible();
  await expectOneRow(server);
  // What a bundler does not carry along is found all the same.
  const deputy = frame(page).getByRole("button", { name: /circonscription de Paris/ });
  await expect(deputy.first()).toBeVisible();
}

async function expectOneRow(server: Server): Promise<void> {
  const stored = await rows(server.database, "SELECT id FROM signature");
  expect(stored).toHaveLength(1);
}

test("Next.js: rendered on the server with the SDK, hydrated around the light DOM, signed", async ({
  page,
  server,
  consoleErrors,
}) => {
  await using next = await Next.start();
  const html = await (await fetch(`${next.address}/?api=${server.api}`)).text();
  expect(html).toContain("Pas de reconnaissance faciale");
  expect(html).toMatch(/<p id="tally">\d+ \+ \d+<\/p>/);
  expect(html).toMatch(/<wesign-petition [^>]*petition="reconnaissance-faciale"[^>]*><a href/);
  // The very node that came from the server is there after hydration.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const link = document.querySelector("wesign-petition > a");
      if (!link) return;
      Object.assign(link, { fromServer: true });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await visit(page, server, next.address);
  await sign(page, server);
  await expect(page).toHaveTitle("signed");
  const kept = page.locator("wesign-petition > a");
  await expect(kept).toHaveCount(1);
  expect(await kept.evaluate((link) => "fromServer" in link)).toBe(true);
  expect(consoleErrors).toEqual([]);
});

for (const [name, kind] of [
  ["vite-react", "React"],
  ["vite-vue", "Vue"],
] as const) {
  test(`Vite and ${kind}: a component with options and events, signed`, async ({
    page,
    server,
    consoleErrors,
  }) => {
    await using files = await Files.of(await build(name));
    await visit(page, server, files.address);
    await fill(frame(page));
    // An option that changes keeps what was typed.
    await page.getByRole("button", { name: "Sombre" }).click();
    await expect(page.locator(".frame.dark")).toBeVisible();
    await expect(frame(page).getByLabel("Prénom")).toHaveValue(SIGNER.given);
    await sign(page, server, `Je signe avec ${kind}`);
    await expect(page.locator("output")).toHaveText("1 signature de cette page");
    expect(consoleErrors).toEqual([]);
  });
}

test("webpack 5: mounted and signed; the SDK in a chunk with its wasm", async ({
  page,
  server,
  consoleErrors,
}) => {
  await using files = await Files.of(await build("webpack"));
  await visit(page, server, files.address);
  await sign(page, server);
  await expect(page).toHaveTitle("signed");
  const found = page.evaluate(() =>
    (window as unknown as { suggest(email: string): Promise<string> }).suggest("zoe@gmial.com"),
  );
  expect(await found).toBe("zoe@gmail.com");
  expect(consoleErrors).toEqual([]);
});

test("Rollup: an element under a name of its own, signed", async ({
  page,
  server,
  consoleErrors,
}) => {
  await using files = await Files.of(await build("rollup"));
  await visit(page, server, files.address);
  await sign(page, server);
  await expect(page).toHaveTitle("signed");
  await expect(page.locator("own-petition")).toHaveCount(1);
  expect(consoleErrors).toEqual([]);
});

test("esbuild: a form of one's own on the SDK, in 60 lines", async ({
  page,
  server,
  consoleErrors,
}) => {
  const source = readFileSync(join(PROJECTS, "own-form", "main.js"), "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  await using files = await Files.of(await build("own-form"));
  await visit(page, server, files.address);
  await expect(page.locator("#tally")).toHaveText(/^\d+ signatures, encore \d+ pour \d+$/);
  const button = page.getByRole("button", { name: "Signer la pétition" });
  await page.getByLabel("Adresse e-mail").fill("zoe@gmail");
  await button.click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("given_name : à remplir");
  await expect(alert).toContainText("email : domaine incomplet");
  await page.getByLabel("Adresse e-mail").fill("zoe@gmial.com");
  await button.click();
  await expect(alert).toContainText("zoe@gmail.com ?");
  await fill(page.locator("form"));
  const before = Number.parseInt(await page.locator("#tally").innerText(), 10);
  await button.click();
  await expect(page.getByRole("heading", { name: "Merci" })).toBeVisible();
  await expect(page.locator("#tally")).toHaveText(new RegExp(`^${before + 1} signatures`));
  await expectOneRow(server);
  const message = page.getByLabel("Votre message");
  await expect(message).toHaveValue(/wesign\.it/);
  await expect(page.locator("#left")).toHaveText(/^\d+ caractères restants$/);
  await expect(page.locator("#send")).toHaveAttribute("href", /^https:\/\/x\.com\/intent\//);
  expect(consoleErrors).toEqual([]);
});

test("plain HTML, self-hosted under a strict policy with Trusted Types", async ({
  page,
  server,
  consoleErrors,
}) => {
  const pinned = { "wesign.js": digest("wesign.js") };
  await using files = await Files.of(await build("html"), "localhost", pinned);
  await visit(page, server, files.address);
  await sign(page, server);
  await expect(page).toHaveTitle("signed");
  expect(consoleErrors).toEqual([]);
});

for (const name of ["index.html", "classic.html"]) {
  test(`no bundler, from a CDN: ${name}`, async ({ page, server, consoleErrors }) => {
    await using cdn = await Files.of(PACKAGE, "127.0.0.1");
    const fill = { cdn: cdn.address, "wesign.classic.js": digest("wesign.classic.js") };
    await using files = await Files.of(join(PROJECTS, "cdn"), "localhost", fill);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await visit(page, server, `${files.address}/${name}`);
    await sign(page, server);
    await expect(page).toHaveTitle("signed");
    expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(
      new Set([files.address, cdn.address, server.api]),
    );
    // What is preloaded is what is used.
    expect(asked.filter((url) => url.endsWith("/wesign.wasm"))).toHaveLength(1);
    expect(consoleErrors).toEqual([]);
  });
}
