// Share: each channel's own address, the system's dialog, the link, the QR code.
import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import {
  changePetition,
  embed,
  expect,
  expectAccessible,
  expectNothingCutOff,
  focused,
  listen,
  MARKUP,
  tabTo,
  test,
  WORD,
} from "./fixtures.ts";

const PETITION = "cours-d-ecole-rennes";

/** The address of the link of this name. */
const address = async (petition: Locator, name: string | RegExp): Promise<URL> =>
  new URL((await petition.getByRole("link", { name }).getAttribute("href")) ?? "");

const shared = (channel: string) => ({
  type: "wesign:shared",
  detail: { petition: PETITION, channel },
});

test("each channel opens its own page with text and link; nobody is in the link", async ({
  page,
  server,
  consoleErrors,
}) => {
  const petition = await embed(page, server, { steps: "share" });
  await expect(petition.getByRole("heading", { name: "Faites passer le mot" })).toBeVisible();
  await expectAccessible(page, "share");
  for (const [name, start, parameter, source] of [
    ["WhatsApp", "https://wa.me/", "text", "whatsapp"],
    ["Telegram", "https://t.me/share/url", "url", "telegram"],
    ["Facebook", "https://www.facebook.com/sharer/sharer.php", "u", "facebook"],
    ["Bluesky", "https://bsky.app/intent/compose", "text", "bluesky"],
    ["Threads", "https://www.threads.com/intent/post", "text", "threads"],
    ["X", "https://x.com/intent/tweet", "text", "x"],
  ] as const) {
    const url = await address(petition, new RegExp(`^${name} ?\\(`));
    expect(url.origin + url.pathname).toBe(start);
    const text = url.searchParams.get(parameter) ?? "";
    expect(text, name).toContain(`utm_source=${source}&utm_medium=share&utm_campaign=${PETITION}`);
  }
  const mail = await address(petition, "E-mail");
  expect(mail.protocol).toBe("mailto:");
  expect(mail.searchParams.get("body")).toContain("utm_source=email");
  expect((await address(petition, "SMS")).protocol).toBe("sms:");
  expect(consoleErrors).toEqual([]);
});

