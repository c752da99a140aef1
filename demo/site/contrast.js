// Contrasts as a visitor meets them: measured on the colours that the browser has computed for the
// parts of a widget, whatever the options said.

const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** Red, green and blue of any CSS colour. */
function channels(color) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

const luminance = (color) => {
  const [red, green, blue] = channels(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** The contrast of two colours as WCAG 2.2 defines it, 1 to 21. */
export function contrast(one, other) {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

/** What is measured: its name, where its colour is, what it stands on, how much it needs. */
const PAIRS = [
  ["Texte", "[part~=card]", "color", null, 4.5],
  ["Texte secondaire", "[part~=hint], [part~=small], [part~=by]", "color", null, 4.5],
  ["Liens", "[part~=why] summary, a", "color", null, 4.5],
  ["Texte du bouton", "[part~=submit], [part~=open]", "color", "backgroundColor", 4.5],
  ["Bord du bouton", "[part~=submit], [part~=open]", "borderTopColor", null, 3],
  ["Bord des champs", "[part~=input]", "borderTopColor", null, 3],
  ["Progression", "progress", "color", "backgroundColor", 3],
];

/**
 * @param {ShadowRoot | null} root a widget's
 * @returns {{ name: string, color: string, on: string, ratio: number, needed: number }[]}
 */
export function measure(root) {
  const card = root?.querySelector("[part~=card]");
  if (!card) return [];
  const surface = getComputedStyle(card).backgroundColor;
  return PAIRS.flatMap(([name, selector, property, ground, needed]) => {
    const element = root.querySelector(selector);
    if (!element) return [];
    const style = getComputedStyle(element);
    const [color, on] = [style[property], ground ? style[ground] : surface];
    return [{ name, color, on, ratio: contrast(color, on), needed }];
  });
}
