//! Consents: one entry per purpose, with the wording that was shown.
