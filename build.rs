//! Embedded folders are read at compile time; cargo must look again when one of their files changes. The rules of the
//! audit are found by listing.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    for folder in ["templates", "presets", "docs/rules", RULES] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let list = rules(&Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(RULES))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rules.rs"), list)?;
    Ok(())
}

const RULES: &str = "src/audit/rules";

/// The `mod` lines of every file in `folder`, and the list of the rules that they hold.
fn rules(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let (Some("rs"), Some(stem)) =
            (path.extension().and_then(|extension| extension.to_str()), path.file_stem().and_then(|stem| stem.to_str()))
        {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    let mut modules = String::new();
    let mut list = String::new();
    for name in names {
        writeln!(modules, "#[path = {:?}]\nmod {name};", folder.join(format!("{name}.rs")))?;
        writeln!(list, "    {name}::RULE,")?;
    }
    Ok(format!("{modules}\n/// Every rule, in order of its file's name.\npub static RULES: &[Rule] = &[\n{list}];\n"))
}
