//! Messages to elected people and other targets.
