/**
 * The wasm modules, one a step of the journey: asked for once a page, whatever the number of
 * widgets. A failed load is forgotten, so that trying again does try again.
 */
import { fetchAsset } from "./assets.js";
import initMessage, * as message from "./engine/message/wesign_wasm.js";
import initSign, * as sign from "./engine/sign/wesign_wasm.js";

export type SignEngine = typeof sign;
export type MessageEngine = typeof message;
export type { MessageSession } from "./engine/message/wesign_wasm.js";
export type { Host, SignSession } from "./engine/sign/wesign_wasm.js";

type Init = (input: { module_or_path: Promise<Response> }) => Promise<unknown>;

/** A loader of `file` that remembers its success only; the first caller's address serves all. */
function loader<T>(file: string, init: Init, bindings: T): (assets: string) => Promise<T> {
  let loading: Promise<T> | undefined;
  return (assets) => {
    loading ??= init({ module_or_path: fetchAsset(assets, file) })
      .then(() => bindings)
      .catch((reason: unknown) => {
        loading = undefined;
        throw reason;
      });
    return loading;
  };
}

/** The engine of the step that signs: all that the first view needs. */
export const loadSign = loader<SignEngine>("wesign.wasm", initSign, sign);

/** The engine of the step that writes, asked for while the person fills in the form. */
export const loadMessage = loader<MessageEngine>("message.wasm", initMessage, message);
