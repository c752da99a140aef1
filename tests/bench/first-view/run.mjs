// Time to the form and to the count, in Chromium with a processor four times slower, on two networks: our
// widget, a static page with the same form and an inline script (the floor), a React and MUI form. Served by
// nginx with brotli over HTTP/1.1 and HTTP/2. Median and range of seven, interleaved, in one run.
//
//   node tests/bench/first-view/run.mjs [--runs=7]
//
// The network is Chromium's own throttle (DevTools protocol): 150 ms before each answer begins, so a
// connection's set-up is not counted. Whoever asks for things one after the other pays each time.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as playwright } from "@playwright/test";
import { build } from "../../../js/tools/build.mjs";
import { chromium } from "../../../js/tools/chromium.mjs";
import { adopt, cli, isMain, ROOT, step } from "../../../js/tools/common.mjs";
import { serve } from "./nginx.mjs";
import { write } from "./pages.mjs";

const HERE = import.meta.dirname;
const RUNS = Number(/--runs=(\d+)/.exec(process.argv.join(" "))?.[1] ?? 7);
const SLOWDOWN = 4;
/** Bytes a second down and up, milliseconds of latency. Slow 4G as the closest peer was measured. */
const NETWORKS = {
  "Slow 4G": [1.6e6 / 8, 750e3 / 8, 150],
  "Fast 4G": [9e6 / 8, 1.5e6 / 8, 60],
};
const PAGES = ["floor", "ours", "mui"];
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update"],
  "--ignore-certificate-errors",
];

/** In the page: when the form and the count are first drawn, what blocks the main thread, what moves. */
function watch() {
  const seen = { form: 0, count: 0, long: [], shift: 0 };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.long.push(duration);
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) seen.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
  const look = (now) => {
    const root = document.querySelector("wesign-petition")?.shadowRoot ?? document;
    const field = root.querySelector('form:not(.fallback) input[autocomplete="email"]');
    if (!seen.form && field?.checkVisibility()) seen.form = now;
    const text = (root.querySelector(".frame") ?? document.body)?.innerText;
    if (!seen.count && /14.832/.test(text)) seen.count = now;
    if (!seen.form || !seen.count) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function measure(browser, url, [down, up, latency]) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 412, height: 900 },
  });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency,
    downloadThroughput: down,
    uploadThroughput: up,
  });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
  let requests = 0;
  page.on("request", () => {
    requests += 1;
  });
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => window.seen?.form && window.seen?.count, undefined, {
    timeout: 60_000,
  });
  const result = { ...(await page.evaluate(() => window.seen)), requests };
  await context.close();
  return result;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const range = (numbers) =>
  `${Math.round(median(numbers))} (${Math.round(Math.min(...numbers))}–${Math.round(Math.max(...numbers))})`;

/** The reference server, built for speed; its address and how to stop it. */
async function api(folder) {
  await step("cargo build --release, the server", "cargo", [
    ...["build", "--release", "--locked", "-p", "wesign-server"],
  ]);
  const child = adopt(
    spawn(
      join(ROOT, "target", "release", "wesign-server"),
      ["--port", "0", "--host", "127.0.0.1", "--database", `sqlite:${join(folder, "bench.db")}`],
      { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
    ),
  );
  const address = await new Promise((resolve, reject) => {
    let printed = "";
    const hear = (chunk) => {
      printed += chunk;
      const port = /https?:\/\/[^\s/]+?:(\d+)/.exec(printed)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => reject(new Error(`the server ended (${code}): ${printed}`)));
  });
  return { address, stop: () => child.kill() };
}

async function main() {
  if (!existsSync(join(HERE, "node_modules", "react"))) {
    await step("npm ci, React and MUI", "npm", ["ci", "--ignore-scripts"], { cwd: HERE });
  }
  await build();
  const folder = mkdtempSync(join(tmpdir(), "wesign-bench-"));
  const www = join(ROOT, "target", "bench-first-view");
  const sizes = await write(www);
  const server = await api(folder);
  const nginx = await serve(folder, www, server.address);
  const browser = await playwright.launch({ executablePath: await chromium(), args: FLAGS });
  try {
    console.log(`React and MUI: ${sizes.mui.toLocaleString("en")} bytes of script, brotli-11`);
    console.log(`Milliseconds, median (range) of ${RUNS}; × is to the floor\n`);
    console.log("| network | page | form | × | count | × | long tasks | shift | requests |");
    console.log("|---|---|---|---|---|---|---|---|---|");
    for (const version of ["http1", "http2"]) {
      for (const [network, conditions] of Object.entries(NETWORKS)) {
        const found = Object.fromEntries(PAGES.map((name) => [name, []]));
        for (let run = 0; run < RUNS; run += 1) {
          for (const name of PAGES) {
            found[name].push(await measure(browser, `${nginx[version]}/${name}.html`, conditions));
          }
        }
        const of = (name, what) => found[name].map((one) => one[what]);
        const ratio = (name, what) =>
          (median(of(name, what)) / median(of("floor", what))).toFixed(2);
        for (const name of PAGES) {
          const long = found[name].map((one) => Math.max(0, ...one.long));
          const shift = Math.max(...of(name, "shift"));
          console.log(
            `| ${network}, ${version === "http1" ? "HTTP/1.1" : "HTTP/2"} | ${name} | ${range(of(name, "form"))} | ${ratio(name, "form")} ` +
              `| ${range(of(name, "count"))} | ${ratio(name, "count")} | ${Math.round(median(long))} | ${shift.toFixed(3)} | ${median(of(name, "requests"))} |`,
          );
        }
      }
    }
  } finally {
    await browser.close();
    nginx.stop();
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (isMain(import.meta)) cli(main);
