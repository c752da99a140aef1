/**
 * The words of the widget in one language: one file for the first view, one for the steps after it,
 * one for the list of mobilisations, each asked for once a page.
 */
import { fetchAsset } from "./assets.js";
import type fr from "./locales/fr.json";
import type { Language } from "./options.js";

/** Every text of the widget by key; French is the reference that the others are checked against. */
export type Locale = Record<keyof typeof fr, string>;

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

/**
 * The texts of what is loaded after it: of the further steps, or of the list of mobilisations. The
 * build puts their digests into the first file, `first`.
 */
export const loadLaterLocale = (
  assets: string,
  lang: Language,
  first: Locale,
  part: "steps" | "around" = "steps",
): Promise<Locale> =>
  load(assets, `locales/${lang}.${part}.json`, (first as Record<string, string>)[part]);
