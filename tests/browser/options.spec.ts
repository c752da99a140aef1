// Options: each does what it says; a wrong one is named by its path, with what was expected, and the
// widget works with the default.
import type { Page } from "@playwright/test";
import { expect, fill, SIGNER, submit, test, widget } from "./fixtures.ts";
import { embed, openBody, warnings } from "./page.ts";

/** Changes the petition as the API sends it. */
async function petitionWith(page: Page, change: (body: Petition) => void): Promise<void> {
  await page.route("**/api/petitions/*", async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as Petition;
    change(json);
    await route.fulfill({ response, json });
  });
}
interface Petition {
  url: string;
  policy: Record<string, unknown> & { consents: { purpose: string; required?: boolean }[] };
}

const setOptions = (page: Page, options: unknown): Promise<void> =>
  page.locator("wesign-petition").evaluate((element, given) => {
    (element as HTMLElement & { options: unknown }).options = given;
  }, options);

const ready = (page: Page) => expect(widget(page).locator("[type=submit]")).toBeVisible();

/** Wrong values of every option: what is given, and what the console says of it. */
const WRONG: [Record<string, unknown>, string][] = [
  [{ scheme: "blue" }, "scheme: expected auto, light, dark"],
  [{ scheme: 3 }, "scheme: expected auto, light, dark"],
  [{ layout: "tower" }, "layout: expected card, full, bar, button"],
  [
    { layout: null, steps: 7 },
    "steps: expected a list of sign, message, gatherings, donate, share, updates",
  ],
  [
    { steps: ["sign", "pay"] },
    "steps[1]: expected sign, message, gatherings, donate, share, updates",
  ],
  [{ accent: "bleu" }, "accent: expected a CSS colour"],
  [{ accent: 0xff }, "accent: expected a CSS colour"],
  [{ accent: "red; background: url(https://evil.example)" }, "accent: expected a CSS colour"],
  [{ lang: 7 }, "lang: expected a string"],
  [{ assets: "javascript:alert(1)" }, "assets: expected an http or https address"],
  [{ directory: 3 }, "directory: expected an http or https address"],
  [{ texts: "Signer" }, "texts: expected an object"],
  [{ texts: { submit: 3 } }, "texts.submit: expected a string"],
  [{ texts: ["a"] }, "texts.0: expected a key of the locale"],
  [{ texts: { sumbit: "Je signe" } }, "texts.sumbit: expected a key of the locale"],
  [{ fields: { phone: "yes" } }, "fields.phone: expected hidden, optional, required"],
  [
    { fields: { téléphone: "hidden" } },
    "fields.téléphone: expected given_name, family_name, country, postcode, locality, phone, comment, birth_year, organisation",
  ],
  [{ fields: { postcode: "hidden" } }, "fields.postcode: expected what the petition leaves open"],
  [{ fields: { comment: "required" } }, "fields.comment: expected what the petition leaves open"],
  [{ consents: 1 }, "consents: expected a list of a string"],
  [{ consents: ["cookies"] }, "consents: cookies: expected what the petition leaves open"],
  [
    { links: { privacy: "javascript:alert(1)" } },
    "links.privacy: expected an http or https address",
  ],
  [{ links: { donate: "https://a.example" } }, "links.donate: expected privacy, share"],
  [
    { targets: "kings" },
    'targets: expected none, deputies, senators, meps, { kind: "list", people: […] }',
  ],
  [
    { colour: "red" },
    "colour: expected api, lang, assets, directory, scheme, accent, texts, petition, layout, steps, fields, consents, isolation, links, targets",
  ],
];

test("every wrong option is named by its path, and the widget works with the default", async ({
  page,
  server,
  consoleErrors,
}) => {
  test.slow();
  const heard = warnings(page);
  await openBody(page, server, embed(server));
  await ready(page);
  expect(heard).toEqual([]);
  for (const [options, line] of WRONG) {
    heard.length = 0;
    await setOptions(page, options);
    await expect(widget(page).locator("[type=submit]")).toHaveText("Signer la pétition");
    await expect(widget(page)).toHaveClass("frame auto");
    // Keys are known once the texts of the later steps are.
    await widget(page).getByLabel("Prénom").focus();
    await expect.poll(() => heard, line).toContain(`<wesign-petition> ${line}`);
    await page.locator("h1").click();
  }
  expect(consoleErrors).toEqual([]);
});