test("a channel is opened, and the host page hears which", async ({ page, server }) => {
  await page
    .context()
    .route("https://x.com/**", (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>X</title>" }),
    );
  const petition = await embed(page, server, { steps: "share updates" });
  const heard = await listen(page);
  const opened = page.waitForEvent("popup");
  await petition.getByRole("link", { name: /^X ?\(/ }).click();
  expect((await opened).url()).toContain("https://x.com/intent/tweet?");
  await expect(petition.getByText("Merci ! Terminez le partage")).toBeVisible();
  await expectAccessible(page, "shared");
  expect(await heard()).toContainEqual(shared("x"));
  await expect(petition.getByRole("button", { name: /Partager.*fait/ })).toBeVisible();
});

test("Mastodon asks for the instance; by keyboard alone", async ({ page, server }) => {
  await page.context().route("https://piaille.fr/**", (route) => route.fulfill({ body: "" }));
  const petition = await embed(page, server, { steps: "share" });
  const heard = await listen(page);
  await tabTo(page, /^Mastodon$/);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Votre instance Mastodon");
  await page.keyboard.type("pas une instance");
  const instance = petition.getByLabel("Votre instance Mastodon");
  await expect(instance).toHaveAttribute("aria-invalid", "true");
  await expect(instance).toHaveAccessibleDescription(/Écrivez le nom de votre instance/);
  await expectAccessible(page, "wrong instance");
  await instance.fill("https://Piaille.fr/@zoe");
  const opened = page.waitForEvent("popup");
  await tabTo(page, /^Mastodon ?\(/);
  await page.keyboard.press("Enter");
  expect((await opened).url()).toContain("https://piaille.fr/share?text=");
  const events = await heard();
  expect(events).toContainEqual(shared("mastodon"));
  expect(JSON.stringify(events)).not.toMatch(/piaille|zoe/i);
  expect(
    await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
  ).toEqual([0, 0, ""]);
});

test("the link is copied; where that is refused, it is selected", async ({ page, server }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  let petition = await embed(page, server, { steps: "share" });
  const heard = await listen(page);
  await petition.getByRole("button", { name: "Copier le lien" }).click();
  await expect(petition.getByText("Lien copié.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(copied).searchParams.get("utm_source")).toBe("copy");
  expect(await heard()).toContainEqual(shared("copy"));

  await page.addInitScript(() => {
    Object.defineProperty(navigator.clipboard, "writeText", {
      value: () => Promise.reject(new DOMException("", "NotAllowedError")),
    });
  });
  petition = await embed(page, server, { steps: "share" });
  await petition.getByRole("button", { name: "Copier le lien" }).click();
  await expect(petition.getByText("La copie n’est pas permise ici")).toBeVisible();
  const link = petition.getByLabel("Le lien à partager");
  await expect(link).toBeFocused();
  expect(
    await link.evaluate((input: HTMLInputElement) => [
      input.selectionStart,
      input.selectionEnd === input.value.length,
    ]),
  ).toEqual([0, true]);
});

test("the system's own dialog, where there is one, takes title, text and link", async ({
  page,
  server,
}) => {
  // Chromium on Linux has no Web Share: the page's own is what a phone would have.
  await page.addInitScript(() => {
    Object.assign(window, { given: [] });
    Object.defineProperty(navigator, "share", {
      value: async (data: unknown) => {
        if (!navigator.userActivation.isActive) throw new DOMException("", "NotAllowedError");
        const given = (window as unknown as { given: unknown[] }).given;
        given.push(data);
        // The first dialog is put away.
        if (given.length === 1) throw new DOMException("", "AbortError");
      },
    });
  });
  const petition = await embed(page, server, { steps: "share" });
  const heard = await listen(page);
  const system = petition.getByRole("button", { name: "Partager…" });
  await system.click();
  const given = () => page.evaluate(() => (window as unknown as { given: unknown[] }).given);
  await expect.poll(async () => (await given()).length).toBe(1);
  expect((await heard()).filter(({ type }) => type === "wesign:shared")).toEqual([]);
  await system.click();
  await expect(petition.getByText("Merci d’avoir partagé !")).toBeVisible();
  expect((await given())[1]).toEqual({
    title: expect.stringMatching(/\S/),
    text: expect.stringMatching(/\S/),
    url: expect.stringContaining("utm_source=system"),
  });
  expect(await heard()).toContainEqual(shared("system"));
});

test("the QR code: dark on light in both schemes, large, and saved as a picture", async ({
  page,
  server,
}) => {
  const petition = await embed(page, server, { steps: "share" });
  const heard = await listen(page);
  const button = petition.getByRole("button", { name: "QR code", exact: true });
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  const code = petition.getByRole("img", { name: "QR code qui mène à la pétition" });
  await expect(code).toBeVisible();
  const box = await code.boundingBox();
  expect(box?.width).toBeGreaterThan(250);
  await expectAccessible(page, "QR code");
  const saved = page.waitForEvent("download");
  await petition.getByRole("button", { name: "Enregistrer le QR code" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`${PETITION}.svg`);
  const svg = readFileSync(await file.path(), "utf8");
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
  expect(svg).toMatch(/<rect [^>]*fill="#fff"[^>]*><\/rect><path d="M4 4h7v1/);
  // A picture of its own for the browser as well.
  const picture = await page.context().newPage();
  await picture.goto(`data:image/svg+xml,${encodeURIComponent(svg)}`);
  expect(await picture.locator("path").count()).toBe(1);
  await picture.close();
  expect(await heard()).toContainEqual(shared("qr"));
  await button.click();
  await expect(code).toBeHidden();
});

test("a petition without a page, hostile texts, a word of 300 letters", async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  let url = "javascript:alert(1)";
  await changePetition(page, (petition) => {
    Object.assign(petition, { url, title: MARKUP, share: { text: MARKUP + WORD } });
  });
  let petition = await embed(page, server, { steps: "share" });
  await expect(petition.getByText("Cette pétition n’a pas encore de page")).toBeVisible();
  await expect(petition.getByRole("button", { name: "Copier le lien" })).toBeHidden();
  await expectAccessible(page, "nothing to share");
  url = `https://example.org/${WORD}`;
  petition = await embed(page, server, { steps: "share" });
  const whatsapp = await address(petition, /^WhatsApp/);
  expect(whatsapp.searchParams.get("text")).toContain("<img src=x");
  await petition.getByRole("button", { name: "QR code", exact: true }).click();
  await expect(petition.getByRole("img")).toBeVisible();
  await expectNothingCutOff(page);
});
