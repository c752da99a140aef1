// The rules as data (tests/cases) on the wasm build, in a browser: the same files as the native core
// and the server run, with `normalize`, `URL` and `Intl.Segmenter` in place of the native crates.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type * as Sdk from "../../target/sdk/sdk.js";

const ROOT = join(import.meta.dirname, "..", "..");
const CASES = join(ROOT, "tests", "cases");
const HOST = "http://cases.localhost";

interface SignatureCase {
  name: string;
  policy?: object;
  now?: string;
  draft: object;
  expect: { ok?: unknown; errors?: unknown; hint?: string; canonical?: string };
}
interface Group {
  group: string;
  cases: SignatureCase[];
}
interface MessageCase {
  channel?: string;
  text?: string;
  repeat?: [string, number];
  limit?: number;
  length?: number;
  max?: number;
  remaining?: number;
  parts?: number;
  subject?: string;
  page?: string;
  to?: string[];
  instance?: string;
  url?: string;
  error?: string;
  template?: string;
  lang?: string;
  errors?: string[];
}
interface RenderCase {
  template: string;
  targets: string[];
  channel?: string;
  signer?: { given_name?: string; family_name?: string; locality?: string };
  text: string;
  named?: number[];
}

const read = <T>(...path: string[]): T =>
  JSON.parse(readFileSync(join(CASES, ...path), "utf8")) as T;

/** A page with the SDK in `window.sdk`, served from the build's own files. */
async function open(page: Page): Promise<void> {
  const files: Record<string, [string, string]> = {
    "/sdk.js": ["text/javascript", join(ROOT, "target/sdk/sdk.js")],
    "/sdk_bg.wasm": ["application/wasm", join(ROOT, "target/sdk/sdk_bg.wasm")],
  };
  await page.route(`${HOST}/**`, (route) => {
    const found = files[new URL(route.request().url()).pathname];
    if (!found) return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    return route.fulfill({ contentType: found[0], path: found[1] });
  });
  await page.goto(`${HOST}/`);
  await page.evaluate(async () => {
    const path = "/sdk.js";
    const sdk = (await import(path)) as typeof Sdk;
    await sdk.default();
    Object.assign(window, { sdk });
  });
}

declare global {
  interface Window {
    sdk: typeof Sdk;
    shards: Record<string, Uint8Array>;
  }
}

test.beforeEach(({ page }) => open(page));

test("signatures: every case gives exactly what it expects", async ({ page }) => {
  const cases = readdirSync(join(CASES, "signature")).flatMap((file) =>
    read<Group[]>("signature", file).flatMap(({ group, cases }) =>
      cases.map((one) => ({ ...one, name: `${file}: ${group}: ${one.name}` })),
    ),
  );
  expect(cases.length).toBeGreaterThan(400);
  const results = await page.evaluate(
    (all) =>
      all.map(({ draft, policy, now }) => window.sdk.check(draft, policy ?? {}, now) as object),
    cases.map(({ draft, policy, now }) => ({
      draft,
      policy,
      now: now ?? "2026-11-22T00:00:00Z",
    })),
  );
  const wrong = cases.flatMap((one, index) => {
    const result = { ...results[index] } as SignatureCase["expect"];
    // `canonical` is given only where a case is about it.
    if (one.expect.canonical === undefined) delete result.canonical;
    try {
      expect(result).toEqual(one.expect);
      return [];
    } catch {
      return [
        `${one.name}\n  expected ${JSON.stringify(one.expect)}\n  actual   ${JSON.stringify(result)}`,
      ];
    }
  });
  expect(wrong.join("\n")).toBe("");
});

test("policies: the widget's own reader sees what serde sees", async ({ page }) => {
  const policies = readdirSync(join(CASES, "signature"))
    .flatMap((file) => read<Group[]>("signature", file))
    .flatMap(({ cases }) => cases.map(({ policy }) => policy ?? {}));
  const differ = await page.evaluate(
    (all) => all.filter((policy) => !window.sdk.policy_reads_alike(policy)),
    policies,
  );
  expect(differ).toEqual([]);
});

test("the widget reads targets and wordings as serde does", async ({ page }) => {
  const accounts = [
    "x",
    "bluesky",
    "mastodon",
    "threads",
    "telegram",
    "whatsapp",
    "email",
    "phone",
  ];
  const texts = ["id", "name", "lang", "family_name", "title", "constituency", "group", "url"];
  const named = (names: string[]) => Object.fromEntries(names.map((name) => [name, `a ${name}`]));
  const person = (more: object) => ({ ...named(texts), accounts: named(accounts), ...more });
  const people = [
    ...["person", "company", "media", "institution"].map((kind) => person({ kind })),
    ...["deputy", "senator", "mep", "mayor", "minister", "other"].map((role) => person({ role })),
    ...["F", "M", null].map((gender) => person({ gender })),
    { id: "a" },
  ];
  const words = { lang: "de", subject: "a", short: ["b", "c"], long: ["d"], call: ["e"] };
  const message = { ...words, translations: [words, { lang: "en" }] };
  const petition = { lang: "fr", title: "t", url: "https://example.org", message };
  const lists = [undefined, "chosen", "rotation", "all"].map((choice) => ({
    kind: "list",
    ...(choice && { choice }),
    people,
  }));
  const petitions = [
    {},
    ...["none", "deputies", "senators", "meps", ...lists].map((targets) => ({
      ...petition,
      targets,
    })),
  ];
  const differ = await page.evaluate(
    (all) => all.filter((petition) => !window.sdk.subject_reads_alike(petition)),
    petitions,
  );
  expect(differ).toEqual([]);
});

