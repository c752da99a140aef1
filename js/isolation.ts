/**
 * `isolation="frame"`: the widget in a frame of the origin that its files lie on, for pages whose other
 * scripts must not see what is typed. The page gets the frame's size, its title and its events.
 */
import type { PetitionOptions } from "./options.js";

/** What the frame tells the page (`js/frame.ts`), as far as it is believed. */
interface Told {
  wesign?: unknown;
  height?: unknown;
  title?: unknown;
  name?: unknown;
  detail?: Record<string, unknown>;
}

/** More than this no frame becomes, whatever it says. CSS pixels. */
const TALLEST = 20_000;

/**
 * Draws the frame into `card`, which is on the page and hidden. Settles once the widget in it is there;
 * `hear` is told its further events.
 */
export function isolate(
  card: HTMLElement,
  options: PetitionOptions,
  signal: AbortSignal,
  hear: (name: string, detail: object) => void,
): Promise<{ free(): void }> {
  const { origin, href } = new URL("frame.html", options.assets);
  const frame = card.ownerDocument.createElement("iframe");
  const over = new AbortController();
  const free = () => over.abort();
  return new Promise((resolve, reject) => {
    const end = (reason: unknown) => {
      free();
      card.remove();
      reject(reason);
    };
    const told = ({ wesign, height, title, name, detail = {} }: Told) => {
      if (wesign === "here") {
        frame.contentWindow?.postMessage({ wesign: "options", options }, origin);
      } else if (wesign === "size") {
        frame.style.height = `${Math.min(Number(height) || 0, TALLEST)}px`;
        frame.title = String(title);
      } else if (name === "wesign:ready") {
        card.hidden = false;
        resolve({ free });
      } else if (name === "wesign:error" && card.hidden) {
        end({ code: detail["code"] });
      } else if (/^wesign:[a-z-]+$/.test(String(name))) {
        const known = ["step", "channel", "code"].filter((key) => typeof detail[key] === "string");
        hear(String(name), Object.fromEntries(known.map((key) => [key, detail[key]])));
      }
    };
    addEventListener(
      "message",
      (message) => {
        // Any page, frame or extension may send one.
        if (message.source !== frame.contentWindow || message.origin !== origin) return;
        if (typeof message.data === "object" && message.data) told(message.data);
      },
      { signal: over.signal },
    );
    signal.addEventListener("abort", () => card.hidden && end(signal.reason), { once: true });
    frame.className = "isolated";
    frame.allow = "clipboard-write; web-share";
    frame.src = href;
    card.append(frame);
  });
}
