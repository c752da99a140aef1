// Hostile text through everything that an API or an option can bring: nothing runs, nothing breaks out
// of its place, nothing leads where it must not.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, PETITION, test } from "./fixtures.ts";
import { HOSTILE } from "./hostile.ts";
import { openBody } from "./page.ts";
import type { Server } from "./server.ts";

test.describe.configure({ timeout: 420_000 });

const LOCALE = join(import.meta.dirname, "..", "..", "js", "locales", "fr.json");
const KEYS = Object.keys(JSON.parse(readFileSync(LOCALE, "utf8")) as object);

/** One element for each step, so that each is drawn without a signature; and the list of petitions. */
const STEPS = ["sign", "message", "gatherings", "donate", "share", "updates"];

type Reading = Record<string, unknown>;
interface Lab {
  /** What the API answers, by the end of the path. */
  answers: Record<string, unknown>;
  /** What a signature is answered with. */
  posted: unknown;
  /** Calls of what hostile scripts call. */
  ran: number;
  /** Draws every element anew with these options, and waits for it. */
  draw(options: object): Promise<void>;
  /** Everything wrong with what is drawn, and whether `text` is in it. */
  inspect(text: string, of?: string): { wrong: string[]; shown: boolean };
}
declare const lab: Lab;

/** The page's own API, so that three hundred drawings take seconds; the real one's answers to begin with. */
async function laboratory(page: Page, server: Server): Promise<void> {
  const read = async (path: string): Promise<unknown> =>
    (await fetch(`${server.api}/api/petitions${path}`)).json();
  const answers: Reading = { "": await read(""), [PETITION]: await read(`/${PETITION}`) };
  for (const resource of ["count", "gatherings", "donation", "news", "signatories"]) {
    const rich = resource === "count" || resource === "gatherings";
    answers[resource] = await read(`/${rich ? PETITION : "cours-d-ecole-rennes"}/${resource}`);
  }
  await page.addInitScript((given) => {
    const asked = window.fetch.bind(window);
    const last = (url: string) => /\/api\/petitions\/?([^?]*?)(?:\?.*)?$/.exec(url)?.[1];
    const laboratory: Lab = {
      answers: given,
      posted: {},
      ran: 0,
      async draw(options) {
        const elements = [...document.querySelectorAll<HTMLElement>("[api]")];
        await Promise.all(
          elements.map((element) => {
            const drawn = new Promise((done) => {
              for (const name of ["wesign:ready", "wesign:error"]) {
                element.addEventListener(name, done, { once: true });
              }
            });
            (element as HTMLElement & { options: object }).options = {
              ...options,
              ...(element.localName === "wesign-petition" && {
                steps: [element.dataset["step"]],
              }),
            };
            return drawn;
          }),
        );
        // What each step asks for by itself.
        for (let turn = 0; turn < 6; turn += 1) await new Promise((done) => setTimeout(done, 0));
        for (const { shadowRoot } of elements) {
          for (const details of shadowRoot?.querySelectorAll("details") ?? []) details.open = true;
        }
        await new Promise((done) => setTimeout(done, 0));
      },
      inspect(text, of = "[api]") {
        const wrong: string[] = [];
        let shown = false;
        const visit = (root: ParentNode) => {
          for (const element of root.querySelectorAll("*")) {
            const { localName, attributes } = element;
            if (/^(script|iframe|object|embed|base|meta|link|style|template)$/.test(localName)) {
              wrong.push(`<${localName}>`);
            }
            if (/^(marquee|portal|plaintext|xmp|math|video|audio|animate|set)$/.test(localName)) {
              wrong.push(`<${localName}>`);
            }
            for (const { name, value } of attributes) {
              if (/^(on|srcdoc$|formaction$)/.test(name)) wrong.push(`${name}="${value}"`);
              // The theme's own colours stand there.
              if (name === "style" && /url|position|inset|evil|expression|import/i.test(value)) {
                wrong.push(`${name}="${value}"`);
              }
              if (!/^(href|src|action|xlink:href)$/.test(name)) continue;
              // An address that is none leads nowhere.
              if (!URL.canParse(value, location.href)) continue;
              const { protocol } = new URL(value, location.href);
              if (!/^(https?|mailto|sms|tel|blob):$/.test(protocol)) {
                wrong.push(`${name}="${value}"`);
              }
            }
            if (element.shadowRoot) visit(element.shadowRoot);
          }
          shown ||= root.textContent?.includes(text) ?? false;
        };
        for (const { shadowRoot } of document.querySelectorAll(of)) {
          if (shadowRoot) visit(shadowRoot);
        }
        if (document.title !== "Partenaire") wrong.push("title");
        if (document.body.children.length !== 1) wrong.push("body");
        if (laboratory.ran > 0) wrong.push("ran");
        return { wrong, shown };
      },
    };
    Object.assign(window, { lab: laboratory });
    for (const name of ["alert", "confirm", "prompt", "print"]) {
      Object.assign(window, {
        [name]: () => {
          laboratory.ran += 1;
        },
      });
    }
    window.fetch = async (input, init) => {
      const url = String(input);
      const path = last(url);
      if (path === undefined) return asked(input, init);
      const key = path.split("/").at(-1) ?? "";
      const body = init?.method === "POST" ? laboratory.posted : laboratory.answers[key];
      const status = init?.method === "POST" ? 422 : 200;
      return Response.json(body ?? {}, { status });
    };
  }, answers);
  const tag = (step: string) =>
    `<wesign-petition petition="${PETITION}" api="${server.api}" lang="fr" data-step="${step}"></wesign-petition>`;
  const list = `<wesign-mobilisations api="${server.api}" lang="fr"></wesign-mobilisations>`;
  await openBody(page, server, STEPS.map(tag).join("") + list);
  // No picture or page of theirs is asked for: what leads out is looked at, not followed.
  await page.route(
    (url) => url.origin !== server.api && url.origin !== server.site,
    (route) => route.abort(),
  );
  await page.evaluate(() => lab.draw({}));
  for (const step of STEPS) {
    const drawn = page.locator(`[data-step=${step}] .card:not(.skeleton)`);
    await expect(drawn, step).toBeVisible();
  }
}

