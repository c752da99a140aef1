/** The wasm modules, one a step of the journey or an element. */
import { fetchAsset, once } from "./assets.js";
import { type Engine, engine } from "./engine/glue.js";
import type { Host } from "./engine/sign/wesign_wasm.js";
import type { PetitionOptions, Step } from "./options.js";

export type { AroundSession } from "./engine/around/wesign_wasm.js";
export type { Host, SignSession } from "./engine/sign/wesign_wasm.js";

/** A loader of `file`. */
const loader =
  <T extends keyof Engine>(file: string) =>
  (assets: string): Promise<Pick<Engine, T>> =>
    once(file, () => engine((imports) => instantiate(assets, file, imports)));

/** Compiles while the bytes arrive, where the server names them as what they are. */
async function instantiate(
  assets: string,
  file: string,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const response = await fetchAsset(assets, file);
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}

/** The engine of the step that signs: all that the first view needs. */
export const loadSign = loader<"SignSession">("wesign.wasm");

/** The engine of the list of mobilisations. */
export const loadAround = loader<"AroundSession">("around.wasm");

/** The rules of the form. */
export const loadRules = loader<"Rules">("rules.wasm");

const loadMessage = loader<"MessageSession">("message.wasm");
const loadLevers = loader<"LeversSession">("levers.wasm");

/** What is drawn after the first view: a step, or what the header unfolds. */
export type Part = Exclude<Step, "sign"> | "organisations" | "signatories";

/** What begins a further part in its panel. */
export type Begin = (
  panel: Element,
  options: PetitionOptions,
  words: object,
  body: unknown,
  handover: unknown,
  host: Host,
) => { free(): void };

/** The engine of a further part. */
export async function loadLater(part: Part, assets: string): Promise<Begin> {
  if (part === "message") {
    const { MessageSession } = await loadMessage(assets);
    return (...given) => new MessageSession(...given);
  }
  const { LeversSession } = await loadLevers(assets);
  return (...given) => new LeversSession(part, ...given);
}
