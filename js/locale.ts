/**
 * The words of the widget in one language: one file for the first view, one for the steps after it,
 * one for the list of mobilisations.
 */
import { fetchAsset, once } from "./assets.js";
import type fr from "./locales/fr.json";
import type { Language } from "./options.js";

/** Every text of the widget by key; French is the reference that the others are checked against. */
export type Locale = Record<keyof typeof fr, string>;

function load(assets: string, name: string, integrity?: string): Promise<Locale> {
  return once(name, async () => (await fetchAsset(assets, name, integrity)).json());
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
