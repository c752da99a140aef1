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

test.describe("interpellation", () => {
  const cases = read<Record<"measure" | "compose" | "template_errors", MessageCase[]>>(
    "interpellation.json",
  );
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
});
