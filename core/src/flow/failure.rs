//! Why a request failed, as the person is told.

use alloc::string::String;

/// Why a request, such as a signature, came to nothing.
///
/// ```
/// use wesign_core::flow::Failure;
/// assert!(Failure::Timeout.may_retry());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or the server is down or overloaded: trying again may help.
    Unreachable,
    /// No answer in time: it may have been counted, and trying again is safe.
    Timeout,
    /// An answer that is not of the contract.
    Unreadable,
    /// The petition takes no signatures now.
    Closed,
    /// Refused with this code.
    Refused(String),
}

impl Failure {
    /// The stable code, the last part of the locale's key.
    ///
    /// ```
    /// # use wesign_core::flow::Failure;
    /// assert_eq!(Failure::Refused("origin_not_allowed".into()).code(), "refused");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Unreadable => "unreadable",
            Self::Closed => "closed",
            Self::Refused(_) => "refused",
        }
    }

    /// What the API called it, where it has a name of its own.
    ///
    /// ```
    /// # use wesign_core::flow::Failure;
    /// assert_eq!(Failure::Refused("origin_not_allowed".into()).detail(), "origin_not_allowed");
    /// assert_eq!(Failure::Closed.detail(), "");
    /// ```
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Refused(code) => code,
            _ => "",
        }
    }

    /// Whether the same request may succeed later.
    ///
    /// ```
    /// # use wesign_core::flow::Failure;
    /// assert!(Failure::Unreachable.may_retry() && !Failure::Closed.may_retry());
    /// ```
    #[must_use]
    pub fn may_retry(&self) -> bool {
        !matches!(self, Self::Closed)
    }
}
