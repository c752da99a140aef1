//! When a request that failed is made again by itself.

/// Milliseconds until the same request is made again, under the same idempotency key; `None` where
/// that cannot help.
///
/// - `tried`: attempts so far, the failed one included.
/// - `status`: of the answer (HTTP); 0 where there was none. One of 200 to 299 is an answer that was
///   cut short, or came from somebody else.
/// - `asked`: the seconds that the answer asks for (`Retry-After`), honoured up to ten minutes.
/// - `dice`: a random number. Who fails together does not come back together.
///
/// The wait doubles from a second to a minute; half of it is left to chance. Nobody is given up: the
/// person is still there, and a minute apart no server is hurt.
///
/// ```
/// use wesign_core::flow::next_attempt;
/// assert_eq!(next_attempt(1, 0, None, 0), Some(500), "the connection broke");
/// assert_eq!(next_attempt(1, 0, None, u32::MAX), Some(999));
/// assert_eq!(next_attempt(2, 503, Some(20), 0), Some(21_000));
/// assert_eq!(next_attempt(1, 422, None, 0), None, "it was understood, and refused");
/// ```
#[must_use]
pub fn next_attempt(tried: u32, status: u16, asked: Option<u32>, dice: u32) -> Option<u32> {
    /// The longest wait of the first attempt and of any. Milliseconds.
    const FIRST: u32 = 1_000;
    const LONGEST: u32 = 60_000;
    /// More than this no answer makes a person wait. Seconds.
    const MOST_PATIENCE: u32 = 600;
    // RFC 9110, RFC 6585, RFC 8470; a captive portal answers with what it likes.
    if !matches!(status, 0 | 200..=299 | 408 | 425 | 429 | 500..=599) {
        return None;
    }
    let doublings = tried.saturating_sub(1).min(6);
    let half = (FIRST << doublings).min(LONGEST) / 2;
    let chance = (u64::from(dice) * u64::from(half)) >> 32;
    Some(asked.unwrap_or(0).min(MOST_PATIENCE) * 1_000 + half + chance as u32)
}
