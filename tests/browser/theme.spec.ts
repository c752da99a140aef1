// Colours: whatever a page sets, what is read has a contrast of 4.5, what is seen one of 3.
import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, fill, SIGNER, submit, test, widget } from "./fixtures.ts";
import { embed, openBody, warnings } from "./page.ts";

/** Contrast of two colours of an element as drawn, by canvas, so that no code of the widget judges itself. */
function contrast(of: Locator, one: string, other: Locator, two: string): Promise<number> {
  return (async () => {
    const read = (locator: Locator, property: string) =>
      locator.evaluate((element, name) => {
        const canvas = document.createElement("canvas").getContext("2d");
        if (!canvas) throw new Error("no canvas");
        canvas.fillStyle = getComputedStyle(element).getPropertyValue(name);
        canvas.fillRect(0, 0, 1, 1);
        const channels = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
          const share = channel / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      }, property);
    const [a, b] = [(await read(of, one)) + 0.05, (await read(other, two)) + 0.05];
    return Math.max(a, b) / Math.min(a, b);
  })();
}

async function expectReadable(petition: Locator): Promise<void> {
  const card = petition.locator(".card");
  const button = petition.locator("[type=submit]");
  const link = petition.locator(".why summary");
  expect(await contrast(button, "color", button, "background-color")).toBeGreaterThanOrEqual(4.5);
  expect(
    await contrast(button, "border-top-color", card, "background-color"),
  ).toBeGreaterThanOrEqual(3);
  expect(await contrast(link, "color", card, "background-color")).toBeGreaterThanOrEqual(4.5);
  expect(await contrast(card, "color", card, "background-color")).toBeGreaterThanOrEqual(4.5);
  expect(
    await contrast(petition.locator(".hint").first(), "color", card, "background-color"),
  ).toBeGreaterThanOrEqual(4.5);
  const field = petition.locator("input").first();
  expect(
    await contrast(field, "border-top-color", card, "background-color"),
  ).toBeGreaterThanOrEqual(3);
  const bar = petition.locator("progress");
  expect(await contrast(bar, "color", bar, "background-color")).toBeGreaterThanOrEqual(3);
}

const drawn = async (page: Page): Promise<Locator> => {
  const petition = widget(page);
  await expect(petition.locator("[type=submit]")).toBeVisible();
  return petition;
};

const ACCENTS = [
  "#ffd500", // a yellow that is no text on white
  "#111111",
  "#fefefe",
  "#777777", // a middle grey
  "oklch(0.7 0.25 150)",
  "color(display-p3 1 0 0.5)",
  "rebeccapurple",
  "hsl(200 100% 50%)",
];
for (const accent of ACCENTS) {
  test(`accent ${accent}: readable in both schemes`, async ({ page, server }) => {
    await openBody(page, server, embed(server, { attributes: { accent } }));
    const petition = await drawn(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect
        .poll(() =>
          contrast(
            petition.locator(".card"),
            "color",
            petition.locator(".card"),
            "background-color",
          ),
        )
        .toBeGreaterThan(4.5);
      await expectReadable(petition);
    }
    await expectAccessible(page, accent);
  });
}

test("the page's own accent, in each scheme its own, and as the page changes it", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await openBody(
    page,
    server,
    embed(server),
    `:root { --brand: #b23c1c; --wesign-accent: var(--brand) }
     @media (prefers-color-scheme: dark) { :root { --brand: #ff8f6b } }
     .noel { --brand: lime }`,
  );
  const petition = await drawn(page);
  const button = petition.locator("[type=submit]");
  await expect(button).toHaveCSS("background-color", "rgb(178, 60, 28)");
  await expect(button).toHaveCSS("color", "rgb(255, 255, 255)");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(button).toHaveCSS("background-color", "rgb(255, 143, 107)");
  await expect(button).toHaveCSS("color", "rgb(17, 17, 17)");
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => document.documentElement.classList.add("noel"));
  await expect(button).toHaveCSS("background-color", "rgb(0, 255, 0)");
  await expect(button).toHaveCSS("color", "rgb(17, 17, 17)");
  await expectReadable(petition);
  // The snippet's own wins; without it, the page's is back.
  const element = page.locator("wesign-petition");
  await element.evaluate((one) => one.setAttribute("accent", "#004d40"));
  await expect(button).toHaveCSS("background-color", "rgb(0, 77, 64)");
  await expect(button).toHaveCSS("color", "rgb(255, 255, 255)");
  await element.evaluate((one) => one.removeAttribute("accent"));
  await expect(button).toHaveCSS("background-color", "rgb(0, 255, 0)");
});

