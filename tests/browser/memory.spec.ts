// A page that mounts and takes away widgets again and again, as one that never reloads does.
import type { CDPSession } from "@playwright/test";
import { expect, PETITION, test } from "./fixtures.ts";
import { openBody } from "./page.ts";

const ROUNDS = 25;
const AT_ONCE = 20;

interface Weight {
  /** Bytes of the JavaScript heap. */
  heap: number;
  /** Bytes of the WebAssembly memories. */
  wasm: number;
  nodes: number;
  listeners: number;
}

async function weigh(session: CDPSession): Promise<Weight> {
  for (let turn = 0; turn < 3; turn += 1) {
    await session.send("HeapProfiler.collectGarbage");
    // Finalizers run after it, each in a task.
    await session.send("Runtime.evaluate", {
      expression: "new Promise((done) => setTimeout(done, 50))",
      awaitPromise: true,
    });
  }
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
  const wasm = await session.send("Runtime.evaluate", {
    expression: "window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)",
  });
  return { heap: usedSize, wasm: wasm.result.value, nodes, listeners: jsEventListeners };
}

test(`${ROUNDS * AT_ONCE} widgets mounted, begun and taken away: everything is given back`, async ({
  page,
  server,
}) => {
  test.setTimeout(240_000);
  const petition = await (await fetch(`${server.api}/api/petitions/${PETITION}`)).json();
  await page.addInitScript((body) => {
    const memories: WebAssembly.Memory[] = [];
    Object.assign(window, { memories });
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiateStreaming.apply(WebAssembly, given);
      const memory = Object.values(made.instance.exports).find(
        (value) => value instanceof WebAssembly.Memory,
      );
      if (memory) memories.push(memory);
      return made;
    };
    // The real answer, without the way to it: the server is not what is weighed.
    const asked = window.fetch.bind(window);
    window.fetch = async (input, init) =>
      /\/api\/petitions\/[^/]+$/.test(String(input)) ? Response.json(body) : asked(input, init);
  }, petition);
  await openBody(page, server, "");
  const round = () =>
    page.evaluate(
      async ([count, id, api]) => {
        const place = document.querySelector("main");
        const all = Array.from({ length: count }, () => {
          const element = document.createElement("wesign-petition");
          element.setAttribute("petition", id);
          element.setAttribute("api", api);
          element.setAttribute("lang", "fr");
          const ready = new Promise((done) => element.addEventListener("wesign:ready", done));
          place?.append(element);
          return { element, ready };
        });
        for (const { element, ready } of all) {
          await ready;
          // Begun: the rules and the next step's engine come along.
          const field = element.shadowRoot?.querySelector<HTMLInputElement>("[name=email]");
          field?.focus();
          if (field) field.value = "zoe@example.org";
          field?.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        }
        await new Promise((done) => setTimeout(done, 20));
        for (const { element } of all) element.remove();
        await new Promise((done) => setTimeout(done, 0));
      },
      [AT_ONCE, PETITION, server.api] as const,
    );
  const session = await page.context().newCDPSession(page);
  // What is loaded once, and what engines keep warm.
  for (let warm = 0; warm < 3; warm += 1) await round();
  const before = await weigh(session);
  for (let done = 0; done < ROUNDS; done += 1) await round();
  const after = await weigh(session);
  const told = JSON.stringify({ before, after });
  await expect(page.locator("wesign-petition")).toHaveCount(0);
  // 500 leaked widgets would be 20 MB and 100,000 nodes; one a round, 1 MB and 5,000.
  expect(after.heap - before.heap, told).toBeLessThan(600_000);
  expect(after.nodes - before.nodes, told).toBeLessThan(500);
  expect(after.listeners - before.listeners, told).toBeLessThan(50);
  expect(after.wasm - before.wasm, told).toBeLessThanOrEqual(2 * 65_536);
});
