//! WebAssembly bindings of `wesign-core`.
