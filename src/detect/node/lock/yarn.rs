//! yarn.lock, of Yarn 1 and of its successors. Both are written by machines, a field to a line.

use super::{Form, Lock, indent, split};

pub(super) fn read(text: &str) -> Lock {
    let mut lock = Lock { form: Form::Yarn, ..Lock::default() };
    let mut keys: Vec<&str> = Vec::new();
    let mut listing = false;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let bare = line.trim();
        match indent(line) {
            0 => {
                listing = false;
                keys = bare.trim_end_matches(':').split(", ").map(|key| key.trim_matches('"')).collect();
            }
            2 => {
                listing = matches!(bare, "dependencies:" | "optionalDependencies:");
                if let Some(version) = bare.strip_prefix("version") {
                    let version = version.trim_start_matches(':').trim().trim_matches('"');
                    for key in keys.iter().filter(|key| split(key).is_some()) {
                        lock.versions.insert((*key).to_owned(), version.to_owned());
                    }
                    if let Some((name, _)) = keys.first().and_then(|key| split(key)) {
                        lock.versions.entry(name.to_owned()).or_insert_with(|| version.to_owned());
                    }
                }
            }
            _ if listing => {
                let to = bare.split(' ').next().unwrap_or("").trim_end_matches(':').trim_matches('"');
                if let Some((name, _)) = keys.first().and_then(|key| split(key)) {
                    lock.link(name, to);
                }
            }
            _ => {}
        }
    }
    lock
}