interface Found {
  found: string;
  seat?: { constituency: string };
  seats?: { constituency: string }[];
  places?: { code: string; seats: string[] }[];
}
interface DirectoryCases {
  find: { postcode: string; find: string; seats: string[]; places?: string[]; evidence: string }[];
  areas: { shard: string; code: string; seats?: string[]; people?: number; languages?: string }[];
  people: Record<string, unknown>[];
  search: { shard: string; query: string; places: string[] }[];
  names: { query: string; limit: number; best: (string | null)[][]; more: number }[];
  distances: { from: string; to: string; km: number | null; evidence: string }[];
}

test.describe("directory", () => {
  const folder = join(ROOT, "demo", "directory");
  const cases = read<DirectoryCases>("directory.json");
  const { shards, names, points } = JSON.parse(
    readFileSync(join(folder, "manifest.json"), "utf8"),
  ) as { shards: Record<string, string>; names: string; points: string };

  /** The shards of these names, in the page, as `window.shards`. */
  test.beforeEach(async ({ page }) => {
    await page.evaluate(
      (files) => {
        const bytes = Object.entries(files).map(([name, base64]) => [
          name,
          Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
        ]);
        Object.assign(window, { shards: Object.fromEntries(bytes) });
      },
      Object.fromEntries(
        Object.entries({ ...shards, names, points }).map(([name, file]) => [
          name,
          readFileSync(join(folder, file)).toString("base64"),
        ]),
      ),
    );
  });

  test("postcodes", async ({ page }) => {
    const results = (await page.evaluate(
      (postcodes) =>
        postcodes.map((postcode) => {
          const name = window.sdk.shard_of(postcode);
          if (name === undefined) return { found: "malformed" };
          const shard = window.shards[name];
          return shard ? window.sdk.find(shard, postcode) : { found: "unknown" };
        }),
      cases.find.map(({ postcode }) => postcode),
    )) as Found[];
    for (const [index, one] of cases.find.entries()) {
      const { found, seat, seats = [], places = [] } = results[index] as Found;
      const numbers =
        found === "choose_commune"
          ? [...new Set(places.flatMap((place) => place.seats))].sort()
          : [...(seat ? [seat] : []), ...seats].map(({ constituency }) => constituency);
      expect([found, numbers], `${one.postcode}: ${one.evidence}`).toEqual([one.find, one.seats]);
      if (one.places) expect(places.map(({ code }) => code)).toEqual(one.places);
    }
  });

  test("areas: abroad, senators, members of the European Parliament", async ({ page }) => {
    const results = (await page.evaluate(
      (all) =>
        all.map(({ shard, code }) => window.sdk.area(window.shards[shard] as Uint8Array, code)),
      cases.areas,
    )) as {
      area: { languages: string };
      seats: { constituency: string }[];
      people: unknown[];
    }[];
    for (const [index, one] of cases.areas.entries()) {
      const result = results[index];
      if (one.seats) {
        expect(result?.seats.map(({ constituency }) => constituency)).toEqual(one.seats);
      } else {
        expect(result?.people.length, one.code).toBe(one.people);
      }
      if (one.languages !== undefined) expect(result?.area.languages).toBe(one.languages);
    }
  });

  test("people", async ({ page }) => {
    const results = (await page.evaluate(
      (all) =>
        all.map(([name, seat, id]) => {
          const shard = window.shards[name] as Uint8Array;
          const found = /^\w+-\d+$/.test(seat) ? window.sdk.seat(shard, seat) : undefined;
          if (found) return found.holder;
          const { people } = window.sdk.area(shard, seat) as { people: { id: string }[] };
          return people.find((person) => person.id === id);
        }),
      cases.people.map(({ shard, seat, id }) => [shard, seat, id] as [string, string, string]),
    )) as Record<string, unknown>[];
    for (const [index, one] of cases.people.entries()) {
      const person = results[index] ?? {};
      for (const [key, expected] of Object.entries(one)) {
        if (["shard", "seat", "evidence"].includes(key)) continue;
        const actual =
          key === "group" ? (person["group"] as { short: string } | undefined)?.short : person[key];
        expect(actual ?? null, `${one["id"]} ${key}: ${one["evidence"]}`).toEqual(expected);
      }
    }
  });

  test("search by name, accents and hyphens free", async ({ page }) => {
    const results = (await page.evaluate(
      (all) =>
        all.map(({ shard, query }) => window.sdk.search(window.shards[shard] as Uint8Array, query)),
      cases.search,
    )) as { code: string }[][];
    for (const [index, one] of cases.search.entries()) {
      expect(
        results[index]?.map(({ code }) => code),
        one.query,
      ).toEqual(one.places);
    }
  });

  test("names of the whole country", async ({ page }) => {
    const results = (await page.evaluate(
      (all) =>
        all.map(({ query, limit }) =>
          window.sdk.search_names(window.shards["names"] as Uint8Array, query, limit),
        ),
      cases.names,
    )) as { best: Record<"name" | "departement" | "today", string | undefined>[]; more: number }[];
    for (const [index, { query, best, more }] of cases.names.entries()) {
      const found = results[index];
      const told = found?.best.map(({ name, departement, today }) => [
        name,
        departement ?? null,
        today ?? null,
      ]);
      expect([told, found?.more], query).toEqual([best, more]);
    }
  });

  test("distances", async ({ page }) => {
    const results = await page.evaluate(
      (all) =>
        all.map(({ from, to }) =>
          window.sdk.distance(window.shards["points"] as Uint8Array, from, to),
        ),
      cases.distances,
    );
    for (const [index, { km, evidence }] of cases.distances.entries()) {
      const found = results[index];
      expect(found === undefined ? null : Math.round(found), evidence).toBe(km);
    }
  });

  test("a damaged shard is a code, not a person", async ({ page }) => {
    const codes = await page.evaluate(() => {
      const shard = (window.shards["75"] as Uint8Array).slice();
      const codeOf = (bytes: Uint8Array) => {
        try {
          return window.sdk.find(bytes, "75018") as unknown;
        } catch (code) {
          return code;
        }
      };
      shard[shard.length >> 1] = (shard[shard.length >> 1] as number) ^ 0x40;
      return [codeOf(shard), codeOf(shard.subarray(0, 20)), codeOf(new Uint8Array())];
    });
    for (const code of codes) expect(code).toMatch(/^[a-z_]+$/);
  });
});

