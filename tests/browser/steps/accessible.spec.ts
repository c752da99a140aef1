// No violation of WCAG 2.2 A and AA, nor of axe's best practices: every step, layout, colour scheme; in
// French, in German, from right to left.
import { expectAccessible, LAYOUTS, test, walk } from "./fixtures.ts";

for (const layout of LAYOUTS) {
  for (const lang of ["fr", "de", "ar"]) {
    test(`${layout}, ${lang}: axe finds nothing at any step, light and dark`, async ({
      page,
      server,
      consoleErrors,
    }) => {
      test.slow();
      await walk(page, server, { layout, lang }, async (view) => {
        await expectAccessible(page, `${view}, ${layout}, ${lang}`);
      });
      test.expect(consoleErrors).toEqual([]);
    });
  }
}
