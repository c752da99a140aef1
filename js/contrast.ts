/**
 * Readable colours: contrast as WCAG 2.2 defines it, and text that has enough of it. The twin of
 * `core/src/contrast.rs`, for the first view, which should not wait for a module or carry one more
 * table; both run `tests/cases/contrast.json`.
 */

/** Red, green and blue of an opaque sRGB colour, 0 to 255. */
export type Color = readonly [number, number, number];

/** The least contrast of text with its background (WCAG 2.2, success criterion 1.4.3). */
export const TEXT = 4.5;
/** The least contrast of what shows a control or a graphic (success criterion 1.4.11). */
export const NON_TEXT = 3;

const WHITE: Color = [255, 255, 255];
const BLACK: Color = [0, 0, 0];
/** Softer than black, for text on bright colours. */
const NEAR_BLACK: Color = [17, 17, 17];

const NUMBER = "\\s*(\\d+)\\s*";
const RGB = new RegExp(
  `^rgb\\((?:${NUMBER},${NUMBER},${NUMBER}|${NUMBER}\\s${NUMBER}\\s${NUMBER})\\)$`,
  "i",
);

/**
 * Reads `#rgb`, `#rrggbb`, `rgb(r, g, b)` and `rgb(r g b)` with whole numbers to 255; undefined for
 * anything else, a colour with transparency included.
 */
export function parseColor(text: string): Color | undefined {
  const trimmed = text.trim();
  const hex = /^#(?:([\da-f])([\da-f])([\da-f])|([\da-f]{2})([\da-f]{2})([\da-f]{2}))$/i.exec(
    trimmed,
  );
  const found = (hex ?? RGB.exec(trimmed))?.slice(1).filter((part) => part !== undefined);
  const [red = 256, green = 256, blue = 256] = (found ?? []).map((part) =>
    hex ? Number.parseInt(part.length < 2 ? part + part : part, 16) : Number(part),
  );
  return Math.max(red, green, blue) < 256 ? [red, green, blue] : undefined;
}

/** As CSS reads it: `#rrggbb`. */
export const cssColor = (color: Color): string =>
  `#${color.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;

/** A channel in linear light (IEC 61966-2-1). */
const linear = (channel: number): number => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** The other way round, 0 to 255. */
const encoded = (light: number): number => {
  const share = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.min(Math.max(share, 0), 1) * 255;
};

const luminance = (color: Color): number => {
  const [red, green, blue] = color.map(linear) as unknown as Color;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** The contrast of two colours, 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const [first, second] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(first, second) / Math.min(first, second);
}

/**
 * The colour of text on `color`, never below TEXT: white where it can be read, as designers have it
 * on an accent; else nearly black, else black.
 */
export const readableOn = (color: Color): Color =>
  [WHITE, NEAR_BLACK].find((text) => contrast(text, color) >= TEXT) ?? BLACK;

/**
 * `color` as one sees it on `surface`: itself where its contrast is `least`, else made darker or
 * lighter just until it is, in linear light, so that the hue stays. Up to TEXT there is always such
 * a colour; where there is none, black or white.
 */
export function readableAs(color: Color, surface: Color, least = TEXT): Color {
  if (contrast(color, surface) >= least) return color;
  const light = luminance(color);
  const behind = luminance(surface) + 0.05;
  const darkest = behind / least - 0.05;
  const lightest = behind * least - 0.05;
  // Both can be had on middle greys only: then the way that is shorter.
  if (darkest >= 0 && (lightest > 1 || light - darkest <= lightest - light)) {
    const share = light > 0 ? darkest / light : 0;
    return color.map((channel) => Math.floor(encoded(linear(channel) * share))) as unknown as Color;
  }
  if (lightest <= 1) {
    const share = (lightest - light) / (1 - light);
    const mixed = (channel: number) => linear(channel) + (1 - linear(channel)) * share;
    return color.map((channel) => Math.ceil(encoded(mixed(channel)))) as unknown as Color;
  }
  return contrast(WHITE, surface) > contrast(BLACK, surface) ? WHITE : BLACK;
}
