// A partner's page of a test's own: any body, any style, any attributes of the widget.
import type { Page } from "@playwright/test";
import { PETITION } from "./fixtures.ts";
import type { Server } from "./server.ts";

export interface Embed {
  /** Attributes of the widget besides `petition` and `api`. */
  attributes?: Record<string, string>;
  /** Children of the widget. */
  inside?: string;
}

/** The widget's tag. */
export const embed = (server: Server, { attributes = {}, inside = "" }: Embed = {}): string => {
  const all = { petition: PETITION, api: server.api, lang: "fr", ...attributes };
  const written = Object.entries(all).map(
    ([name, value]) => `${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`,
  );
  return `<wesign-petition ${written.join(" ")}>${inside}</wesign-petition>`;
};

/** Opens a page with this body and style, on the partner's origin. */
export async function openBody(
  page: Page,
  server: Server,
  body: string,
  style = "",
  html = 'lang="fr"',
): Promise<void> {
  await page.route(`${server.site}/partner`, (route) =>
    route.fulfill({
      contentType: "text/html; charset=utf-8",
      body: `<!doctype html><html ${html}><head><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Partenaire</title><style>${style}</style>
<script type="module" src="${server.api}/widget/wesign.js" crossorigin="anonymous"></script></head><body><main><h1>Partenaire</h1>${body}</main></body></html>`,
    }),
  );
  await page.goto(`${server.site}/partner`);
}

/** What the page warned of. */
export function warnings(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "warning") heard.push(message.text());
  });
  return heard;
}
