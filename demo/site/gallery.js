// Puts its snippet below each widget of the gallery, and into each box that names one by its id.
import { box, script, style, tag, theme } from "./snippet.js";

const WIDGETS = "wesign-petition, wesign-mobilisations";

/** All that a partner pastes for this widget. */
function snippet(element, whole) {
  const label = element.querySelector("a, .title")?.textContent ?? "";
  const line = whole ? script(element.getAttribute("api")) : "";
  const parts = [line, style(element.localName, theme(element)), tag(element, label)];
  return parts.filter(Boolean).join("\n");
}

for (const place of document.querySelectorAll("[data-snippet-of]")) {
  const element = document.getElementById(place.dataset.snippetOf)?.querySelector(WIDGETS);
  if (element) place.append(box(snippet(element, true)).root);
}

for (const piece of document.querySelectorAll(".piece")) {
  const element = piece.querySelector(WIDGETS);
  if (!element) continue;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const title = document.createElement("span");
  title.className = "hush";
  title.textContent = ` : ${piece.querySelector("h3").textContent}`;
  summary.append("Le code", title);
  details.className = "code";
  details.append(summary, box(snippet(element, false)).root);
  piece.append(details);
}

const line = document.querySelector("[data-script]");
line?.append(box(script(line.dataset.script)).root);
