//! Merges made from a number: of rendered files with edits as people make them, and of a few letters by chance.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dice::Dice;
use crate::edits::Edited;

/// Three texts that end in a newline, or are empty.
#[derive(Debug)]
pub struct Case {
    /// What the base is a file of; it names the format.
    pub path: String,
    pub base: String,
    pub yours: String,
    pub new: String,
    /// What must come of it, where that is known: the edits are at different places or the same, and none copies or moves.
    pub truth: Option<String>,
}

/// The files that snapshots hold, each with its path in the repository.
pub fn rendered() -> Vec<(String, String)> {
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut folders = vec![snapshots];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let inside = path.to_str().unwrap().split_once("/expected/").map(|(_, inside)| inside.to_owned());
            if path.is_dir() {
                folders.push(path);
            } else if let (Some(inside), Ok(text)) = (inside, fs::read_to_string(&path)) {
                files.push((inside, text));
            }
        }
    }
    files.retain(|(_, text)| (8..400).contains(&text.lines().count()) && text.ends_with('\n'));
    assert!(files.len() > 50, "only {} files were found", files.len());
    files
}

/// One to four edits on each side of a rendered file; now and then an edit is on both.
pub fn realistic(files: &[(String, String)], seed: u64) -> Case {
    let dice = &mut Dice::of(seed);
    let (path, text) = dice.pick(files);
    let lines: Vec<&str> = text.lines().collect();
    let both = if dice.percent(10) { 1 } else { 0 };
    let mut yours = Edited::of(&lines, "both");
    for _ in 0..both {
        yours.edit(dice);
    }
    let mut new = yours.clone().named("new");
    let mut yours = yours.named("yours");
    for _ in 0..=dice.below(4) {
        yours.edit(dice);
    }
    for _ in 0..=dice.below(4) {
        new.edit(dice);
    }
    let truth = yours.with(&new);
    Case { path: path.clone(), base: text.clone(), yours: yours.text(), new: new.text(), truth }
}

/// The lines of a server block but for the first two, the same in each.
const BODY: &str = "        root /srv/www;
        location / {
            proxy_pass http://shop;
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_http_version 1.1;
        }
        location /static/ {
            expires 7d;
        }
    }
";

fn block(port: usize) -> String {
    format!("    server {{\n        listen {port};\n{BODY}\n")
}

/// An nginx configuration of two to four blocks that differ in one line. You set something inside one of them; the
/// template adds one more block before or behind them, and now and then a line to each block.
pub fn blocks(seed: u64) -> Case {
    let dice = &mut Dice::of(seed);
    let count = 2 + dice.below(3);
    let base = format!("http {{\n{}}}\n", (0..count).map(|at| block(8001 + at)).collect::<String>());
    let lines: Vec<&str> = base.lines().collect();
    let length = block(0).lines().count();
    let mut yours = Edited::of(&lines, "yours");
    let at = 1 + length * dice.below(count) + 3 + dice.below(8);
    yours.add_before(at, "            expires 1;");
    let mut new = Edited::of(&lines, "new");
    new.add_block(1 + length * dice.below(count + 1), &block(8000));
    if dice.percent(50) {
        for at in 0..count {
            new.add_before(1 + length * at + length - 2, "        expires 1;");
        }
    }
    let truth = yours.with(&new);
    let (yours, new) = (yours.text(), new.text());
    Case { path: "deploy/nginx/nginx.conf".to_owned(), yours, new, truth, base }
}

/// Texts of a few different lines that stand in them again and again: the hardest there are to align.
pub fn random(seed: u64) -> Case {
    let dice = &mut Dice::of(seed);
    let letters = 2 + dice.below(6);
    let base = letters_of(dice, letters);
    let yours = changed(dice, &base, letters);
    let new = changed(dice, &base, letters);
    let [base, yours, new] = [base, yours, new].map(|lines| lines.iter().map(|line| format!("{line}\n")).collect());
    Case { path: "letters".to_owned(), base, yours, new, truth: None }
}

fn letter(dice: &mut Dice, letters: usize) -> char {
    char::from(b"abcdefgh"[dice.below(letters)])
}

fn letters_of(dice: &mut Dice, letters: usize) -> Vec<char> {
    (0..dice.below(14)).map(|_| letter(dice, letters)).collect()
}

fn changed(dice: &mut Dice, base: &[char], letters: usize) -> Vec<char> {
    if dice.percent(10) {
        return letters_of(dice, letters);
    }
    let mut lines = base.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(lines.len() + 1);
        match dice.below(3) {
            0 => lines.insert(at, letter(dice, letters)),
            1 if at < lines.len() => drop(lines.remove(at)),
            _ if at < lines.len() => lines[at] = letter(dice, letters),
            _ => lines.push(letter(dice, letters)),
        }
    }
    lines
}
