//! The built program: what scripts rely on before any command has work to do.

use std::fs::File;
use std::io::Read as _;
use std::process::{Command, Output, Stdio};

fn shipready(line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shipready"));
    command.args(line.split_whitespace()).env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

/// Exit code, standard output, standard error.
fn run(line: &str) -> anyhow::Result<(Option<i32>, String, String)> {
    let Output { status, stdout, stderr } = shipready(line).output()?;
    Ok((status.code(), String::from_utf8(stdout)?, String::from_utf8(stderr)?))
}

#[test]
fn help_and_version_go_to_standard_output() {
    let (code, out, err) = run("--version").unwrap();
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), concat!("shipready ", env!("CARGO_PKG_VERSION"), "\n"), "")
    );
    let (code, out, err) = run("--help").unwrap();
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("Exit codes:") && !out.contains('\u{1b}'), "{out}");
}

#[test]
fn wrong_usage_exits_with_2_and_keeps_standard_output_clean() {
    for line in ["", "no-such-command", "init --set x", "-q -v list", "man no-such-command", "list everything"] {
        let (code, out, err) = run(line).unwrap();
        assert_eq!((code, out.as_str()), (Some(2), ""), "`{line}`: {err}");
        assert!(!err.is_empty(), "`{line}` does not say what is wrong");
    }
}

#[test]
fn a_reader_that_goes_early_is_no_error() {
    let mut child = shipready("completions zsh").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_that_says_so() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = shipready("completions bash").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: cannot write to standard output\n  "), "{said}");
}
