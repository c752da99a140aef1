// The way through all steps of one petition, in any layout and language: each step whole, with what it
// holds once everything has arrived. The petition is the shop window's with what it needs to look the
// same on any day: its gatherings lie far ahead, and its people are named in it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { test as base, expect, PETITION, SIGNER, widget } from "../fixtures.ts";
import { embed, openBody } from "../page.ts";
import { Server } from "../server.ts";

export { expect, expectAccessible } from "../fixtures.ts";

export const LAYOUTS = ["card", "full", "bar", "button"] as const;
export type Layout = (typeof LAYOUTS)[number];

export const SCHEMES = ["light", "dark"] as const;

const MOBILISATIONS = new URL("../../../demo/server/mobilisations/", import.meta.url);

const PLACE = {
  name: "Place de la République",
  address: "Place de la République, 75003 Paris",
  point: [48.8674, 2.3636],
};
/** One of each kind; the first two are translated in the file. */
const GATHERINGS = [
  {
    id: "paris-republique",
    title: "Rassemblement place de la République",
    text: "Venez avec un masque, dessiné ou découpé.",
    starts_at: "2099-12-05T15:00:00+01:00",
    ends_at: "2099-12-05T18:00:00+01:00",
    time_zone: "Europe/Paris",
    place: PLACE,
    capacity: 25,
    registered_elsewhere: 8,
    organisation: "visages-libres",
  },
  {
    id: "lyon-atelier",
    title: "Atelier : repérer les caméras de son quartier",
    starts_at: "2099-12-12T14:00:00+01:00",
    time_zone: "Europe/Paris",
    place: PLACE,
    capacity: 12,
    registered_elsewhere: 12,
  },
  {
    id: "balade",
    title: "Balade",
    starts_at: "2099-12-13T14:30:00+01:00",
    time_zone: "Europe/Paris",
    place: PLACE,
    cancelled: true,
  },
];

const TARGETS = {
  kind: "list",
  choice: "chosen",
  people: [
    {
      id: "lea",
      name: "Léa Exemple",
      gender: "F",
      title: "directrice|directeur",
      accounts: { bluesky: "lea.example", x: "lea", email: "lea@example.org" },
    },
    { id: "acme", kind: "company", name: "Acme", accounts: { email: "contact@acme.example" } },
  ],
};

/** The petition's file. */
function petition(): string {
  const file = JSON.parse(readFileSync(new URL(`${PETITION}.json`, MOBILISATIONS), "utf8"));
  const { demo_as_of: _moves, closes_at: _ends, image: _drawing, ...stays } = file;
  // By chance, otherwise.
  const [short] = file.message.short;
  const [long] = file.message.long;
  const message = { ...file.message, short: [short], long: [long] };
  // Enough to see it stand beside the form.
  const text = file.text.slice(0, 2);
  return JSON.stringify({ ...stays, text, gatherings: GATHERINGS, targets: TARGETS, message });
}

export const test = base.extend<{ server: Server }>({
  // In another zone than the gatherings', hours say which.
  timezoneId: "Europe/Paris",
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it
  server: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "wesign-petitions-"));
    writeFileSync(join(folder, `${PETITION}.json`), petition());
    await using server = await Server.start("--mobilisations", folder);
    await use(server);
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Names of what is shown: each step, and what the layouts have besides. */
export type View = "folded" | "sign" | "errors" | Later | "organisations";
type Later = "message" | "gatherings" | "donate" | "share" | "updates";

/** What is there once a step is whole; of a gathering, how far it is comes last. */
const WHOLE: Record<Later, string> = {
  message: "textarea",
  gatherings: ".gathering .place > :last-child:not(:empty)",
  donate: "progress",
  share: ".ways",
  updates: ".piece",
};

/** Opens the widget, walks from its first view to the last, and lets `look` see each. */
export async function walk(
  page: Page,
  server: Server,
  {
    layout,
    lang,
    width = 0,
    options = {},
  }: { layout: Layout; lang: string; width?: number; options?: object },
  look: (view: View, card: Locator) => Promise<void>,
): Promise<void> {
  const box = width ? `<div style="inline-size:${width}px">` : "<div>";
  const attributes = { layout, lang, options: JSON.stringify(options) };
  const tag = embed(server, { attributes });
  const direction = lang === "ar" ? ' dir="rtl"' : "";
  await openBody(page, server, `${box}${tag}</div>`, "", `lang="${lang}"${direction}`);
  const frame = widget(page);
  const card = frame.locator(".card:not(.skeleton)");
  const shown = layout === "button" ? frame.locator(".open") : card;
  await expect(shown).toBeVisible();
  if (layout === "bar" || layout === "button") {
    await look("folded", shown);
    await frame.locator(".open").click();
  }
  const form = card.locator("form");
  await expect(form).toBeVisible();
  await look("sign", card);
  await card.locator("[type=submit]").click();
  await expect(form.locator("[aria-invalid=true]").first()).toBeFocused();
  await expect(form.getByRole("alert")).not.toBeEmpty();
  await look("errors", card);

  const typed = { given_name: SIGNER.given, family_name: SIGNER.family, ...SIGNER };
  for (const name of ["given_name", "family_name", "email", "postcode"] as const) {
    await form.locator(`[name=${name}]`).fill(typed[name]);
  }
  await card.locator("[type=submit]").click();
  const panel = card.locator(".panel:not([hidden])");
  await panel.locator(".choice").first().click();
  await panel.locator(".channel").first().click();
  for (const [at, [step, whole]] of Object.entries(WHOLE).entries()) {
    if (at > 0)
      await card
        .locator(".step")
        .nth(at + 1)
        .click();
    await expect(panel.locator(whole).first()).toBeVisible();
    await look(step as Later, card);
  }
  await card.locator(".by summary").click();
  const logo = card.locator(".org img").first();
  await expect.poll(() => logo.evaluate((one: HTMLImageElement) => one.naturalWidth)).not.toBe(0);
  await look("organisations", card);
}
