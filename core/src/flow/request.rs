//! Requests on behalf of a person: how far they have come, and under which key.

use alloc::string::String;
use core::mem;

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
    /// It failed, and will be made again by itself.
    Waiting(Failure),
    /// It failed; the person may ask again.
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

    /// It failed for now; true the first time.
    pub(super) fn wait(&mut self, failure: Failure) -> bool {
        let waiting = matches!(self.sending, Sending::Waiting(_));
        self.sending = Sending::Waiting(failure);
        !waiting
    }

    /// Leaves it to the person to ask again; true where that was not so.
    pub(super) fn withdraw(&mut self) -> bool {
        let Sending::Waiting(failure) = &mut self.sending else {
            return false;
        };
        let failure = mem::replace(failure, Failure::Unreachable);
        self.sending = Sending::Failed(failure);
        true
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
