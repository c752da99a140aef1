// The two pictures of the widget in README.md, taken from the demo page with the real server.
import { writeFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { expect, fill, openPage, submit, test, widget } from "./fixtures.ts";
import { shrink } from "./png.ts";

async function picture(of: Locator, name: string): Promise<void> {
  const png = shrink(await of.screenshot());
  writeFileSync(new URL(`../../demo/site/widget-${name}.png`, import.meta.url), png);
}

test("pictures of the README", async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  const petition = await openPage(page, server);
  // The card alone, without the page's margin around it.
  const card = widget(page).locator(".card");
  await picture(card, "form");

  await fill(petition, {
    given: "Éléonore",
    family: "Aubigné",
    email: "eleonore@example.org",
    postcode: "48000",
  });
  await submit(petition);
  await petition.getByRole("button", { name: "X", exact: true }).click();
  await expect(petition.getByText(/caractères restants/)).toBeVisible();
  await picture(card, "message");
});
