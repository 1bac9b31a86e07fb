//! `bifold serve` as a person has it beside the editor: the real binary, real files, every way in which editors and
//! other programs save them; and how it ends.
//!
//! ```text
//! BIFOLD_CYCLES=10000 cargo test --release --test saving no_save -- --nocapture
//! ```
#![cfg(unix)]
#![allow(clippy::unwrap_used)] // whatever fails here fails the test

#[path = "../command/handbook.rs"]
#[allow(dead_code)] // made for the command's tests, too
mod handbook;

mod cycles;
mod ending;
mod program;
mod watching;
mod ways;
