// The journey of the partner's page in the other two engines: load, sign, find the deputy, write to them.
import { expect, test } from "@playwright/test";
import { rows } from "../browser/database.ts";
import { SIGNER } from "../browser/fixtures.ts";
import { Server } from "../browser/server.ts";
import { button, type Engine, type Find, FOCUSED, field, place, TEXT } from "./engine.ts";
import { firefox } from "./firefox.ts";
import { webkit } from "./webkit.ts";

const { env } = process;
const given = (name: string): string => {
  const path = env[name];
  if (!path) throw new Error(`${name} is not set: npm test -- engines sets it`);
  return path;
};

const ENGINES: Record<string, () => Promise<Engine>> = {
  firefox: () => firefox(given("FIREFOX_PATH")),
  webkit: () =>
    webkit({
      driver: given("WEBKIT_DRIVER_PATH"),
      browser: given("MINIBROWSER_PATH"),
      xvfb: given("XVFB_PATH"),
    }),
};

/** By label, in the form's order. */
const FIELDS = [
  ["Prénom", SIGNER.given],
  ["Nom", SIGNER.family],
  ["Adresse e-mail", SIGNER.email],
  ["Code postal", SIGNER.postcode],
] as const;

for (const [name, start] of Object.entries(ENGINES)) {
  test.describe(name, () => {
    const why = env[`${name.toUpperCase()}_SKIP`];
    test.skip(Boolean(why), why);

    let engine: Engine;
    let server: Server;
    test.beforeEach(async () => {
      server = await Server.start();
      engine = await start();
    });
    test.afterEach(async () => {
      await engine?.close();
      await server?.[Symbol.asyncDispose]();
    });

    const shows = (text: RegExp) =>
      expect.poll(() => engine.read<string>(TEXT), { timeout: 30_000 }).toMatch(text);
    const there = (find: Find) =>
      expect.poll(() => engine.read(`Boolean(${find})`), { timeout: 30_000 }).toBe(true);
    /** Waits until it is seen and lies still: WebKit's driver presses where it was before it scrolled there. */
    const still = async (find: Find) => {
      await there(find);
      await engine.read(`${find}.scrollIntoView({ block: "center", behavior: "instant" })`);
      let before = "";
      await expect
        .poll(
          async () => {
            const last = before;
            before = await engine.read<string>(place(find));
            return before !== "" && before === last;
          },
          { timeout: 30_000 },
        )
        .toBe(true);
    };
    const press = async (find: Find) => {
      await still(find);
      await engine.click(find);
    };

    test("sign, choose between deputies, write", async () => {
      await engine.open(server.site);
      await shows(/14.832 signatures/);
      await there(button(/^Signer la pétition/));
      for (const [label, value] of FIELDS) await engine.type(field(label), value);
      await press(button(/^Signer la pétition/));
      await shows(/Merci Éléonore/);
      await shows(/14.833 signatures avec la vôtre/);
      await press(button(/circonscription de Paris/));
      await press(button(/^X$/));
      await there(field("Votre message"));
      await shows(/caractères restants/);
      await expect
        .poll(() => engine.read<string>(`${button(/Ouvrir dans X/)}?.href ?? ""`))
        .toMatch(/^https:\/\/x\.com\/intent\/tweet\?text=.*wesign\.it/);
      const before = await engine.read<string>(TEXT);
      await engine.type(field("Votre message"), " Merci d’avance !");
      // The counter follows what is typed.
      await expect.poll(() => engine.read<string>(TEXT)).not.toBe(before);
      const stored = await rows(
        server.database,
        "SELECT given_name, family_name, email, postcode FROM signature",
      );
      expect(stored.map((row) => Object.values(row))).toEqual([FIELDS.map(([, value]) => value)]);
      expect(engine.complaints).toEqual([]);
    });

    test("by keyboard alone", async () => {
      await engine.open(server.site);
      await there(button(/^Signer la pétition/));
      /** Presses Tab until what has the focus is called so. */
      const tabTo = async (name: RegExp) => {
        for (let presses = 0; presses < 60; presses += 1) {
          await engine.keys("\t");
          const called = `(${FOCUSED}?.labels?.[0] ?? ${FOCUSED})?.textContent.trim() ?? ""`;
          if (name.test(await engine.read<string>(called))) return;
        }
        throw new Error(`Tab never came to ${name}`);
      };
      for (const [label, value] of FIELDS) {
        await tabTo(new RegExp(`^${label}`));
        await engine.keys(value);
      }
      await tabTo(/nouvelles de cette pétition/);
      await engine.keys(" ");
      await tabTo(/^Signer la pétition/);
      await engine.keys("\n");
      await shows(/Merci Éléonore/);
      const consents = await rows(server.database, "SELECT purpose, granted FROM consent");
      expect(Object.fromEntries(consents.map((row) => [row["purpose"], row["granted"]]))).toEqual({
        petition_updates: 1,
        "newsletter:laquadrature": 0,
      });
      expect(engine.complaints).toEqual([]);
    });

    test("errors at their fields, the first in focus; nothing typed is lost", async () => {
      await engine.open(server.site);
      await there(button(/^Signer la pétition/));
      await engine.type(field("Prénom"), "Éléonore");
      await engine.type(field("Adresse e-mail"), "eleonore@");
      await press(button(/^Signer la pétition/));
      await expect
        .poll(() => engine.read<string>(`${FOCUSED}?.labels?.[0]?.textContent ?? ""`))
        .toMatch(/^Nom/);
      const invalid = `${field("Adresse e-mail")}.getAttribute("aria-invalid")`;
      expect(await engine.read(invalid)).toBe("true");
      expect(await engine.read(`${field("Prénom")}.value`)).toBe("Éléonore");
      expect(await rows(server.database, "SELECT 1 FROM signature")).toEqual([]);
    });
  });
}
