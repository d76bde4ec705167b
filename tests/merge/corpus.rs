//! The cases that `tests/merge/peers` gives to other programs, written out as files.

use std::fs;
use std::path::Path;

use crate::cases;
use crate::{merge, text};

/// Not a test by itself: with `MERGE_CORPUS=FOLDER`, each case becomes a folder with `base`, `yours`, `new`, `truth`
/// (where it is known) and what this merge makes of it.
#[test]
#[ignore = "writes the corpus for tests/merge/peers"]
fn corpus() {
    let folder = std::env::var("MERGE_CORPUS").expect("MERGE_CORPUS names a folder");
    let cases: u64 = std::env::var("MERGE_CASES").map_or(200, |cases| cases.parse().unwrap());
    let files = cases::rendered();
    let realistic = (0..cases).map(|seed| ("realistic", seed, cases::realistic(&files, seed)));
    let blocks = (0..cases / 2).map(|seed| ("blocks", seed, cases::blocks(seed)));
    for (kind, seed, case) in realistic.chain(blocks) {
        let merged = merge(&case.base, &case.yours, &case.new);
        let folder = Path::new(&folder).join(format!("{kind}-{seed:05}"));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        write("path", &case.path);
        write("base", &case.base);
        write("yours", &case.yours);
        write("new", &case.new);
        write("shipready", text(&merged));
        if let Some(truth) = &case.truth {
            write("truth", truth);
        }
    }
}
