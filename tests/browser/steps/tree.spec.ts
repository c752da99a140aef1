// What a screen reader is given at each step, word for word: the files of `reference/tree` have been read
// and are compared whole. Renewed by `npm run references`; read what changes before committing it.
import { expect, type Layout, test, type View, walk } from "./fixtures.ts";

/** Where a layout adds something of its own. */
const SEEN: Record<Layout, (view: View) => boolean> = {
  card: () => true,
  full: () => false,
  bar: (view) => view === "folded" || view === "sign",
  button: (view) => view === "folded",
};

for (const layout of ["card", "bar", "button"] as const) {
  test(`${layout}: the accessibility tree of each step`, async ({ page, server }) => {
    const trees: Partial<Record<View, string>> = {};
    await walk(page, server, { layout, lang: "fr" }, async (view, shown) => {
      if (SEEN[layout](view)) trees[view] = await shown.ariaSnapshot();
    });
    for (const [view, tree] of Object.entries(trees)) {
      // Its port is another each time.
      const there = tree.replaceAll(server.api, "https://api.example.org");
      expect.soft(`${there}\n`).toMatchSnapshot(["tree", `${layout}-${view}.yml`]);
    }
  });
}

test("button: the dialog has a name, a way out and all of the card", async ({ page, server }) => {
  await walk(page, server, { layout: "button", lang: "fr" }, async (view, card) => {
    if (view !== "sign") return;
    const dialog = page.getByRole("dialog", { name: "Pas de reconnaissance faciale" });
    await expect(dialog.getByRole("button", { name: "Fermer" })).toBeVisible();
    expect(await dialog.ariaSnapshot()).toContain((await card.ariaSnapshot()).split("\n")[0]);
  });
});
