// The gallery: each piece is alive, and its snippet is the piece.
import { expect, open, test } from "./fixtures.ts";

test("each snippet has what its widget has, theme included", async ({ page, server }) => {
  await open(page, server, "gallery.html");
  const pieces = page.locator(".piece");
  const texts = await pieces.locator(".snippet code").allTextContents();
  expect(texts).toHaveLength(await pieces.count());
  const attributes = await pieces.evaluateAll((all) =>
    all.map((piece) => {
      const element = piece.querySelector("wesign-petition, wesign-mobilisations");
      return [...(element?.attributes ?? [])]
        .filter(({ name }) => name !== "class")
        .map(({ name, value }) => `${name}="${value}"`);
    }),
  );
  for (const [at, text] of texts.entries()) {
    for (const attribute of attributes[at] ?? []) expect(text).toContain(attribute);
  }
  const dense = page.locator("#dense code");
  await expect(dense).toContainText("--wesign-font-size: 14px;");
  await expect(dense).not.toContainText("class=");
});

test("a snippet is copied, and says so", async ({ page, context, server }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.site });
  await open(page, server, "gallery.html");
  const piece = page.locator("#barre");
  await piece.locator("summary").filter({ hasText: "Le code" }).click();
  await piece.getByRole("button", { name: "Copier le code" }).click();
  await expect(piece.getByText("Copié.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await piece.locator("code").textContent());
  expect(copied).toContain('layout="bar"');
});

test("Arabic is written from right to left, and each piece is as wide as its place", async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, server, "gallery.html");
  await expect(page.locator("#arabe .frame")).toHaveAttribute("dir", "rtl");
  const over = await page
    .locator(".stand")
    .evaluateAll((stands) =>
      stands
        .filter((stand) => stand.scrollWidth > stand.clientWidth + 1)
        .map((one) => one.innerHTML),
    );
  expect(over).toEqual([]);
});
