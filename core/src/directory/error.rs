//! What can be wrong with a shard.

/// Why bytes could not be read as a shard. Each has a stable code for the host and for translation.
///
/// ```
/// use wesign_core::directory::{DirectoryError, Shard};
/// assert_eq!(Shard::decode(b"<!doctype html>").unwrap_err(), DirectoryError::NotAShard);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The bytes don't begin as a shard does: an error page, or another file.
    #[error("not a directory shard")]
    NotAShard,
    /// Written by a later version of the packer than this reader knows.
    #[error("the shard is of a newer version than this reader")]
    Newer,
    /// Shorter or longer than the header says: an interrupted or glued transfer.
    #[error("the shard is not as long as it says")]
    Length,
    /// The length is right and the content is not what was packed.
    #[error("the shard is damaged: its checksum differs")]
    Checksum,
    /// The checksum is right and the content breaks the format: a packer's mistake.
    #[error("the shard breaks its format")]
    Malformed,
}

impl DirectoryError {
    /// Stable code, in the manner of [`crate::problem`].
    ///
    /// ```
    /// use wesign_core::directory::DirectoryError;
    /// assert_eq!(DirectoryError::Checksum.code(), "directory_damaged");
    /// ```
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAShard => "directory_not_a_shard",
            Self::Newer => "directory_newer_version",
            Self::Length => "directory_wrong_length",
            Self::Checksum => "directory_damaged",
            Self::Malformed => "directory_malformed",
        }
    }
}
