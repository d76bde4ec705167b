//! The program itself, killed by strace right before every system call that writes. `SHIPREADY_KILLS=all` takes every
//! one; otherwise it is every so many. Skipped where there is no strace, or it may not trace.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use shipready::state::{Lock, LockedFile, hash};
use tempfile::TempDir;

use crate::repo::{path, snapshot};

/// What changes a disk, or says that it has to be changed by now. Before one call is after the one before it: between
/// two of them nothing is written.
const WRITES: &str = "?mkdir,?mkdirat,?openat,?write,?pwrite64,?copy_file_range,?sendfile,?link,?linkat,?rename,\
    ?renameat,?renameat2,?unlink,?unlinkat,?rmdir,?chmod,?fchmod,?fchmodat,?chown,?fchown,?ftruncate,?fsync,?fdatasync";
/// Without `SHIPREADY_KILLS=all`, one in so many.
const SAMPLE: usize = 41;

type Files = BTreeMap<String, String>;
/// A system call, and the how many-th of a thread.
type Point = (String, usize);

#[test]
fn an_update_that_is_killed_is_done_or_was_not_begun() {
    let Some(scene) = Scene::new("update", &["init", "--yes"], None) else { return };
    scene.kill_everywhere();
}

#[test]
fn an_undo_that_is_killed_is_done_or_was_not_begun() {
    let Some(scene) = Scene::new("undo", &["undo", "--yes"], Some(&["init", "--yes"])) else { return };
    scene.kill_everywhere();
}

/// A command in a repository, and what it leads from and to.
struct Scene {
    name: &'static str,
    home: TempDir,
    command: &'static [&'static str],
    first: Option<&'static [&'static str]>,
    old: Files,
    new: Files,
    points: Vec<Point>,
}

impl Scene {
    /// None where nothing can be traced.
    fn new(
        name: &'static str,
        command: &'static [&'static str],
        first: Option<&'static [&'static str]>,
    ) -> Option<Scene> {
        let home = tempfile::tempdir().unwrap();
        set_up(&home.path().join("shop"));
        let (old, new, points) = (Files::new(), Files::new(), Vec::new());
        let mut scene = Scene { name, home, command, first, old, new, points };
        let root = scene.fresh("whole");
        scene.old = snapshot(&root);
        let log = scene.home.path().join("log");
        let traced = scene.strace(&root, &log, &["-e", &format!("trace={WRITES}")]);
        if !traced.is_ok_and(|output| output.status.success()) {
            println!("skipped: there is no strace that may trace");
            return None;
        }
        scene.new = snapshot(&root);
        scene.points = points_of(&fs::read_to_string(log).unwrap());
        Some(scene)
    }

    /// The repository as it is before the command.
    fn fresh(&self, name: &str) -> PathBuf {
        let root = self.home.path().join(name).join("shop");
        fs::create_dir_all(root.parent().unwrap()).unwrap();
        let copied = Command::new("cp").arg("-a").arg(self.home.path().join("shop")).arg(&root).status();
        assert!(copied.unwrap().success());
        if let Some(first) = self.first {
            assert!(shipready(&root, first).status.success());
        }
        root
    }

    fn strace(&self, root: &Path, log: &Path, how: &[&str]) -> std::io::Result<Output> {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-o"]).arg(log).args(how).arg(env!("CARGO_BIN_EXE_shipready"));
        strace.args(self.command).current_dir(root).output()
    }

    fn kill_everywhere(&self) {
        let step = if std::env::var("SHIPREADY_KILLS").is_ok_and(|value| value == "all") { 1 } else { SAMPLE };
        let points: Vec<&Point> = self.points.iter().step_by(step).collect();
        assert!(self.points.len() > 300, "only {} system calls write", self.points.len());
        let (next, counts) = (AtomicUsize::new(0), Mutex::new([0, 0, 0]));
        let work = || {
            while let Some(point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                let place = self.kill(point);
                counts.lock().unwrap()[place] += 1;
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(work);
            }
        });
        let [old, new, alive] = counts.into_inner().unwrap();
        println!("{}: {} kill points: {old} old, {new} new, {alive} not reached", self.name, points.len());
        assert!(old > 0 && alive * 20 <= points.len(), "{old} old, {new} new, {alive} not reached");
    }

    /// 0 where the next command finds the old tree, 1 the new one, 2 where the command lived to its end.
    fn kill(&self, (call, number): &Point) -> usize {
        let name = format!("{call}-{number}");
        let root = self.fresh(&name);
        let log = self.home.path().join(format!("{name}.log"));
        let killed = self.strace(
            &root,
            &log,
            &["-e", &format!("trace={call}"), "-e", &format!("inject={call}:signal=KILL:when={number}")],
        );
        let lived = killed.unwrap().status.success();
        let next = shipready(&root, &["init", "--dry-run"]);
        assert!(next.status.success(), "{name}: {}", String::from_utf8_lossy(&next.stderr));
        let now = snapshot(&root);
        let place = [&self.old, &self.new].iter().position(|whole| **whole == now);
        let place = place.unwrap_or_else(|| panic!("{} killed before {name}: {}", self.name, between(&self.old, &now)));
        // How many of the fsyncs fall to one thread is different each time.
        assert!(!lived || (place == 1 && call == "fsync"), "{name}");
        fs::remove_dir_all(root.parent().unwrap()).unwrap();
        if lived { 2 } else { place }
    }
}

