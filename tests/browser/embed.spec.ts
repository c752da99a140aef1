// The ways into a page besides the snippet's module: the classic script, `mount`, digests, two copies.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type {} from "../../js/classic.ts";
import { rows } from "./database.ts";
import { expect, fill, PETITION, SIGNER, submit, test, widget } from "./fixtures.ts";
import type { Server } from "./server.ts";

const DIST = join(import.meta.dirname, "..", "..", "js", "dist");
const digests: Record<string, string> = JSON.parse(
  readFileSync(join(DIST, "integrity.json"), "utf8"),
);

/** A partner's page of this head and body. */
async function open(page: Page, server: Server, head: string, body: string): Promise<void> {
  await page.route(`${server.site}/partner`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html><html lang="fr"><head><title>Partenaire</title>${head}</head><body>${body}</body></html>`,
    }),
  );
  await page.goto(`${server.site}/partner`);
}

const script = (server: Server, name: string, integrity = digests[name], type = "") =>
  `<script ${type} src="${server.api}/widget/${name}" integrity="${integrity}" crossorigin="anonymous"></script>`;
const CLASSIC = "wesign.classic.js";
const target = '<div id="here"><a href="https://petition.example">Signer ailleurs</a></div>';
const mountIt = (server: Server) =>
  `<script>window.wesign.mount("#here", { petition: "${PETITION}", api: "${server.api}", lang: "fr" })
    .addEventListener("wesign:signed", ({ detail }) => { document.title = "signed " + detail.petition; });</script>`;

test("the classic script, pinned by its digest: mounted, signed, heard", async ({
  page,
  server,
  consoleErrors,
}) => {
  await open(page, server, script(server, CLASSIC), target + mountIt(server));
  const petition = widget(page);
  await fill(petition);
  await expect(page.getByText("Signer ailleurs")).toBeHidden();
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(page).toHaveTitle(`signed ${PETITION}`);
  const stored = await rows(server.database, "SELECT id FROM signature");
  expect(stored).toHaveLength(1);
  expect(consoleErrors).toEqual([]);
});

test("mount: a selector of nothing is said; removed and mounted anew it is there again", async ({
  page,
  server,
}) => {
  await open(page, server, script(server, CLASSIC), target);
  const said = await page.evaluate(() => {
    try {
      window.wesign?.mount("#nowhere", {});
      return "";
    } catch (reason) {
      return String(reason);
    }
  });
  expect(said).toContain("TypeError: wesign: nothing on the page matches #nowhere");
  for (const _ of [1, 2]) {
    await page.evaluate(
      ([petition, api]) => window.wesign?.mount("#here", { petition, api, lang: "fr" }),
      [PETITION, server.api] as [string, string],
    );
    await expect(widget(page).getByLabel("Prénom")).toBeVisible();
    await page.evaluate(() => document.querySelector("wesign-petition")?.remove());
    await expect(widget(page)).toHaveCount(0);
  }
});

test("a script that does not match its digest does not run: the fallback stays", async ({
  page,
  server,
}) => {
  await page.route("**/wesign.js", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${await answer.text()};window.evil=1` });
  });
  const body = `<wesign-petition petition="${PETITION}" api="${server.api}"><a href="#">Signer ailleurs</a></wesign-petition>`;
  await open(page, server, script(server, "wesign.js", undefined, 'type="module"'), body);
  await expect(page.getByText("Signer ailleurs")).toBeVisible();
  expect(await page.evaluate(() => "evil" in window)).toBe(false);
  await expect(widget(page)).toHaveCount(0);
});

