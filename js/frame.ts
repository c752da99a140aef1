/**
 * The page in the frame of `isolation="frame"` (`js/isolation.ts`). It shows what the page around it asks
 * for, and tells that page its size and its events, in which nothing is that anybody typed.
 */
import "./define.js";
import type { WesignPetition } from "./element.js";
import type { PetitionEvents } from "./events.js";
import type { PetitionOptions } from "./options.js";

const EVENTS: readonly (keyof PetitionEvents)[] = [
  "wesign:ready",
  "wesign:viewed",
  "wesign:signed",
  "wesign:message-opened",
  "wesign:gathering-joined",
  "wesign:donate-opened",
  "wesign:shared",
  "wesign:subscribed",
  "wesign:error",
];

const petition = document.createElement("wesign-petition") as WesignPetition;
/** The origin of the page around. */
let page: string | undefined;

const tell = (told: object): void => {
  if (page) parent.postMessage(told, page);
};

const size = (): void => {
  const title = petition.shadowRoot?.querySelector("[part~=title]")?.textContent?.trim();
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  tell({ wesign: "size", height, title: title || document.title });
};

for (const name of EVENTS) {
  petition.addEventListener(name, ({ detail }) => {
    size();
    tell({ wesign: "event", name, detail });
  });
}

addEventListener("message", ({ source, origin, data }) => {
  // The page around it, and once it has spoken, no other that takes its place.
  if (source !== parent || (page ?? origin) !== origin || data?.wesign !== "options") return;
  page = origin;
  const options = data.options as PetitionOptions;
  // What floats or unfolds needs the page's own room.
  const layout = options.layout === "full" ? "full" : "card";
  document.documentElement.lang = options.lang;
  petition.options = { ...options, layout, isolation: "none" };
  if (!petition.isConnected) document.body.append(petition);
});

if (parent !== window) {
  new ResizeObserver(size).observe(document.body);
  // Nothing is in it, so anybody may hear it.
  parent.postMessage({ wesign: "here" }, "*");
}
