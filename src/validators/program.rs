//! One run of another program: without input, with an end, and with nothing left behind.

use std::env;
use std::io::Read;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use rustix::fs::{Access, access};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// What is kept of a program's output at most, in bytes.
const LIMIT: u64 = 1 << 20;
/// How often a running program is looked after.
const PULSE: Duration = Duration::from_millis(20);

/// How a run ended.
pub enum Ended {
    /// The exit code, 128 and more for a signal; what it said, standard output first.
    With { code: i32, said: String },
    /// It was ended after its time.
    Late { said: String },
    /// It could not be run, or the person stopped it.
    Not(String),
}

/// Where `program` is, as the shell would find it. Folders of PATH that depend on where one stands do not count.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let places = env::split_paths(&path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(program));
    places.into_iter().find(|place| place.is_file() && access(place, Access::EXEC_OK).is_ok())
}

/// Runs `words` in `folder` for `seconds` at most, or until `stop`.
pub fn run(words: &[String], folder: &Path, seconds: u64, stop: &AtomicBool) -> Ended {
    if stop.load(Ordering::SeqCst) {
        return Ended::Not("it was stopped".to_owned());
    }
    let Some(((program, arguments), place)) = words.split_first().and_then(|split| Some((split, find(split.0)?)))
    else {
        return Ended::Not("it is not installed".to_owned());
    };
    let mut command = Command::new(place);
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own, so that what it starts can be ended with it.
    let child = command.env("NO_COLOR", "1").process_group(0).spawn();
    match child {
        Ok(child) => watched(child, Duration::from_secs(seconds), stop),
        Err(error) => Ended::Not(format!("{program} cannot be started: {error}")),
    }
}

fn watched(mut child: Child, time: Duration, stop: &AtomicBool) -> Ended {
    let pid = Pid::from_child(&child);
    let (out, err) = (child.stdout.take().map(reader), child.stderr.take().map(reader));
    let start = Instant::now();
    let (mut late, mut stopped) = (false, false);
    while !is_over(pid) && !late && !stopped {
        sleep(PULSE);
        late = start.elapsed() > time;
        stopped = stop.load(Ordering::SeqCst);
    }
    // Its number stays taken until it is waited for, so nobody else is hit; what it left behind ends with it.
    let _none_left = kill_process_group(pid, Signal::KILL);
    let status = child.wait();
    let said = [out, err].into_iter().flatten().map(text).collect::<String>();
    match status {
        _ if stopped => Ended::Not("it was stopped".to_owned()),
        _ if late => Ended::Late { said },
        Ok(status) => Ended::With { code: code(status), said },
        Err(error) => Ended::Not(format!("it cannot be waited for: {error}")),
    }
}

fn is_over(pid: Pid) -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    !matches!(waitid(WaitId::Pid(pid), look), Ok(None))
}

fn code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default())
}

/// Reads all, so that the program never waits for a reader, and keeps the beginning.
fn reader(pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    spawn(move || {
        let mut kept = Vec::new();
        let mut pipe = pipe;
        let _cut = pipe.by_ref().take(LIMIT).read_to_end(&mut kept);
        let _rest = std::io::copy(&mut pipe, &mut std::io::sink());
        kept
    })
}

fn text(reader: JoinHandle<Vec<u8>>) -> String {
    let bytes = reader.join().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" }
}