test("a page that changes its colours while the widget is out of sight", async ({
  page,
  server,
}) => {
  await openBody(page, server, `<div id="tab">${embed(server)}</div>`);
  const petition = await drawn(page);
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("#tab").evaluate((tab) => {
    tab.style.display = "none";
  });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("#tab").evaluate((tab) => {
    tab.style.display = "";
  });
  const card = petition.locator(".card");
  await expect.poll(() => contrast(card, "color", card, "background-color")).toBeGreaterThan(7);
  await expectReadable(petition);
});

test("a surface of the page's own: all that stands on it is readable", async ({ page, server }) => {
  for (const [surface, text] of [
    ["#10243f", ""],
    ["#ffe8d6", "#c9b8a8"],
    ["#808080", ""],
  ] as const) {
    for (const scheme of ["light", "dark"]) {
      await openBody(
        page,
        server,
        embed(server, { attributes: { scheme } }),
        `wesign-petition { --wesign-surface: ${surface}; ${text && `--wesign-text: ${text}`} }`,
      );
      const petition = await drawn(page);
      await expectReadable(petition);
      await submit(petition);
      const card = petition.locator(".card");
      expect(
        await contrast(
          petition.locator(".error:not(:empty)").first(),
          "color",
          card,
          "background-color",
        ),
      ).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test("a wrong colour is named, and the default used", async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  const heard = warnings(page);
  await openBody(
    page,
    server,
    embed(server, { attributes: { accent: "bleu" } }),
    "wesign-petition { --wesign-accent: rgb(0 0 0 / 50%); --wesign-surface: 12px; --wesign-on-accent: #4a2fbd }",
  );
  const petition = await drawn(page);
  await expect(petition.locator("[type=submit]")).toHaveCSS("background-color", "rgb(74, 47, 189)");
  await expect(petition.locator("[type=submit]")).toHaveCSS("color", "rgb(255, 255, 255)");
  await expect(petition.locator(".card")).toHaveCSS("background-color", "rgb(255, 255, 255)");
  for (const line of [
    "<wesign-petition> accent: expected a CSS colour",
    "<wesign-petition> --wesign-accent: expected an opaque colour",
    "<wesign-petition> --wesign-surface: expected an opaque colour",
    "<wesign-petition> --wesign-on-accent: expected a colour of contrast 4.5 with the accent",
  ]) {
    expect(heard).toContain(line);
  }
});

test("fonts, corners, borders, space, shadow: by custom properties", async ({ page, server }) => {
  await openBody(
    page,
    server,
    embed(server),
    `wesign-petition { --wesign-font: monospace; --wesign-heading-font: serif; --wesign-font-size: 20px;
      --wesign-radius: 3px; --wesign-field-radius: 5px; --wesign-field-border: 2px dashed red;
      --wesign-space: 2; --wesign-shadow: none }`,
  );
  const petition = await drawn(page);
  await expect(petition.locator(".card")).toHaveCSS("border-top-left-radius", "3px");
  await expect(petition.locator(".card")).toHaveCSS("box-shadow", "none");
  await expect(petition.locator(".card")).toHaveCSS("row-gap", "40px");
  await expect(petition.locator("h2")).toHaveCSS("font-family", "serif");
  const field = petition.locator("input").first();
  await expect(field).toHaveCSS("font-family", "monospace");
  await expect(field).toHaveCSS("font-size", "20px");
  await expect(field).toHaveCSS("border-top-left-radius", "5px");
  await expect(field).toHaveCSS("border-top", "2px dashed rgb(255, 0, 0)");
});

test("parts: a partner's style reaches what is documented", async ({ page, server }) => {
  const parts =
    "card head title by tally count progress why nav step fields field label input hint consents check button submit small";
  const names = parts.split(" ");
  await openBody(
    page,
    server,
    embed(server),
    names
      .map((name, index) => `wesign-petition::part(${name}) { outline: ${index + 1}px solid red }`)
      .join("\n"),
  );
  const petition = await drawn(page);
  for (const name of names) {
    const part = petition.locator(`[part~=${name}]`).first();
    await expect(part, name).toHaveCSS("outline-color", "rgb(255, 0, 0)");
  }
});

test("slots: the partner's own content, before, after, in the head and with the thanks", async ({
  page,
  server,
}) => {
  await openBody(
    page,
    server,
    embed(server, {
      inside: `<p slot="before">Avant</p><p slot="header">Sous le titre</p>
        <form slot="after"><label>Chercher <input name="email" value="a@b.c"></label></form>
        <p slot="thanks">Un livre pour vous</p><a href="/p">Secours</a>`,
    }),
  );
  const petition = await drawn(page);
  const element = page.locator("wesign-petition");
  for (const text of ["Avant", "Sous le titre", "Chercher"]) {
    await expect(element.getByText(text, { exact: true })).toBeVisible();
  }
  await expect(element.getByText("Secours")).toBeHidden();
  await expect(element.getByText("Un livre pour vous")).toBeHidden();
  // The partner's own field is no fallback's.
  await expect(petition.getByLabel("Adresse e-mail")).toHaveValue("");
  await fill(petition);
  await submit(petition);
  await expect(element.getByText("Un livre pour vous")).toBeVisible();
  await expectAccessible(page, "slots");
});

test("forced colours: every control and the state of the count can be seen", async ({
  page,
  server,
}) => {
  await page.emulateMedia({ forcedColors: "active" });
  for (const layout of ["card", "bar", "button"]) {
    await openBody(page, server, embed(server, { attributes: { layout, accent: "#ffd500" } }));
    const petition = widget(page);
    const first = petition.getByRole("button", { name: "Signer la pétition" }).first();
    await expect(first).toBeVisible();
    await expect(first).not.toHaveCSS("border-top-width", "0px");
    await first.focus();
    await expect(first).toHaveCSS("outline-style", "solid");
  }
});

test("targets are of 24 px at least", async ({ page, server }) => {
  await openBody(page, server, embed(server));
  const petition = await drawn(page);
  const small = await petition.locator(".card").evaluate((card) =>
    [...card.querySelectorAll("button, input, select, textarea, summary")]
      .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ html }) => html.slice(0, 100)),
  );
  expect(small).toEqual([]);
});

