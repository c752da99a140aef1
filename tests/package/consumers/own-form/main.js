// A form of one's own on the rules of wesign: checked, signed, counted, looked up, written, measured.
import { ApiError, Client, Directory, load } from "@wesign/widget/sdk";
import wasm from "@wesign/widget/sdk.wasm";
import tlds from "@wesign/widget/tlds.txt";

const id = "reconnaissance-faciale";
const api = new URLSearchParams(location.search).get("api");
const $ = (selector) => document.querySelector(selector);
const WORDS = { required: "à remplir", email_domain_incomplete: "domaine incomplet" };
const client = new Client(api);
const [core, petition] = await Promise.all([load(wasm), client.petition(id)]);
const form = $("form");
const draft = () => ({ ...Object.fromEntries(new FormData(form)), country: "FR", lang: "fr" });

function count(number) {
  const { goal, remaining } = core.tally(number, petition.goals);
  $("#tally").value = `${number} signatures, encore ${remaining} pour ${goal}`;
}

function complain(errors, hint) {
  const lines = errors.map(({ field, code }) => `${field} : ${WORDS[code] ?? code}`);
  $("[role=alert]").textContent = [...lines, hint ? `${hint} ?` : ""].join(" ");
}

function write({ holder }) {
  const targets = [{ id: holder.id, name: `${holder.given_name} ${holder.family_name}` }];
  const { url, title, message } = petition;
  const letter = { template: message.short[0], lang: "fr", targets, url, title };
  $("textarea").value = core.compose("x", letter).text;
  measure();
}

function measure() {
  const text = $("textarea").value;
  const { remaining } = core.measure("x", text, { tlds });
  $("#left").value = `${remaining} caractères restants`;
  if (remaining >= 0) $("#send").href = core.link("x", { text });
}
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { errors, hint } = core.check(draft(), petition.policy);
  complain(errors ?? [], hint);
  if (errors) return;
  try {
    count(await client.sign(id, draft()));
  } catch (reason) {
    if (!(reason instanceof ApiError)) throw reason;
    return complain([{ field: "API", code: reason.code }, ...reason.errors]);
  }
  form.hidden = true;
  $("section").hidden = false;
  const found = await new Directory(core, `${api}/directory/`).find(draft().postcode);
  const seats = (found.seats ?? [found.seat]).filter((seat) => seat?.holder);
  $("select").append(...seats.map(({ constituency }) => new Option(constituency)));
  $("select").addEventListener("change", () => write(seats[$("select").selectedIndex]));
  if (seats[0]) write(seats[0]);
});
$("textarea").addEventListener("input", measure);
$("h1").textContent = petition.title;
count(petition.count);
