/** The HTTP contract (`demo/server/openapi.yaml`) for JavaScript: typed, and patient where it may be. */
import type { Fetch } from "./directory.js";
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

/** The first wait between two tries, in milliseconds; each further one may be twice as long. */
const FIRST_WAIT = 500;
/** More than this an answer cannot make a client wait. Seconds. */
const MOST_PATIENCE = 600;

/** Statuses after which the same request may be made again (RFC 9110, RFC 6585). */
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

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
      const { value, failure, wait } = await this.#once<T>(path, request, signal ?? undefined);
      if (!failure) return value as T;
      const spent = tried >= this.#options.tries;
      if (spent || wait === undefined) throw failure;
      await pause(Math.max(wait, this.#backOff(tried)), signal ?? undefined);
    }
  }

  /** Anything up to twice as long as before: who fails together does not come back together. */
  #backOff(tried: number): number {
    return Math.random() * Math.min(FIRST_WAIT * 2 ** tried, this.#options.longest);
  }

  /** One try; `wait` is there where another may help, in milliseconds. */
  async #once<T>(path: string, request: RequestInit, signal: AbortSignal | undefined) {
    const { timeout, headers } = this.#options;
    const patience = AbortSignal.timeout(timeout);
    const failed = (failure: ApiError, wait?: number) => ({ value: undefined, failure, wait });
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
      return failed(new ApiError(patience.aborted ? "timeout" : "unreachable", 0), 0);
    }
    const { status } = answer;
    const value = parsed(body as string);
    if (answer.ok && value) return { value: value as T, failure: undefined, wait: undefined };
    const { code = "unreadable", errors } = (value ?? {}) as {
      code?: string;
      errors?: FieldError[];
    };
    const failure = new ApiError(code, status, errors);
    // Cut short on the way, it says, and it may have arrived: the key makes asking again safe.
    const again = AGAIN.has(status) || answer.ok;
    return failed(failure, again ? retryAfter(answer.headers.get("Retry-After")) : undefined);
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

/** Milliseconds to wait, by seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null): number {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MOST_PATIENCE) * 1000 : 0;
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
