// Markup in every string that reaches the widget: the petition, what each lever answers, the texts of the
// partner. All of it is text, at every step.
import { readFileSync } from "node:fs";
import { expect, test, walk } from "./fixtures.ts";

const MARKUP = `<img src=x onerror="alert(1)"><svg onload="alert(2)"></svg><b>&amp;</b>`;

/** What the widget reads and does not show: names of things, addresses, times. */
const MEANT =
  /^(id|lang|kind|choice|scope|steps|purpose|wording|platform|currency|network|gender|networks)$|url$|_at$|zone$|^accounts$|^(logo|email|image|organisation|privacy|point)$/;

/** The same with markup for every text. */
function hostile(value: unknown, key = ""): unknown {
  if (MEANT.test(key)) return value;
  if (typeof value === "string") return /^(optional|required|hidden)$/.test(value) ? value : MARKUP;
  if (Array.isArray(value)) return value.map((one) => hostile(one, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hostile(one, key)]));
}

test("markup in every string: nothing of it becomes an element, and every step works", async ({
  page,
  server,
  consoleErrors,
}) => {
  test.slow();
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  const changed = new Set<string>();
  await page.route(`${server.api}/api/**`, async (route) => {
    const response = await route.fetch();
    if (route.request().method() !== "GET") return route.fulfill({ response });
    changed.add(new URL(route.request().url()).pathname.split("/").at(-1) ?? "");
    return route.fulfill({ response, json: hostile(await response.json()) });
  });
  const file = new URL("../../../js/locales/fr.json", import.meta.url);
  const keys = Object.keys(JSON.parse(readFileSync(file, "utf8")));
  const texts = Object.fromEntries(
    keys.filter((key) => key !== "dir").map((key) => [key, `${key} ${MARKUP}`]),
  );
  await walk(page, server, { layout: "full", lang: "fr", options: { texts } }, async (view) => {
    const frame = page.locator("wesign-petition .frame");
    const made = frame.locator("img[src=x], [onerror], [onload], script, b");
    await expect(made, view).toHaveCount(0);
    await expect(frame.getByRole("heading", { level: 2 })).toHaveText(MARKUP);
  });
  expect([...changed].sort()).toEqual(
    expect.arrayContaining(["donation", "gatherings", "news", "reconnaissance-faciale"]),
  );
  expect(dialogs).toEqual([]);
  expect(consoleErrors).toEqual([]);
});