test("what is looked for is found", async ({ page, server }) => {
  await laboratory(page, server);
  const wrong = await page.evaluate(() => {
    const card = document.querySelector("[data-step=sign]")?.shadowRoot?.querySelector(".card");
    const put = (name: string, attribute = "", value = "") => {
      const element = document.createElement(name);
      if (attribute) element.setAttribute(attribute, value);
      card?.append(element);
    };
    put("script");
    put("svg", "onload", "1");
    put("a", "href", " java\nscript:1");
    put("p", "style", "position:fixed");
    window.alert();
    return lab.inspect("").wrong;
  });
  expect(wrong).toEqual([
    "<script>",
    'onload="1"',
    'href=" java\nscript:1"',
    'style="position:fixed"',
    "ran",
  ]);
});

/** Each string in the place of every text of every answer. */
test("what an API brings", async ({ page, server }) => {
  await laboratory(page, server);
  const { wrong, shown } = await page.evaluate(async (strings) => {
    const honest = structuredClone(lab.answers);
    // What a machine reads: with junk in it, there would be nothing to show.
    const kept =
      /^(id|lang|steps|scope|starts_at|ends_at|opens_at|closes_at|published_at|at|names)$/;
    const fill = (value: unknown, text: string, key = ""): unknown => {
      if (kept.test(key)) return value;
      if (typeof value === "string") {
        return /^(hidden|optional|required|deputies|list)$/.test(value) ? value : text;
      }
      if (Array.isArray(value)) return value.map((entry) => fill(entry, text));
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).map(([name, inner]) => [name, fill(inner, text, name)]);
      return Object.fromEntries(entries);
    };
    const person = (text: string) => ({
      ...{ id: "a", name: text, role: text, url: text, title: text, group: text },
      ...{ accounts: { x: text, bluesky: text, mastodon: text, email: text }, email: text },
    });
    const wrong: string[] = [];
    let shown = 0;
    for (const text of strings) {
      lab.answers = fill(honest, text) as Record<string, unknown>;
      const petition = Object.values(lab.answers).find(
        (answer) => (answer as { policy?: object }).policy,
      ) as Record<string, unknown>;
      petition["targets"] = { kind: "list", people: [person(text), person(`${text} `)] };
      await lab.draw({});
      const found = lab.inspect(text);
      wrong.push(...found.wrong.map((what) => `${JSON.stringify(text.slice(0, 60))}: ${what}`));
      shown += Number(found.shown);
    }
    return { wrong, shown };
  }, HOSTILE);
  expect(HOSTILE.length).toBeGreaterThanOrEqual(300);
  expect(wrong.slice(0, 20)).toEqual([]);
  // They were there: as text, as they are.
  expect(shown).toBeGreaterThan(HOSTILE.length * 0.9);
});

