//! The names of modules: which files one may mean, and what a package is called.

/// Endings that may be left out, in the order in which they are tried.
const ENDINGS: &[&str] = &["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];
/// Folders that a compiler writes, whose files stand elsewhere as sources.
const BUILT: &[&str] = &["dist", "build", "lib", "out"];

/// The files that `path` may mean, best first. TypeScript names the file that it will become: `./app.js` of `app.ts`.
pub fn files(path: &str) -> Vec<String> {
    let mut found = vec![path.to_owned()];
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    match ending {
        "js" | "jsx" => found.extend([format!("{stem}.ts"), format!("{stem}.tsx")]),
        "mjs" => found.push(format!("{stem}.mts")),
        "cjs" => found.push(format!("{stem}.cts")),
        _ => {}
    }
    found.extend(ENDINGS.iter().map(|ending| format!("{path}.{ending}")));
    let folder = if path == "." { String::new() } else { format!("{path}/") };
    found.extend(ENDINGS.iter().map(|ending| format!("{folder}index.{ending}")));
    let sources: Vec<String> = found.iter().filter_map(|path| source(path)).collect();
    found.extend(sources);
    found
}

/// `packages/db/dist/index.js` → `packages/db/src/index.ts`.
fn source(path: &str) -> Option<String> {
    let (stem, "js" | "mjs" | "cjs") = path.rsplit_once('.')? else { return None };
    let parts: Vec<&str> = stem.split('/').collect();
    let at = parts.iter().position(|part| BUILT.contains(part))?;
    let (front, rest) = parts.split_at_checked(at)?;
    let rest = rest.get(1..)?;
    let rest = if rest.first() == Some(&"src") { rest.get(1..)? } else { rest };
    Some([front, &["src"], rest].concat().join("/") + ".ts")
}

/// `node:fs/promises` → `fs.promises`, as an object of the module that holds it.
pub fn outside(specifier: &str) -> String {
    let plain = specifier.strip_prefix("node:").unwrap_or(specifier);
    match plain {
        "fs/promises" => "fs.promises".into(),
        "timers/promises" => "timers.promises".into(),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_mean_the_file_before_it_was_compiled() {
        assert!(files("src/app.js").contains(&"src/app.ts".to_owned()));
        assert!(files("src/app").contains(&"src/app/index.ts".to_owned()));
        assert!(files("packages/db/dist/index.js").contains(&"packages/db/src/index.ts".to_owned()));
        assert!(files("build/src/config.js").contains(&"src/config.ts".to_owned()));
        assert_eq!(outside("node:fs/promises"), "fs.promises");
    }
}
