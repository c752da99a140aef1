//! Reference server of the wesign petition contract.

fn main() {}