test("any junk is survived", async ({ page, server, consoleErrors }) => {
  await openBody(page, server, embed(server));
  await ready(page);
  await page.locator("wesign-petition").evaluate((element) => {
    const widget = element as HTMLElement & { options: unknown };
    for (const junk of [null, 3, "x", [], () => {}, Symbol.iterator, new Map(), { texts: null }]) {
      widget.options = junk;
    }
    widget.options = {
      steps: [{}, null, Symbol("x")],
      fields: [[]],
      links: { share: {} },
      targets: null,
    };
  });
  await ready(page);
  expect(consoleErrors).toEqual([]);
});

test("what is polluted sets nothing", async ({ page, server }) => {
  await openBody(page, server, embed(server));
  await ready(page);
  await page.evaluate(() => {
    Object.assign(Object.prototype, {
      accent: "red",
      layout: "bar",
      texts: { submit: "polluted" },
      fields: { postcode: "hidden" },
      links: { privacy: "https://evil.example" },
      privacy: "https://evil.example",
      kind: "list",
    });
  });
  await setOptions(page, {});
  await ready(page);
  await expect(widget(page)).toHaveClass("frame auto");
  await expect(widget(page).locator("[type=submit]")).toHaveText("Signer la pétition");
  await expect(widget(page).getByLabel("Code postal")).toBeVisible();
  await expect(widget(page).locator('a[href*="evil"]')).toHaveCount(0);
  // Nor does what comes as JSON.
  await page.locator("wesign-petition").evaluate((element) => {
    element.setAttribute(
      "options",
      '{"__proto__":{"polluted":1},"texts":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"submit":"Je signe !"}}',
    );
  });
  await expect(widget(page).getByRole("button", { name: "Je signe !" })).toBeVisible();
  expect(await page.evaluate(() => (({}) as { polluted?: number }).polluted)).toBeUndefined();
});

test("all options in the snippet, as JSON: no script of the partner's", async ({
  page,
  server,
}) => {
  const heard = warnings(page);
  const options = {
    layout: "bar",
    texts: { submit: "Je signe !" },
    steps: ["sign"],
    accent: "#006d5b",
  };
  await openBody(
    page,
    server,
    embed(server, { attributes: { options: JSON.stringify(options), layout: "full" } }),
  );
  await expect(widget(page)).toHaveClass("frame auto as-bar");
  await expect(widget(page).getByRole("button", { name: "Je signe !" })).toBeVisible();
  expect(heard).toEqual([]);
  await page
    .locator("wesign-petition")
    .evaluate((element) => element.setAttribute("options", "{layout:1}"));
  await expect(widget(page)).toHaveClass("frame auto as-full");
  expect(heard).toContain("<wesign-petition> options: expected a JSON object");
});

test("fields: what the petition leaves open can be hidden or required", async ({
  page,
  server,
}) => {
  const heard = warnings(page);
  await petitionWith(page, ({ policy }) => {
    policy["phone"] = "optional";
    policy["locality"] = "optional";
    policy["comment"] = "optional";
  });
  await openBody(
    page,
    server,
    embed(server, {
      attributes: {
        options: JSON.stringify({
          fields: { phone: "hidden", locality: "required", comment: "optional", email: "hidden" },
          texts: {
            "field.locality": "Votre ville",
            "error.locality.required": "Écrivez votre ville.",
          },
        }),
      },
      // What the fallback has of a hidden field is not sent.
      inside: '<form><input name="phone" value="+33123456789"></form>',
    }),
  );
  await ready(page);
  const petition = widget(page);
  await expect(petition.getByLabel("Téléphone")).toHaveCount(0);
  await expect(petition.getByLabel("Pourquoi je signe")).toBeVisible();
  await fill(petition);
  await submit(petition);
  await expect(petition.getByLabel("Votre ville")).toHaveAttribute("aria-invalid", "true");
  await petition.getByLabel("Votre ville").fill("Paris");
  const sent = page.waitForRequest("**/signatures");
  await submit(petition);
  const body = (await sent).postDataJSON() as Record<string, unknown>;
  expect(body["phone"]).toBeUndefined();
  expect(body["locality"]).toBe("Paris");
  expect(heard).toHaveLength(1);
  expect(heard[0]).toContain("fields.email: expected");
});

