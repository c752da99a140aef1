/**
 * The words of the widget in one language: one file for the first view, one for the steps after it,
 * each asked for once a page.
 */
import { fetchAsset, pin } from "./assets.js";
import type fr from "./locales/fr.json";
import type { Language } from "./options.js";

/** Every text of the widget by key; French is the reference that the others are checked against. */
export type Locale = Record<keyof typeof fr, string>;

/** In a first file: the digest of the second, put there by the build. */
const LATER = "later";

const loading = new Map<string, Promise<Locale>>();

/** Loads a file of texts; a failed load is forgotten. */
function load(assets: string, name: string, integrity?: string): Promise<Locale> {
  let locale = loading.get(name);
  if (!locale) {
    locale = fetchAsset(assets, name, integrity)
      .then((response) => response.json() as Promise<Locale>)
      .catch((reason: unknown) => {
        loading.delete(name);
        throw reason;
      });
    loading.set(name, locale);
  }
  return locale;
}

/** The texts of the first view. */
export const loadLocale = (assets: string, lang: Language): Promise<Locale> =>
  load(assets, `locales/${lang}.json`);

/** The texts of the steps after it, `first` being those of the first view. */
export async function loadLaterLocale(
  assets: string,
  lang: Language,
  first: Locale,
): Promise<Locale> {
  const digest = (first as Record<string, string>)[LATER];
  const later = await load(assets, `locales/${lang}.steps.json`, digest);
  pin((later as unknown as { files: Record<string, string> }).files);
  return later;
}
