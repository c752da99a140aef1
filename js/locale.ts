/** The words of the widget in one language, one file a language, asked for once a page. */
import { fetchAsset } from "./assets.js";
import type fr from "./locales/fr.json";
import type { Language } from "./options.js";

/** Every text of the widget by key; French is the reference that the others are checked against. */
export type Locale = Record<keyof typeof fr, string>;

const loading = new Map<string, Promise<Locale>>();

/** Loads one locale; a failed load is forgotten. */
export function loadLocale(assets: string, lang: Language): Promise<Locale> {
  const name = `locales/${lang}.json`;
  let locale = loading.get(name);
  if (!locale) {
    locale = fetchAsset(assets, name)
      .then((response) => response.json() as Promise<Locale>)
      .catch((reason: unknown) => {
        loading.delete(name);
        throw reason;
      });
    loading.set(name, locale);
  }
  return locale;
}
