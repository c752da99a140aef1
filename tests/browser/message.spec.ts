// The message step: each network's own address, threads, Mastodon's instance, the system's sharing.
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, fill, openPage, submit, test } from "./fixtures.ts";
import type { Server } from "./server.ts";

/** Signs and goes on to the message to the first candidate. */
async function toMessage(page: Page, server: Server): Promise<Locator> {
  const petition = await openPage(page, server);
  await fill(petition);
  await submit(petition);
  await petition
    .getByRole("button", { name: /circonscription de Paris/ })
    .first()
    .click();
  await expect(petition.getByLabel("Votre message")).toBeVisible();
  return petition;
}

const channel = (petition: Locator, name: string) =>
  petition.getByRole("button", { name, exact: true }).click();

/** The address of the button that opens the message. */
const address = async (petition: Locator, name: string): Promise<URL> =>
  new URL((await petition.getByRole("link", { name }).getAttribute("href")) ?? "");

const TEXT = "Bonjour & merci ? 100 % « d’accord » + 1 👩🏽‍⚕️\nÀ bientôt";

test("each network's own address gives back exactly the text", async ({ page, server }) => {
  const petition = await toMessage(page, server);
  for (const [name, button, start, parameter] of [
    ["X", "Ouvrir dans X", "https://x.com/intent/tweet", "text"],
    ["Bluesky", "Ouvrir dans Bluesky", "https://bsky.app/intent/compose", "text"],
  ] as const) {
    await channel(petition, name);
    await petition.getByLabel("Votre message").fill(TEXT);
    const url = await address(petition, button);
    expect(url.origin + url.pathname).toBe(start);
    expect(url.searchParams.get(parameter)).toBe(TEXT);
  }
});

test("Mastodon asks for the instance, takes any spelling of it, and keeps it nowhere", async ({
  page,
  server,
}) => {
  const petition = await toMessage(page, server);
  await channel(petition, "Mastodon");
  await petition.getByLabel("Votre message").fill(TEXT);
  const open = petition.getByRole("link", { name: "Ouvrir dans Mastodon" });
  await expect(open).toBeHidden();
  const instance = petition.getByLabel("Votre instance Mastodon");
  await instance.fill("pas une instance");
  await expect(instance).toHaveAttribute("aria-invalid", "true");
  await expect(petition.getByText("Écrivez le nom de votre instance")).toBeVisible();
  await expectAccessible(page, "mastodon, wrong instance");
  await instance.fill("https://Piaille.fr/@zoe");
  const url = await address(petition, "Ouvrir dans Mastodon");
  expect(url.origin + url.pathname).toBe("https://piaille.fr/share");
  expect(url.searchParams.get("text")).toBe(TEXT);
  expect(
    await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
  ).toEqual([0, 0, ""]);
});

test("what is too long says by how much and can go as a thread", async ({ page, server }) => {
  const petition = await toMessage(page, server);
  await channel(petition, "X");
  const message = petition.getByLabel("Votre message");
  const sentence = "Je vous demande de vous y opposer. ";
  await message.fill(sentence.repeat(20).trim());
  await expect(petition.getByText("419 caractères de trop")).toBeVisible();
  await expect(message).toHaveAttribute("aria-invalid", "true");
  await petition.getByRole("button", { name: "Découper en 3 messages" }).click();
  await expectAccessible(page, "thread");
  const parts: string[] = [];
  for (const number of [1, 2, 3]) {
    const url = await address(petition, `Ouvrir le message ${number} sur 3`);
    parts.push(url.searchParams.get("text") ?? "");
  }
  for (const part of parts) expect([...part].length).toBeLessThanOrEqual(280);
  expect(parts.map((part) => part.replace(/ \d\/3$/u, "")).join(" ")).toBe(
    sentence.repeat(20).trim(),
  );
  // What fits again is one message again.
  await message.fill("Court.");
  await expect(petition.getByRole("link", { name: /Ouvrir le message/ })).toHaveCount(0);
});

test("the system's own sharing is offered where it is, with the text as it stands", async ({
  page,
  server,
}) => {
  // Chromium on Linux has no Web Share: the page's own is what a phone would have.
  await page.addInitScript(() => {
    Object.assign(window, { shared: [] });
    Object.defineProperty(navigator, "share", {
      value: async (data: unknown) => {
        if (!navigator.userActivation.isActive) throw new DOMException("", "NotAllowedError");
        (window as unknown as { shared: unknown[] }).shared.push(data);
      },
    });
  });
  const petition = await toMessage(page, server);
  await petition.getByLabel("Votre message").fill(TEXT);
  const heard = page.evaluate(
    () =>
      new Promise((resolve) => {
        addEventListener("wesign:message-opened", (event) =>
          resolve((event as CustomEvent).detail),
        );
      }),
  );
  await petition.getByRole("button", { name: "Partager autrement" }).click();
  const shared = () => page.evaluate(() => (window as unknown as { shared: unknown[] }).shared);
  await expect.poll(shared).toEqual([{ text: TEXT }]);
  expect(await heard).toEqual({ petition: "reconnaissance-faciale", channel: expect.any(String) });
});

test("a browser without it does not offer it", async ({ page, server }) => {
  const petition = await toMessage(page, server);
  await expect(petition.getByRole("button", { name: "Partager autrement" })).toHaveCount(0);
});

test("another wording, and the text is selected where copying is refused", async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, "writeText", {
      value: () => Promise.reject(new DOMException("", "NotAllowedError")),
    });
  });
  const petition = await toMessage(page, server);
  await channel(petition, "X");
  const message = petition.getByLabel("Votre message");
  const first = await message.inputValue();
  await petition.getByRole("button", { name: "Une autre formulation" }).click();
  await expect(message).not.toHaveValue(first);
  await petition.getByRole("button", { name: "Copier le message" }).click();
  await expect(petition.getByText(/La copie n’est pas permise ici/)).toBeVisible();
  const selected = await message.evaluate((area: HTMLTextAreaElement) => [
    area.selectionStart,
    area.selectionEnd - area.value.length,
  ]);
  expect(selected).toEqual([0, 0]);
});
