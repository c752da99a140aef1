//! From a draft to a signature, under a policy.
