// A bad network between the widget and the API: everything passes, but what is posted to sign meets
// one fault after the other.
import {
  createServer,
  type Server as HttpServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "./server.ts";

export type Fault =
  /** The connection is reset before the API has heard of it. */
  | "reset"
  /** The API has it, the answer is lost. */
  | "lost"
  /** The API has it, the answer is cut short. */
  | "cut"
  /** Nothing comes of it, ever. */
  | "silence"
  /** Something between answers in the API's place. */
  | { status: number; retryAfter?: string }
  /** Whatever a test wants to happen instead. */
  | ((pass: () => Promise<void>) => Promise<void>);

/** What was posted. */
interface Posted {
  key: string | string[] | undefined;
  body: string;
  /** Milliseconds of a clock that only goes forward. */
  at: number;
}

export class BadNetwork implements AsyncDisposable {
  /** Where the widget finds the API. */
  readonly api: string;
  /** Each attempt to sign. */
  readonly posted: Posted[] = [];
  /** What is still to go wrong, in order. */
  readonly faults: Fault[];
  /** The server behind. */
  server: Server;
  readonly #http: HttpServer;

  private constructor(http: HttpServer, server: Server, faults: Fault[]) {
    this.#http = http;
    this.server = server;
    this.faults = faults;
    this.api = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    http.on("request", (request, response) => void this.#handle(request, response));
  }

  static async before(server: Server, ...faults: Fault[]): Promise<BadNetwork> {
    const http = createServer();
    await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
    return new BadNetwork(http, server, faults);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const reset = () => request.socket.resetAndDestroy();
    const pass = async (as: "whole" | "lost" | "cut" = "whole") => {
      const answer = await forwarded(request, body, this.server).catch(() => undefined);
      if (!answer || as === "lost") return void reset();
      response.writeHead(answer.status, answer.headers);
      if (as === "whole") return void response.end(answer.body);
      response.write(answer.body.subarray(0, answer.body.length / 2), reset);
    };
    if (request.method !== "POST" || !request.url?.endsWith("/signatures")) return pass();
    const key = request.headers["idempotency-key"];
    this.posted.push({ key, body: body.toString(), at: performance.now() });
    const fault = this.faults.shift();
    if (fault === undefined) return pass();
    if (fault === "reset") return void reset();
    if (fault === "lost" || fault === "cut") return pass(fault);
    if (fault === "silence") return;
    if (typeof fault === "function") return fault(() => pass());
    const { status, retryAfter } = fault;
    response
      .writeHead(status, {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Retry-After",
        ...(retryAfter && { "Retry-After": retryAfter }),
      })
      .end("<h1>Nope</h1>");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((done) => this.#http.close(done));
  }
}

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

function forwarded(request: IncomingMessage, body: Buffer, server: Server): Promise<Answer> {
  const { method, headers, url = "/" } = request;
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      new URL(url, server.api),
      { headers, ...(method && { method }), agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 502,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    onward.on("error", reject);
    onward.end(body);
  });
}
