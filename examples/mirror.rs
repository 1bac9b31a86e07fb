//! Serves a folder of finished pages as they are, with the whole of `serve` around them: what the browser tests write
//! their pages for.
//!
//! ```text
//! cargo run --example mirror -- FOLDER [--port N]
//! ```
//! Prints the address as its first line and serves until Ctrl-C.

#[path = "../tests/serving/mod.rs"]
mod serving;

use bifold::serve::{Notice, Options};
use bifold::source::Disk;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("which folder?")?;
    let root = std::path::Path::new(folder).canonicalize()?;
    let port = arguments.iter().position(|a| a == "--port").and_then(|at| arguments.get(at + 1));
    let port = port.map(|port| port.parse()).transpose()?.unwrap_or(0);
    let options = Options { port: Some(port), ..Options::new(&root) };
    let tell = |notice| {
        if let Notice::Listening(address) = notice {
            say(&address);
        }
    };
    let engine = Box::new(serving::Mirror::new(&root));
    bifold::serve::run(options, Arc::new(Disk::new(&root)), engine, Arc::new(tell))?;
    Ok(())
}

#[allow(clippy::print_stdout)] // a program of its own
fn say(line: &str) {
    println!("{line}");
}
