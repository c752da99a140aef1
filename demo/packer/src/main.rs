//! Builds, queries and audits the directory of elected people from open data.

fn main() {}
