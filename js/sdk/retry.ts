/** When a request that failed is made again; the rules of `wesign_core::flow::next_attempt`. */

/** The longest wait of the first attempt, milliseconds. */
const FIRST = 1_000;
/** More than this no answer makes a program wait. Seconds. */
const MOST_PATIENCE = 600;

/** What an attempt came to. */
export interface FailedAttempt {
  /** Attempts so far, this one included. */
  tried: number;
  /** Of the answer (HTTP); 0 where there was none. */
  status: number;
  /** The seconds that the answer asks for (`Retry-After`), honoured up to ten minutes. */
  asked?: number | undefined;
}

/**
 * Milliseconds until the same request is made again, under the same idempotency key; undefined where
 * that cannot help. The wait doubles from a second to `longest`; half of it is left to chance (`dice`,
 * from 0 up to 1), for who fails together must not come back together.
 */
export function nextAttempt(
  { tried, status, asked = 0 }: FailedAttempt,
  longest = 60_000,
  dice = Math.random(),
): number | undefined {
  // A success is one that was cut short, or came from somebody else.
  const helps =
    status === 0 ||
    [408, 425, 429].includes(status) ||
    (status >= 200 && status < 300) ||
    (status >= 500 && status < 600);
  if (!helps) return undefined;
  const doublings = Math.min(Math.max(tried - 1, 0), 6);
  const half = Math.floor(Math.min(FIRST * 2 ** doublings, longest) / 2);
  return Math.min(asked, MOST_PATIENCE) * 1_000 + half + Math.floor(dice * half);
}