for (const [what, again] of [
  ["the same script twice", CLASSIC],
  ["the classic script and the module", "wesign.js"],
] as const) {
  test(`${what} on one page: harmless, the first stays`, async ({
    page,
    server,
    consoleErrors,
  }) => {
    const type = again === "wesign.js" ? 'type="module"' : "";
    const second = script(server, again, digests[again], type).replace(again, `${again}?second`);
    const tag = `<wesign-petition petition="${PETITION}" api="${server.api}" lang="fr"></wesign-petition>`;
    await open(page, server, script(server, CLASSIC) + second, tag);
    await expect(widget(page).getByLabel("Prénom")).toBeVisible();
    const first = await page.evaluate(
      () =>
        document.querySelector("wesign-petition")?.constructor === window.wesign?.WesignPetition,
    );
    expect(first).toBe(true);
    await fill(widget(page));
    await submit(widget(page));
    await expect(widget(page).getByText(/Merci Éléonore/)).toBeVisible();
    expect(consoleErrors).toEqual([]);
  });
}

const MODULE = 'type="module"';
const petitionTag = (server: Server) =>
  `<wesign-petition petition="${PETITION}" api="${server.api}" lang="fr"><a href="https://petition.example">Signer ailleurs</a></wesign-petition>`;

test("the snippet with hints, pinned by version and digest: each file is asked for once", async ({
  page,
  server,
  consoleErrors,
}) => {
  const { version } = digests;
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/widget/")) asked.push(pathname);
  });
  const head = `<link rel="modulepreload" href="${server.api}/widget/wesign.js?v=${version}" integrity="${digests["wesign.js"]}" crossorigin="anonymous">
<link rel="preload" as="fetch" href="${server.api}/widget/wesign.wasm" crossorigin="anonymous">
${script(server, "wesign.js", undefined, MODULE).replace("wesign.js", `wesign.js?v=${version}`)}`;
  await open(page, server, head, petitionTag(server));
  await expect(widget(page).getByLabel("Prénom")).toBeVisible();
  expect(asked.filter((path) => path.endsWith("/wesign.js"))).toHaveLength(1);
  expect(asked.filter((path) => path.endsWith("/wesign.wasm"))).toHaveLength(1);
  expect(said.filter((text) => /preload/i.test(text))).toEqual([]);
  expect(consoleErrors).toEqual([]);
});

test("another version of the script on one page does no harm: the first stays, and signs", async ({
  page,
  server,
  consoleErrors,
}) => {
  // Of another release: none of its files are those that this server has.
  await page.route("**/old/wesign.js", async (route) => {
    const answer = await route.fetch({ url: `${server.api}/widget/wesign.js` });
    const text = (await answer.text()).replaceAll(/"sha256-[A-Za-z0-9+/=]+"/g, '"sha256-old"');
    await route.fulfill({
      contentType: "text/javascript",
      headers: { "access-control-allow-origin": "*" },
      body: text,
    });
  });
  const old = `<script type="module" src="${server.api}/old/wesign.js"></script>`;
  const head = script(server, "wesign.js", undefined, MODULE) + old;
  await open(page, server, head, petitionTag(server));
  await expect(widget(page).getByLabel("Prénom")).toBeVisible();
  await fill(widget(page));
  await submit(widget(page));
  await expect(widget(page).getByText(/Merci Éléonore/)).toBeVisible();
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
  expect(consoleErrors).toEqual([]);
});

test("a load that failed can be tried again: the fallback until then, and then the widget", async ({
  page,
  server,
}) => {
  await page.route("**/wesign.wasm", (route) => route.abort(), { times: 2 });
  await open(page, server, script(server, "wesign.js", undefined, MODULE), petitionTag(server));
  const again = page.getByRole("button", { name: "Réessayer" });
  for (const _ of [1, 2]) {
    await expect(page.getByText("Signer ailleurs")).toBeVisible();
    await again.click();
  }
  await fill(widget(page));
  await expect(page.getByText("Signer ailleurs")).toBeHidden();
  await submit(widget(page));
  await expect(widget(page).getByText(/Merci Éléonore/)).toBeVisible();
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
});

