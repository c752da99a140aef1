// The real reference server for one test: a port of its own, a database of its own.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let binary: string | undefined;

/** The server that `cargo build -p wesign-server` left. */
function serverBinary(): string {
  if (!binary) {
    const metadata = execFileSync("cargo", ["metadata", "--format-version", "1", "--no-deps"], {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    const target: string = JSON.parse(metadata).target_directory;
    binary = join(
      target,
      "debug",
      process.platform === "win32" ? "wesign-server.exe" : "wesign-server",
    );
  }
  return binary;
}

export class Server {
  /** The partner's page, as another origin than the API. */
  readonly site: string;
  /** The API, the package and the directory. */
  readonly api: string;
  readonly database: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #flags: readonly string[];

  private constructor(
    port: string,
    folder: string,
    flags: readonly string[],
    process: ChildProcess,
  ) {
    this.site = `http://localhost:${port}`;
    this.api = `http://127.0.0.1:${port}`;
    this.database = join(folder, "test.db");
    this.#folder = folder;
    this.#flags = flags;
    this.#process = process;
  }

  /** Starts a server on a free port; resolves once it listens. */
  static start(...flags: string[]): Promise<Server> {
    return Server.#in(mkdtempSync(join(tmpdir(), "wesign-")), flags);
  }

  static async #in(folder: string, flags: readonly string[]): Promise<Server> {
    const database = join(folder, "test.db");
    const child = spawn(
      serverBinary(),
      ["--port", "0", "--host", "localhost", "--database", `sqlite:${database}`, ...flags],
      { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
    );
    const port = await new Promise<string>((resolve, reject) => {
      let printed = "";
      const hear = (chunk: Buffer) => {
        printed += chunk;
        const port = /https?:\/\/[^\s/]+?:(\d+)/.exec(printed)?.[1];
        if (port) resolve(port);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the server ended (${code}): ${printed}`)));
    });
    return new Server(port, folder, flags, child);
  }

  /** Kills it without a word, as a machine that loses its power does. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Another one on the same database, on a port of its own; dispose of that one before this. */
  again(): Promise<Server> {
    return Server.#in(this.#folder, this.#flags);
  }

  /** Stops it as Ctrl-C does; a second call is harmless. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = new Promise((resolve) => this.#process.once("exit", resolve));
      this.#process.kill(signal);
      await ended;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
