// `isolation="frame"`: the widget in a frame of the organiser's origin. What is typed stays there; the
// page gets size, title and events, and neither believes anybody else.
import type { FrameLocator, Locator, Page } from "@playwright/test";
import { rows } from "./database.ts";
import { expect, expectAccessible, fill, SIGNER, test } from "./fixtures.ts";
import { embed, openBody } from "./page.ts";
import type { Server } from "./server.ts";

const isolated = (server: Server, more: Record<string, string> = {}) =>
  embed(server, {
    attributes: { isolation: "frame", ...more },
    inside: '<a href="https://petition.example">Signer ailleurs</a>',
  });

async function visit(page: Page, server: Server, more?: Record<string, string>) {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    // Whatever a partner's script can hear of the page, keys and input among it.
    for (const name of ["keydown", "input", "change", "paste", "submit", "message"]) {
      addEventListener(name, (event) => {
        const { data } = event as MessageEvent & InputEvent;
        heard.push(`${name} ${JSON.stringify(data ?? (event as KeyboardEvent).key ?? "")}`);
      });
    }
    for (const name of ["ready", "viewed", "signed", "message-opened", "error"]) {
      addEventListener(`wesign:${name}`, (event) => {
        heard.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`);
      });
    }
  });
  await openBody(page, server, isolated(server, more));
  return page.frameLocator("wesign-petition iframe");
}

const heard = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard);
const signed = (frame: FrameLocator) => frame.getByText(/Merci Éléonore/);

test("signed in a frame of the API's origin; the page sees size, title and events, nothing typed", async ({
  page,
  server,
  consoleErrors,
}) => {
  const frame = await visit(page, server, { accent: "#0a5c36" });
  await expect(page.getByText("Signer ailleurs")).toBeHidden();
  const iframe = page.locator("wesign-petition iframe");
  await expect(iframe).toHaveAttribute("src", `${server.api}/widget/frame.html`);
  await expect(iframe).toHaveAttribute("title", /reconnaissance faciale/);
  await expect(frame.locator("wesign-petition .frame")).toBeVisible();
  await expectAccessible(page, "isolated");
  await fill(frame.locator("wesign-petition"));
  const inner = frame.locator("body");
  const height = async (of: Locator) => (await of.boundingBox())?.height ?? 0;
  const fits = async () => Math.abs((await height(iframe)) - (await height(inner))) < 1;
  await expect.poll(fits).toBe(true);
  await frame.getByRole("button", { name: "Signer la pétition" }).click();
  await expect(signed(frame)).toBeVisible();
  await expect(
    frame.getByRole("button", { name: /circonscription de Paris/ }).first(),
  ).toBeVisible();
  await expect.poll(fits).toBe(true);
  expect(await rows(server.database, "SELECT id FROM signature")).toHaveLength(1);
  await expect.poll(() => heard(page)).toContain('signed {"petition":"reconnaissance-faciale"}');
  const said = (await heard(page)).join("\n");
  expect(said).toContain('ready {"petition":"reconnaissance-faciale"}');
  expect(said).toContain('viewed {"petition":"reconnaissance-faciale","step":"message"}');
  expect(said).not.toMatch(/^(keydown|input|change|submit)/m);
  for (const typed of Object.values(SIGNER)) {
    expect(said.toLowerCase()).not.toContain(typed.toLowerCase());
  }
  // No door left open: what is in there belongs to another origin.
  const reach = await page.evaluate(() => {
    const frame = document.querySelector("wesign-petition")?.shadowRoot?.querySelector("iframe");
    return frame?.contentDocument ?? "closed";
  });
  expect(reach).toBe("closed");
  expect(consoleErrors).toEqual([]);
});

test("messages of other origins and other windows are not believed, by the page", async ({
  page,
  server,
}) => {
  const frame = await visit(page, server);
  await expect(frame.getByLabel("Prénom")).toBeVisible();
  const before = await page.locator("wesign-petition iframe").boundingBox();
  const lies = [
    { wesign: "size", height: 7, title: "Faux" },
    { wesign: "event", name: "wesign:signed", detail: {} },
    { wesign: "here" },
  ];
  // By the page itself, by a frame of the page's origin, by one of the API's origin that is not ours.
  await page.evaluate(
    async ([messages, api]) => {
      for (const lie of messages) window.postMessage(lie, "*");
      for (const source of ["about:blank", `${api}/widget/wesign.css`]) {
        const other = document.createElement("iframe");
        other.src = source;
        const loaded = new Promise((done) => other.addEventListener("load", done));
        document.body.append(other);
        await loaded;
        if (source === "about:blank") {
          const inner = other.contentWindow as unknown as { eval(code: string): void };
          inner.eval(`for (const lie of ${JSON.stringify(messages)}) parent.postMessage(lie, "*")`);
        }
        other.remove();
      }
    },
    [lies, server.api] as const,
  );
  // The right window, another origin: as if the frame had been led elsewhere.
  await page.evaluate(() => {
    const element = document.querySelector("wesign-petition");
    const frame = element?.shadowRoot?.querySelector("iframe");
    for (const origin of ["https://evil.example", "null", location.origin, ""]) {
      const data = { wesign: "event", name: "wesign:signed", detail: { petition: "x" } };
      const source = frame?.contentWindow ?? null;
      window.dispatchEvent(new MessageEvent("message", { data, origin, source }));
    }
  });
  const said = (await heard(page)).filter((line) => !line.startsWith("message"));
  expect(said).toEqual(['ready {"petition":"reconnaissance-faciale"}']);
  expect(await page.locator("wesign-petition iframe").boundingBox()).toEqual(before);
});

test("messages that are not of the page around are not believed, by the frame", async ({
  page,
  server,
}) => {
  const frame = await visit(page, server);
  await expect(frame.getByLabel("Prénom")).toBeVisible();
  const inner = page.frames().find((one) => one.url().endsWith("/widget/frame.html"));
  await inner?.evaluate(() => {
    const options = { petition: "trains-de-nuit", api: "https://evil.example/", lang: "fr" };
    const data = { wesign: "options", options };
    // Itself; the page around, from another origin than it spoke from before.
    window.postMessage(data, "*");
    const led = { data, source: parent as Window, origin: "https://evil.example" };
    window.dispatchEvent(new MessageEvent("message", led));
  });
  await fill(frame.locator("wesign-petition"));
  await frame.getByRole("button", { name: "Signer la pétition" }).click();
  await expect(signed(frame)).toBeVisible();
  const stored = await rows(server.database, "SELECT petition FROM signature");
  expect(stored).toEqual([{ petition: "reconnaissance-faciale" }]);
});

test("junk in a message is survived, and events carry known words only", async ({
  page,
  server,
  consoleErrors,
}) => {
  const frame = await visit(page, server);
  await expect(frame.getByLabel("Prénom")).toBeVisible();
  const inner = page.frames().find((one) => one.url().endsWith("/widget/frame.html"));
  await inner?.evaluate(() => {
    const evil = '{"__proto__":{"polluted":1},"channel":"x","email":"a@b.example","step":{"a":1}}';
    const detail = JSON.parse(evil);
    for (const junk of [
      ...[null, 3, "x", [], {}, { wesign: "size" }, { wesign: "size", height: "much", title: {} }],
      { wesign: "event", name: "click", detail },
      { wesign: "event", name: "wesign:shared<script>", detail },
      { wesign: "event", name: 7 },
      { wesign: "event", name: "wesign:message-opened", detail },
      { wesign: "size", height: 1e9, title: "T" },
    ]) {
      parent.postMessage(junk, "*");
    }
  });
  await expect
    .poll(() => heard(page))
    .toContain('message-opened {"petition":"reconnaissance-faciale","channel":"x"}');
  const iframe = page.locator("wesign-petition iframe");
  await expect(iframe).toHaveCSS("height", "20000px");
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
  expect(consoleErrors).toEqual([]);
});

test("no frame, or one that fails: the fallback; taken away and put back: there again", async ({
  page,
  server,
}) => {
  await page.route("**/api/petitions/*", (route) => route.abort(), { times: 1 });
  const frame = await visit(page, server);
  await expect(page.getByText("Signer ailleurs")).toBeVisible();
  await expect(page.locator("wesign-petition iframe")).toHaveCount(0);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await expect(frame.getByLabel("Prénom")).toBeVisible();
  await expect(page.getByText("Signer ailleurs")).toBeHidden();
  await page.evaluate(async () => {
    const element = document.querySelector("wesign-petition");
    const parent = element?.parentElement;
    element?.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (element) parent?.append(element);
  });
  await expect(frame.getByLabel("Prénom")).toBeVisible();
  await expect(page.locator("wesign-petition iframe")).toHaveCount(1);
});
