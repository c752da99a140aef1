//! The one public error: code, field, bound.