test.describe("interpellation", () => {
  const cases =
    read<Record<"measure" | "compose" | "template_errors", MessageCase[]>>("interpellation.json");
  const body = ({ repeat: [unit, times] = ["", 0], text = "" }: MessageCase): string =>
    unit.repeat(times) + text;

  test("lengths", async ({ page }) => {
    const tlds = readFileSync(join(ROOT, "core/src/interpellation/tlds.txt"), "utf8");
    const results = await page.evaluate(
      ([all, list]) =>
        all.map(({ channel, text, limit }) => window.sdk.measure(channel, text, list, limit)),
      [
        cases.measure.map((one) => ({
          channel: one.channel ?? "x",
          text: body(one),
          limit: one.limit,
        })),
        tlds,
      ] as const,
    );
    for (const [index, one] of cases.measure.entries()) {
      const { length, remaining, parts, exact } = results[index] as MessageCase & {
        exact: boolean;
      };
      expect({ length, remaining: remaining ?? undefined, parts, exact }, body(one)).toEqual({
        length: one.length,
        remaining: one.remaining ?? undefined,
        parts: one.parts ?? 1,
        exact: true,
      });
    }
  });

  test("links", async ({ page }) => {
    const results = await page.evaluate(
      (all) =>
        all.map(({ channel, letter }) => {
          try {
            return { url: window.sdk.compose_url(channel, letter) };
          } catch (error) {
            return { error: error as { code: string; length: number; max: number } };
          }
        }),
      cases.compose.map((one) => ({
        channel: one.channel ?? "email",
        letter: {
          text: body(one),
          subject: one.subject ?? "",
          to: one.to ?? [],
          page: one.page ?? "",
          instance: one.instance,
        },
      })),
    );
    for (const [index, one] of cases.compose.entries()) {
      const { url, error } = results[index] as {
        url?: string;
        error?: { code: string; length: number; max: number };
      };
      expect(url, body(one)).toBe(one.url);
      expect(error?.code, body(one)).toBe(one.error);
      if (one.length !== undefined) {
        expect([error?.length, error?.max]).toEqual([one.length, one.max]);
      }
    }
  });

  test("template errors", async ({ page }) => {
    const results = await page.evaluate(
      (all) => all.map(([template, lang]) => window.sdk.template_errors(template, lang)),
      cases.template_errors.map((one) => [one.template ?? "", one.lang ?? ""] as const),
    );
    expect(results).toEqual(cases.template_errors.map(({ errors }) => errors));
  });

  test("templates", async ({ page }) => {
    const { render, targets } = read<{
      render: RenderCase[];
      targets: Record<string, object>;
    }>("interpellation.json");
    const results = await page.evaluate(
      (all) =>
        all.map(([channel, composition]) => window.sdk.render(channel, composition) as object),
      render.map(
        (one) =>
          [
            one.channel ?? "email",
            {
              template: one.template,
              lang: "fr",
              targets: one.targets.map((name) => targets[name]),
              ...one.signer,
              title: "Titre",
              url: "https://example.org/p",
              count: "14 832",
            },
          ] as const,
      ),
    );
    for (const [index, one] of render.entries()) {
      expect(results[index], one.template).toEqual({ text: one.text, named: one.named ?? [] });
    }
  });
});
