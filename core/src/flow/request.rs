//! Requests on behalf of a person: how far they have come, and under which key.

use alloc::string::String;

use super::Failure;
use crate::signature::Draft;

/// How far a request has come.
///
/// ```
/// # use wesign_core::flow::Sending;
/// assert_eq!(Sending::default(), Sending::Idle);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// None is under way.
    #[default]
    Idle,
    /// Under way.
    Pending {
        /// For longer than people expect.
        slow: bool,
    },
    /// It failed.
    Failed(Failure),
}

/// A request that may have to be made again.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    pub(super) sending: Sending,
    /// The last draft that was sent and its key.
    attempt: Option<(String, Draft)>,
}

impl Request {
    pub(super) fn is_pending(&self) -> bool {
        matches!(self.sending, Sending::Pending { .. })
    }

    /// Sends `draft`; gives the key to send it under. The same draft under the same key is the same
    /// request, however often it is made: then the fresh `key` is not used.
    pub(super) fn begin(&mut self, key: String, draft: &Draft) -> String {
        self.sending = Sending::Pending { slow: false };
        let key = match self.attempt.take() {
            Some((known, last)) if last == *draft => known,
            _ => key,
        };
        self.attempt = Some((key.clone(), draft.clone()));
        key
    }

    pub(super) fn slow(&mut self) {
        if let Sending::Pending { slow } = &mut self.sending {
            *slow = true;
        }
    }

    /// It was answered; the key it was made under.
    pub(super) fn end(&mut self) -> String {
        self.sending = Sending::Idle;
        self.attempt.take().map(|(key, _)| key).unwrap_or_default()
    }
}
