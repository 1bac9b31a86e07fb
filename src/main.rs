//! The command: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    bifold::cli::run()
}