test("print: the petition's text, then the letter, black on white, without the controls", async ({
  page,
  server,
}) => {
  await openBody(page, server, embed(server, { attributes: { scheme: "dark" } }));
  const petition = await drawn(page);
  await petition.getByLabel("Prénom").focus();
  await expect
    .poll(() =>
      page.locator("wesign-petition").evaluate((one) => one.shadowRoot?.adoptedStyleSheets.length),
    )
    .toBe(2);
  await page.emulateMedia({ media: "print" });
  await expect(petition.locator("form")).toBeHidden();
  await expect(petition.locator("h2")).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(petition.locator(".why details p").first()).toBeVisible();
  await page.emulateMedia({ media: "screen" });
  await fill(petition, { ...SIGNER, postcode: "48000" });
  await submit(petition);
  const letter = petition.getByLabel("Votre message");
  await petition.getByRole("button", { name: "E-mail" }).click();
  await petition.getByLabel("Objet").fill("Une <b>question</b>");
  const paper = petition.locator(".paper");
  const pages = async (lines: number): Promise<number> => {
    await page.emulateMedia({ media: "screen" });
    await expect(paper).toBeHidden();
    const text = Array.from({ length: lines }, (_, n) => `Ligne ${n}`).join("\n");
    await letter.fill(text);
    await page.emulateMedia({ media: "print" });
    await expect(paper).toHaveText(`Une <b>question</b>${text}`);
    await expect(paper).toBeVisible();
    const pdf = await page.pdf({ format: "A4" });
    return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  };
  await expect(paper).toHaveAttribute("lang", "fr");
  expect(await pages(5)).toBe(1);
  // It goes on from page to page: no text field, which would be cut through its lines.
  expect(await pages(120)).toBeGreaterThanOrEqual(3);
  await expect(paper).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(petition.getByRole("button").first()).toBeHidden();
  await expect(letter).toBeHidden();
  // To whom, and nothing of what the widget tells the signer.
  await expect(petition.locator(".person")).toBeVisible();
  await expect(petition.getByText(/Merci Éléonore/)).toBeHidden();
  await expect(petition.getByText(/Maintenant, écrivez/)).toBeHidden();
});
