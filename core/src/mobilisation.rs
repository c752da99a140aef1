//! A mobilisation: what a petition publishes about itself.
