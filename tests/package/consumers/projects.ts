// Fresh projects with the packed package in them, below target/consumers: what builds them is
// installed there as this folder's lock file says, the package from the tarball of `npm pack`.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { promisify } from "node:util";

const SOURCES = import.meta.dirname;
const ROOT = join(SOURCES, "..", "..", "..");
/** Where the projects lie. */
export const PROJECTS = join(ROOT, "target", "consumers");
/** The installed package. */
export const PACKAGE = join(PROJECTS, "node_modules", "@wesign", "widget");

const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1" };

async function run(command: string, ...args: string[]): Promise<string> {
  const options = { cwd: PROJECTS, env, maxBuffer: 1 << 26, shell: process.platform === "win32" };
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (reason) {
    const { stdout, stderr } = reason as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`);
  }
}

/** A script that a package brings; not by its name in .bin, which Windows spells differently. */
const node = (script: string, ...args: string[]): Promise<string> =>
  run(process.execPath, join(PROJECTS, "node_modules", script), ...args);

/** The projects, and the package in them; for the whole run. */
export async function install(): Promise<void> {
  const lock = createHash("sha256").update(readFileSync(join(SOURCES, "package-lock.json")));
  const digest = lock.digest("hex");
  const fresh = join(PROJECTS, "node_modules", ".wesign-lock");
  const kept = existsSync(fresh) && readFileSync(fresh, "utf8") === digest;
  mkdirSync(PROJECTS, { recursive: true });
  cpSync(SOURCES, PROJECTS, { recursive: true });
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
  if (!kept) await run("npm", "ci", ...quiet);
  rmSync(PACKAGE, { recursive: true, force: true });
  // The build is another suite's; scripts off, so that packing does not build.
  const packed = await run("npm", "pack", ROOT, "--ignore-scripts", "--json");
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  await run("npm", "install", "--no-save", "--offline", ...quiet, `./${filename}`);
  writeFileSync(fresh, digest);
}

/** Copies what the script fetches to where the project's page serves it. */
const assets = (folder: string): Promise<string> =>
  node("@wesign/widget/js/dist/copy-assets.js", join(PROJECTS, folder));

function copy(from: string, to: string): void {
  cpSync(join(PROJECTS, from), join(PROJECTS, to));
}

const BUILDS = {
  html: async () => {
    await assets("html/wesign");
    copy("node_modules/@wesign/widget/js/dist/wesign.js", "html/wesign/wesign.js");
    return "html";
  },
  "vite-react": async () => {
    await assets("vite-react/public/wesign");
    await run(
      ...[process.execPath, join(ROOT, "node_modules", "typescript", "bin", "tsc")],
      ...["-p", "vite-react"],
    );
    await node("vite/bin/vite.js", "build", "vite-react", "--logLevel", "error");
    return "vite-react/dist";
  },
  "vite-vue": async () => {
    await assets("vite-vue/public/wesign");
    await node("vite/bin/vite.js", "build", "vite-vue", "--logLevel", "error");
    return "vite-vue/dist";
  },
  webpack: async () => {
    await assets("webpack/dist/wesign");
    await run(process.execPath, "webpack/build.js");
    copy("webpack/index.html", "webpack/dist/index.html");
    return "webpack/dist";
  },
  rollup: async () => {
    await assets("rollup/dist/wesign");
    await node("rollup/dist/bin/rollup", "-c", "rollup/rollup.config.js", "--silent");
    copy("rollup/index.html", "rollup/dist/index.html");
    return "rollup/dist";
  },
  "own-form": async () => {
    await run(process.execPath, "own-form/build.js");
    copy("own-form/index.html", "own-form/dist/index.html");
    return "own-form/dist";
  },
} satisfies Record<string, () => Promise<string>>;

/** Builds a project; gives the folder of its page. */
export const build = async (name: keyof typeof BUILDS): Promise<string> =>
  join(PROJECTS, await BUILDS[name]());

/** The digest of a script, as the package's `integrity.json` has it for the snippet. */
export function digest(name: string): string {
  const path = join(PACKAGE, "js", "dist", "integrity.json");
  return (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>)[name] ?? "";
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A plain server of the files below a folder; `{{…}}` in a page is filled in. */
export class Files implements AsyncDisposable {
  readonly #server: Server;
  readonly address: string;

  private constructor(server: Server, address: string) {
    this.#server = server;
    this.address = address;
  }

  /** `host` is `localhost` for a page, `127.0.0.1` for another origin, which lets every page read. */
  static async of(
    folder: string,
    host: "localhost" | "127.0.0.1" = "localhost",
    fill: Readonly<Record<string, string>> = {},
  ): Promise<Files> {
    const server = createServer(async ({ url = "/" }, response) => {
      const path = new URL(url, "http://localhost").pathname.replace(/\/$/, "/index.html");
      // Browsers ask for it unasked.
      if (path === "/favicon.ico") return void response.writeHead(204).end();
      const file = normalize(path);
      try {
        const bytes = await readFile(join(folder, file));
        const page = extname(file) === ".html";
        response
          .writeHead(200, {
            "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
            ...(host === "127.0.0.1" && { "Access-Control-Allow-Origin": "*" }),
          })
          .end(page ? filled(bytes.toString(), fill) : bytes);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((done) => server.listen(0, host, done));
    return new Files(server, `http://${host}:${(server.address() as AddressInfo).port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

const filled = (page: string, fill: Readonly<Record<string, string>>): string =>
  page.replace(/\{\{(.+?)\}\}/g, (_, name: string) => fill[name] ?? "");

/** Next.js, built and serving. */
export class Next implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly address: string;

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.address = address;
  }

  static async start(): Promise<Next> {
    await assets("next/public/wesign");
    const script = join(PROJECTS, "node_modules", "next", "dist", "bin", "next");
    await run(process.execPath, script, "build", "next");
    const child = spawn(process.execPath, [script, "start", "next", "-p", "0"], {
      cwd: PROJECTS,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let printed = "";
      const hear = (chunk: Buffer) => {
        printed += chunk;
        const port = /localhost:(\d+)/.exec(printed)?.[1];
        if (port && /Ready/.test(printed)) resolve(`http://localhost:${port}`);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("exit", (code) => reject(new Error(`next ended (${code}): ${printed}`)));
    });
    return new Next(child, address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((done) => this.#process.once("exit", done));
    this.#process.kill();
    await ended;
  }
}