test("a later module that does not match its digest is refused: signed all the same", async ({
  page,
  server,
}) => {
  await page.route("**/message.wasm", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[100] = (body[100] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await open(page, server, script(server, "wesign.js", undefined, MODULE), petitionTag(server));
  const petition = widget(page);
  await fill(petition);
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await expect(petition.getByText("La suite n’a pas pu être chargée.")).toBeVisible();
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
});

test("the page can keep the browser from following a link", async ({ page, server }) => {
  const tag = (step: string, petition: string) =>
    `<wesign-petition petition="${petition}" api="${server.api}" lang="fr" steps="${step}"></wesign-petition>`;
  const list = `<wesign-mobilisations api="${server.api}" lang="fr"></wesign-mobilisations>`;
  const body = tag("donate", "cours-d-ecole-rennes") + list;
  await open(page, server, script(server, "wesign.js", undefined, MODULE), body);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    for (const name of ["wesign:donate-opened", "wesign:opened"]) {
      document.addEventListener(name, (event) => {
        heard.push(name);
        event.preventDefault();
      });
    }
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  const opened: string[] = [];
  page.context().on("page", (other) => opened.push(other.url()));
  await page.getByRole("link", { name: /^Faire un don/ }).click();
  await expect.poll(heard).toEqual(["wesign:donate-opened"]);
  await page.locator("wesign-mobilisations").getByRole("link").first().click();
  await expect.poll(heard).toEqual(["wesign:donate-opened", "wesign:opened"]);
  expect(page.url()).toBe(`${server.site}/partner`);
  expect(opened).toEqual([]);
});

test("a whole journey, every step of it, says nothing of what was typed in any event", async ({
  page,
  server,
  context,
}) => {
  test.slow();
  await context.grantPermissions(["clipboard-write"]);
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event instanceof CustomEvent) {
        heard.push(`${event.type} ${JSON.stringify(event.detail)}`);
      }
      return dispatch.call(this, event);
    };
  });
  await page
    .context()
    .route("https://helloasso.example/**", (route) => route.fulfill({ body: "" }));
  const journey = "sign message gatherings donate share updates";
  const tag = petitionTag(server).replace('lang="fr"', `lang="fr" steps="${journey}"`);
  await open(page, server, script(server, "wesign.js", undefined, MODULE), tag);
  const petition = widget(page);
  const onward = () => petition.getByRole("button", { name: /^(Continuer|Passer)/ }).click();
  await fill(petition);
  // Lost on the way first, so that an error is among what is heard.
  await page.route("**/signatures", (route) => route.abort(), { times: 1 });
  await submit(petition);
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await petition
    .getByRole("button", { name: /circonscription de Paris/ })
    .first()
    .click();
  await petition.getByRole("button", { name: "Copier" }).first().click();
  await onward();
  const gathering = petition.locator(".gathering").first();
  await gathering.getByRole("checkbox").check();
  await gathering.getByRole("button", { name: /^Je viens/ }).click();
  await expect(gathering.getByText("C’est noté, à bientôt !")).toBeVisible();
  await onward();
  await petition.getByRole("link", { name: /^Faire un don/ }).click();
  await onward();
  await petition.getByRole("button", { name: "Copier le lien" }).click();
  await onward();
  await petition.getByRole("checkbox").first().check();
  await petition.getByRole("button", { name: "Tenez-moi au courant" }).click();
  await expect(petition.getByText("C’est noté : nous vous écrirons.")).toBeVisible();
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  const said = heard.join("\n");
  for (const name of [
    ...["ready", "viewed", "signed", "message-opened", "gathering-joined", "donate-opened"],
    ...["shared", "subscribed", "error"],
  ]) {
    expect(said).toContain(`wesign:${name} {"petition":"${PETITION}"`);
  }
  for (const typed of Object.values(SIGNER)) {
    expect(said.toLowerCase()).not.toContain(typed.toLowerCase());
  }
  // Nor whom the person wrote to, where they go, or under which key they signed.
  expect(said).not.toMatch(/75018|circonscription|[0-9a-f]{32}|@/);
});
