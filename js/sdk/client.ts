/** The HTTP contract (`demo/server/openapi.yaml`) for JavaScript: typed, and patient where it may be. */
import type { Fetch } from "./directory.js";
import { nextAttempt } from "./retry.js";
import type { Draft, FieldError, Listing, Petition } from "./types.js";

/** What the API refused, or that it could not be reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The API's code (`invalid_signature`, `petition_closed` …), `unreachable`, `timeout` or `unreadable`. */
  readonly code: string;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Every field to correct. */
  readonly errors: readonly FieldError[];

  constructor(code: string, status: number, errors: readonly FieldError[] = []) {
    super(`wesign: ${code}${status ? ` (${status})` : ""}`);
    this.code = code;
    this.status = status;
    this.errors = errors;
  }
}

/** How a client asks. */
export interface ClientOptions {
  /** By default the global one. */
  fetch?: Fetch;
  /** Tries of one request, the first included. Default: 5. */
  tries?: number;
  /** Milliseconds an answer may take. Default: 15,000. */
  timeout?: number;
  /** The longest wait between two tries, in milliseconds; `Retry-After` may ask for more. Default: 30,000. */
  longest?: number;
  /** Headers of each request: a program outside a browser says its `Origin`, if the petition wants one. */
  headers?: Readonly<Record<string, string>>;
}

/** What may accompany one request. */
export interface RequestOptions {
  signal?: AbortSignal;
}

/** A client of one API. */
export class Client {
  readonly #api: string;
  readonly #fetch: Fetch;
  readonly #options: Required<Omit<ClientOptions, "fetch">>;

  /** `api` is the API's origin, and path if any: `https://api.example.org`. */
  constructor(api: string | URL, { fetch = globalThis.fetch, ...options }: ClientOptions = {}) {
    this.#api = String(api).replace(/\/?$/, "/");
    this.#fetch = (...request) => fetch(...request);
    this.#options = { tries: 5, timeout: 15_000, longest: 30_000, headers: {}, ...options };
  }

  /** The petitions that are published, in a language where there is an edition in it. */
  async petitions(lang = "", options: RequestOptions = {}): Promise<Listing[]> {
    const query = lang && `?lang=${encodeURIComponent(lang)}`;
    const { petitions } = await this.#ask<{ petitions: Listing[] }>(`petitions${query}`, options);
    return petitions;
  }

  /** One petition. */
  petition(id: string, options: RequestOptions = {}): Promise<Petition> {
    return this.#ask(`petitions/${encodeURIComponent(id)}`, options);
  }

  /** Its signatures at this moment. */
  async count(id: string, options: RequestOptions = {}): Promise<number> {
    const path = `petitions/${encodeURIComponent(id)}/count`;
    return (await this.#ask<{ count: number }>(path, options)).count;
  }

  /**
   * Signs, and gives the new count. Tried again where that helps, under one idempotency key: however
   * often it is sent, it counts once. `key` makes that hold across calls, too.
   *
   * @throws ApiError with every field to correct, or why it could not be signed.
   */
  async sign(
    id: string,
    draft: Draft,
    { key = freshKey(), ...options }: RequestOptions & { key?: string } = {},
  ): Promise<number> {
    const path = `petitions/${encodeURIComponent(id)}/signatures`;
    const { count } = await this.#ask<{ count: number }>(path, {
      ...options,
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(draft),
    });
    return count;
  }

  async #ask<T>(path: string, { signal, ...request }: RequestInit): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      signal?.throwIfAborted();
      const { value, failure, status, asked } = await this.#once<T>(path, request, signal);
      if (!failure) return value as T;
      const { tries, longest } = this.#options;
      const wait = tried < tries ? nextAttempt({ tried, status, asked }, longest) : undefined;
      if (wait === undefined) throw failure;
      await pause(wait, signal ?? undefined);
    }
  }

  /** One try; of a failed one, the status, and the seconds that the answer asks for. */
  async #once<T>(path: string, request: RequestInit, signal: AbortSignal | null | undefined) {
    const { timeout, headers } = this.#options;
    const patience = AbortSignal.timeout(timeout);
    const failed = (failure: ApiError, status = 0, asked = 0) => ({
      value: undefined,
      failure,
      status,
      asked,
    });
    let answer: Response;
    let body: unknown;
    try {
      answer = await this.#fetch(`${this.#api}api/${path}`, {
        ...request,
        headers: { ...headers, ...(request.headers as Record<string, string>) },
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: signal ? any(signal, patience) : patience,
      });
      body = await answer.text();
    } catch {
      signal?.throwIfAborted();
      return failed(new ApiError(patience.aborted ? "timeout" : "unreachable", 0));
    }
    const { status } = answer;
    const value = parsed(body as string);
    if (answer.ok && value) return { value: value as T, failure: undefined, status, asked: 0 };
    const { code = "unreadable", errors } = (value ?? {}) as {
      code?: string;
      errors?: FieldError[];
    };
    const asked = retryAfter(answer.headers.get("Retry-After"));
    return failed(new ApiError(code, status, errors), status, asked);
  }
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds to wait, said as such or by a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null): number {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : 0;
}

/** `AbortSignal.any`, which Node 20.2 and browsers of before 2024 lack. */
function any(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) either.abort(signal.reason);
    signal.addEventListener("abort", () => either.abort(signal.reason), {
      once: true,
      signal: either.signal,
    });
  }
  return either.signal;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer);
      fail(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      done();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** 128 random bits as 32 hexadecimal digits. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
