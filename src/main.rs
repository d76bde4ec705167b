//! The program: its exit code only.

use std::process::ExitCode;

fn main() -> ExitCode {
    shipready::start(std::env::args_os()).into()
}
