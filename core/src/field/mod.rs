//! Newtypes that cannot hold a bad value.
