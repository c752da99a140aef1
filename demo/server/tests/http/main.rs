//! The real program over real sockets and real SQLite files.

mod support;

mod bad_input;
mod cases;
mod contract;
mod files;
mod forms;
mod kill;
mod reading;
mod signing;
mod start;