/// A repository in which ours moved on: forty files to change, some to write and to delete, in folders to make and to
/// remove.
fn set_up(root: &Path) {
    fs::create_dir(root).unwrap();
    assert!(shipready(root, &["init", "--preset", "fastapi-postgres", "--yes"]).status.success());
    let lock_path = root.join(".shipready/lock");
    let mut lock = Lock::parse(&fs::read_to_string(&lock_path).unwrap()).unwrap();
    let ours: Vec<String> = lock.files.keys().map(ToString::to_string).collect();
    let both = |path: &str| [root.join(path), root.join(".shipready/base").join(path)];
    let (gone, kept): (Vec<_>, Vec<_>) = ours.iter().partition(|path| path.starts_with("docs/operations/"));
    for path in gone {
        both(path).into_iter().for_each(|full| fs::remove_file(full).unwrap());
        lock.files.remove(path.as_str());
    }
    both("docs/operations").into_iter().for_each(|full| fs::remove_dir(full).unwrap());
    for path in kept.iter().filter(|path| path.starts_with("deploy/")).take(40) {
        for full in both(path) {
            fs::write(&full, fs::read_to_string(&full).unwrap() + "# older\n").unwrap();
        }
    }
    for name in ["deploy/former/a.conf", "deploy/former/inner/b.conf"] {
        for full in both(name) {
            fs::create_dir_all(full.parent().unwrap()).unwrap();
            fs::write(full, "former\n").unwrap();
        }
        lock.files.insert(path(name), LockedFile { hash: hash("former\n"), ..LockedFile::default() });
    }
    fs::write(lock_path, lock.to_text().unwrap()).unwrap();
}

fn shipready(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shipready")).args(arguments).current_dir(root).output().unwrap()
}

/// Every call of a trace that writes; of the opened files, those that are made.
fn points_of(trace: &str) -> Vec<Point> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut most: BTreeMap<&str, usize> = BTreeMap::new();
    let mut points = Vec::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        if !call.chars().all(|each| each.is_ascii_alphanumeric() || each == '_') {
            continue;
        }
        let count = counts.entry((call, thread)).or_default();
        *count += 1;
        // Of several threads, any that is the first to come so far.
        let most = most.entry(call).or_default();
        let first = *count > *most;
        *most = (*most).max(*count);
        if first && (call != "openat" || arguments.contains("O_CREAT")) {
            points.push((call.to_owned(), *count));
        }
    }
    points
}

fn between(old: &Files, now: &Files) -> String {
    let paths: std::collections::BTreeSet<&String> = old.keys().chain(now.keys()).collect();
    let differing = paths.into_iter().filter(|path| old.get(*path) != now.get(*path));
    differing.map(|path| format!("\n  {path}")).collect()
}
