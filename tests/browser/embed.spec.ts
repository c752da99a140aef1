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

test("a whole journey says nothing of what was typed in any event", async ({ page, server }) => {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.type.startsWith("wesign:")) {
        heard.push(`${event.type} ${JSON.stringify((event as CustomEvent).detail)}`);
      }
      return dispatch.call(this, event);
    };
  });
  const tag = `<wesign-petition petition="${PETITION}" api="${server.api}" lang="fr"></wesign-petition>`;
  await open(page, server, script(server, "wesign.js", undefined, 'type="module"'), tag);
  const petition = widget(page);
  await fill(petition);
  // Refused once on the way, so that errors are among what is heard.
  await page.route("**/signatures", (route) => route.abort(), { times: 1 });
  await submit(petition);
  await petition.getByRole("button", { name: "Réessayer" }).click();
  await expect(petition.getByText(/Merci Éléonore/)).toBeVisible();
  await petition
    .getByRole("button", { name: /circonscription de Paris/ })
    .first()
    .click();
  await page.evaluate(() => {
    window.open = () => null;
  });
  await petition.getByRole("button", { name: "Copier" }).first().click();
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(async () => (await heard()).join("\n")).toContain("wesign:message-opened");
  const said = (await heard()).join("\n");
  for (const name of ["ready", "error", "signed", "viewed"]) {
    expect(said).toContain(`wesign:${name} {"petition":"${PETITION}"`);
  }
  for (const typed of Object.values(SIGNER)) {
    expect(said.toLowerCase()).not.toContain(typed.toLowerCase());
  }
});
