//! A run that has ended, and what is expected of it.

use std::process::Output;

use super::repo::{Files, Repo};

pub struct Ran {
    repo: Repo,
    line: String,
    before: Files,
    code: Option<i32>,
    out: String,
    err: String,
}

/// What a text shall be.
pub struct Expect(Box<dyn Fn(&str) -> bool>, String);

pub fn contains(part: &str) -> Expect {
    let wanted = part.to_owned();
    Expect(Box::new(move |text| text.contains(&wanted)), format!("contain `{part}`"))
}

pub fn lacks(part: &str) -> Expect {
    let unwanted = part.to_owned();
    Expect(Box::new(move |text| !text.contains(&unwanted)), format!("not contain `{part}`"))
}

pub fn is(whole: &str) -> Expect {
    let wanted = whole.to_owned();
    Expect(Box::new(move |text| text == wanted), format!("be `{whole}`"))
}

pub fn empty() -> Expect {
    is("")
}

impl Ran {
    pub fn new(repo: Repo, line: String, before: Files, output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        let Output { status, stdout, stderr } = output;
        Ran { repo, line, before, code: status.code(), out: text(stdout), err: text(stderr) }
    }

    fn said(&self) -> String {
        format!("shipready {}\ncode {:?}\n-- stdout\n{}-- stderr\n{}", self.line, self.code, self.out, self.err)
    }

    #[track_caller]
    pub fn code(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{}", self.said());
        self
    }

    #[track_caller]
    pub fn stdout(self, Expect(holds, wanted): Expect) -> Ran {
        assert!(holds(&self.out), "standard output shall {wanted}\n{}", self.said());
        self
    }

    #[track_caller]
    pub fn stderr(self, Expect(holds, wanted): Expect) -> Ran {
        assert!(holds(&self.err), "standard error shall {wanted}\n{}", self.said());
        self
    }

    /// One error, without a panic, whose text holds every part.
    #[track_caller]
    pub fn error(self, parts: &[&str]) -> Ran {
        let count = self.err.matches("error: ").count();
        assert_eq!(count, 1, "one error is wanted\n{}", self.said());
        assert!(!self.err.contains("panicked"), "{}", self.said());
        for part in parts {
            assert!(self.err.contains(part), "the error shall contain `{part}`\n{}", self.said());
        }
        self
    }

    #[track_caller]
    pub fn has(self, path: &str) -> Ran {
        assert!(self.repo.exists(path), "{path} is missing\n{}", self.said());
        self
    }

    #[track_caller]
    pub fn lacks(self, path: &str) -> Ran {
        assert!(!self.repo.exists(path), "{path} shall not be there\n{}", self.said());
        self
    }

    /// The file at `path` satisfies `expect`.
    #[track_caller]
    pub fn holds(self, path: &str, Expect(holds, wanted): Expect) -> Ran {
        let text = self.repo.read(path);
        assert!(holds(&text), "{path} shall {wanted}:\n{text}");
        self
    }

    /// Exactly these paths differ from before the run, `.shipready/` aside.
    #[track_caller]
    pub fn changed(self, paths: &[&str]) -> Ran {
        let changed: Vec<String> =
            self.differences().into_iter().filter(|path| !path.starts_with(".shipready")).collect();
        assert_eq!(changed, paths, "{}", self.said());
        self
    }

    /// The disk is what it was, to the last byte.
    #[track_caller]
    pub fn wrote_nothing(self) -> Ran {
        let changed = self.differences();
        assert!(changed.is_empty(), "nothing shall be written, but {changed:?}\n{}", self.said());
        self
    }

    fn differences(&self) -> Vec<String> {
        let after = self.repo.snapshot();
        let mut paths: Vec<&String> = self.before.keys().chain(after.keys()).collect();
        paths.sort();
        paths.dedup();
        paths.into_iter().filter(|path| self.before.get(*path) != after.get(*path)).cloned().collect()
    }

    /// The exit code; None after a signal.
    pub fn exit(&self) -> Option<i32> {
        self.code
    }

    pub fn out(&self) -> &str {
        &self.out
    }

    pub fn err(&self) -> &str {
        &self.err
    }

    /// The repository, to look at.
    pub fn repo(&self) -> &Repo {
        &self.repo
    }

    /// The repository, to go on with.
    pub fn then(self) -> Repo {
        self.repo
    }

    /// The next command in the same repository.
    pub fn run(self, line: &str) -> Ran {
        self.repo.run(line)
    }
}