test("consents: which and in which order, the required ones in any case", async ({
  page,
  server,
}) => {
  let purposes: string[] = [];
  await petitionWith(page, ({ policy }) => {
    purposes = policy.consents.map(({ purpose }) => purpose);
    const last = policy.consents.at(-1);
    if (last) last.required = true;
  });
  await openBody(page, server, embed(server));
  await ready(page);
  const boxes = widget(page).locator(".check");
  await expect(boxes).toHaveCount(2);
  const [updates = "", letter = ""] = await boxes.allTextContents();
  for (const [consents, shown] of [
    [
      [purposes[1], purposes[0]],
      [letter, updates],
    ],
    [[purposes[0]], [updates, letter]],
    [[purposes[1]], [letter]],
  ]) {
    await setOptions(page, { consents });
    await expect(boxes).toHaveText(shown as string[]);
  }
  await fill(widget(page));
  await boxes.first().click();
  const sent = page.waitForRequest("**/signatures");
  await submit(widget(page));
  const { consents } = (await sent).postDataJSON() as {
    consents: { purpose: string; granted: boolean }[];
  };
  expect(consents.map(({ purpose, granted }) => [purpose, granted])).toEqual([[purposes[1], true]]);
  await expect(widget(page).getByText(/Merci Éléonore/)).toBeVisible();
});

test("links and targets in place of the petition's", async ({ page, server }) => {
  await openBody(
    page,
    server,
    embed(server, {
      attributes: {
        options: JSON.stringify({
          links: { privacy: "https://partner.example/donnees", share: "https://partner.example/p" },
        }),
      },
    }),
  );
  await ready(page);
  const petition = widget(page);
  await expect(petition.getByRole("link", { name: /Vos droits/ })).toHaveAttribute(
    "href",
    "https://partner.example/donnees",
  );
  await fill(petition, { ...SIGNER, postcode: "48000" });
  await submit(petition);
  await expect(petition.getByLabel("Votre message")).toHaveValue(/https:\/\/partner\.example\/p/);
  await setOptions(page, { targets: "none" });
  await ready(page);
  await expect(petition.getByText("Pour trouver votre député·e")).toHaveCount(0);
});

test("the language: the attribute's, then the page's around it, then French; also later", async ({
  page,
  server,
  consoleErrors,
}) => {
  const heard = warnings(page);
  const inFrench = widget(page).getByRole("button", { name: "Signer la pétition" });
  const inEnglish = widget(page).getByRole("button", { name: "Sign the petition" });
  const open = (lang: string, around = "", page_ = "fr") =>
    openBody(
      page,
      server,
      `<div ${around}>${embed(server, { attributes: { lang } })}</div>`,
      "",
      `lang="${page_}"`,
    );
  // Nearest, then French, and no word about it.
  for (const lang of ["fr-CA", "xx", "zz-Latn-x-nothing", "français", "", "*"]) {
    await open(lang);
    await expect(inFrench).toBeVisible();
  }
  await open("en-GB-oxendict");
  await expect(inEnglish).toBeVisible();
  await open("", 'lang="en"');
  await expect(inEnglish).toBeVisible();
  await open("", "", "en");
  await expect(inEnglish).toBeVisible();
  // A page that is put into another language.
  await widget(page).getByLabel("First name").fill("Zoé");
  await page.evaluate(() => document.documentElement.setAttribute("lang", "fr"));
  await expect(inFrench).toBeVisible();
  await expect(widget(page).getByLabel("Prénom")).toHaveValue("Zoé");
  // Not for who has signed: there is no signing twice.
  await fill(widget(page));
  await submit(widget(page));
  await expect(widget(page).getByText(/Merci Éléonore/)).toBeVisible();
  await page.evaluate(() => document.documentElement.setAttribute("lang", "en"));
  await page.waitForTimeout(300);
  await expect(widget(page).getByText(/Merci Éléonore/)).toBeVisible();
  expect(heard).toEqual([]);
  expect(consoleErrors).toEqual([]);
});