test("what an option brings, by script, as JSON and as an attribute", async ({ page, server }) => {
  await laboratory(page, server);
  const { wrong, shown } = await page.evaluate(
    async ([strings, keys]) => {
      const wrong: string[] = [];
      let shown = 0;
      const elements = [...document.querySelectorAll("[api]")];
      for (const text of strings) {
        const options = {
          ...{ lang: text, scheme: text, accent: text, layout: text, postcode: text, radius: text },
          fields: { [text]: text, phone: text },
          consents: [text],
          links: { privacy: text, share: text, [text]: text },
          targets: { kind: "list", people: [{ id: text, name: text, url: text }] },
          texts: { ...Object.fromEntries(keys.map((key) => [key, text])), [text]: text },
          [text]: text,
        };
        for (const element of elements) {
          element.setAttribute("options", JSON.stringify(options));
          for (const name of ["scheme", "accent", "layout", "postcode", "radius", "open"]) {
            element.setAttribute(name, text);
          }
        }
        await lab.draw(options);
        const found = lab.inspect(text);
        wrong.push(...found.wrong.map((what) => `${JSON.stringify(text.slice(0, 60))}: ${what}`));
        shown += Number(found.shown);
      }
      return { wrong, shown };
    },
    [HOSTILE, KEYS] as const,
  );
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(shown).toBeGreaterThan(HOSTILE.length * 0.9);
});

test("what an API answers to a signature", async ({ page, server }) => {
  await laboratory(page, server);
  const form = page.locator("[data-step=sign]");
  for (const [label, text] of [
    ["Prénom", "Zoé"],
    ["Nom", "d’Arc"],
    ["Adresse e-mail", "zoe@example.org"],
    ["Code postal", "75018"],
  ] as const) {
    await form.getByLabel(label, { exact: true }).first().fill(text);
  }
  const wrong = await page.evaluate(async (strings) => {
    const wrong: string[] = [];
    const root = document.querySelector("[data-step=sign]")?.shadowRoot;
    for (const text of strings) {
      for (const posted of [
        { code: text, title: text, detail: text },
        { code: "invalid_signature", errors: [{ field: "email", code: text, min: 1, max: 2 }] },
        { code: "invalid_signature", errors: [{ field: text, code: text }] },
      ]) {
        lab.posted = posted;
        root?.querySelector("form")?.requestSubmit();
        for (let turn = 0; turn < 4; turn += 1) await new Promise((done) => setTimeout(done, 0));
        wrong.push(
          ...lab
            .inspect(text, "[data-step=sign]")
            .wrong.map((what) => `${JSON.stringify(text.slice(0, 60))}: ${what}`),
        );
      }
    }
    return wrong;
  }, HOSTILE);
  expect(wrong.slice(0, 20)).toEqual([]);
  await expect(form.getByRole("alert").first()).toBeVisible();
});

test("no prototype is polluted, by options or by an API", async ({ page, server }) => {
  await laboratory(page, server);
  const found = await page.evaluate(async () => {
    const evil = '{"polluted":"yes","petition":"other","submit":"evil","texts":{"submit":"evil"}}';
    const nested = `{"__proto__":${evil},"constructor":{"prototype":${evil}},"prototype":${evil}}`;
    const given = `{"__proto__":${evil},"constructor":{"prototype":${evil}},"texts":${nested},"fields":${nested},"links":${nested},"targets":{"kind":"list","people":[${nested}]}}`;
    const elements = [...document.querySelectorAll("[api]")];
    for (const element of elements) element.setAttribute("options", given);
    const answers = JSON.stringify(lab.answers).replaceAll(
      '{"id":',
      `{"__proto__":${evil},"constructor":{"prototype":${evil}},"id":`,
    );
    lab.answers = JSON.parse(answers);
    await lab.draw(JSON.parse(given));
    const texts = elements.map((element) => element.shadowRoot?.textContent ?? "").join();
    const plain: Record<string, unknown>[] = [{}, [] as never, (() => {}) as never, "" as never];
    return {
      polluted: plain.some((value) => value["polluted"] !== undefined),
      evil: texts.includes("evil"),
      drawn: texts.includes("Signer la pétition"),
    };
  });
  expect(found).toEqual({ polluted: false, evil: false, drawn: true });
});
