//! The command as people and scripts call it: the real binary, real folders, exit codes, what goes to which stream.
#![allow(clippy::unwrap_used)] // whatever fails here fails the test

mod begin;
mod build;
mod check;
mod handbook;
mod kept;
mod mistakes;
mod output;
mod system;
