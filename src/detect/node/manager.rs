//! The package manager of a package on Node, its version, and the lock file that it keeps.

use nodejs_semver::Version;

use crate::detect::node::package::{Package, Packages};
use crate::detect::node::versions;
use crate::detect::node::workspace::Workspace;
use crate::facts::{Confidence, Evidence, Notice, Seen};
use crate::tree::{RelPath, Tree};

/// Lock files and settings, and their managers; the first that is there decides.
const FILES: &[(&str, &str)] = &[
    ("pnpm-lock.yaml", "pnpm"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
    (".yarnrc.yml", "yarn"),
    ("yarn.lock", "yarn"),
    ("npm-shrinkwrap.json", "npm"),
    ("package-lock.json", "npm"),
];
const MANAGERS: &[&str] = &["pnpm", "yarn", "bun", "npm"];

/// How a package is installed.
#[derive(Clone, Debug)]
pub struct Managed {
    pub manager: Seen<String>,
    /// Exact, or the major that its lock file asks for.
    pub version: Option<String>,
    pub lock: Option<RelPath>,
}

/// Where the manager of a package is looked for.
struct Ground<'a, 't> {
    tree: &'t Tree,
    package: &'a Package<'t>,
    /// The package itself and the one of its workspace.
    packages: Vec<&'a Package<'t>>,
    folders: Vec<RelPath>,
}

/// The manager of `package`: as package.json says, else by its lock file, else by what it admits.
pub fn manager<'t>(
    tree: &'t Tree,
    packages: &Packages<'t>,
    package: &Package<'t>,
    workspace: &Workspace,
    notices: &mut Vec<Notice>,
) -> Managed {
    let mut folders = vec![package.root.clone(), workspace.root.clone()];
    folders.dedup();
    let near = folders.iter().filter_map(|folder| packages.get(folder)).collect();
    let ground = Ground { tree, package, packages: near, folders };
    let locks = ground.locks();
    let (manager, stated) = match (ground.stated(), locks.first()) {
        (Some((manager, version)), _) => (manager, version),
        (None, Some((path, name))) => (seen(name, Confidence::Certain, path, path.name()), None),
        (None, None) => (ground.admitted(), None),
    };
    let own: Vec<&RelPath> = locks.iter().filter(|(_, name)| *name == manager.value).map(|(path, _)| path).collect();
    let lock = own.iter().find(|path| !path.name().starts_with('.')).map(|path| (*path).clone());
    notices.extend(unused(&locks, &manager, lock.as_ref()));
    let version = stated.or_else(|| ground.version(&manager.value)).or_else(|| by_lock(tree, lock.as_ref()?));
    Managed { manager, version, lock }
}

impl Ground<'_, '_> {
    /// `packageManager`, or `devEngines` of package.json.
    fn stated(&self) -> Option<(Seen<String>, Option<String>)> {
        self.packages.iter().find_map(|package| {
            let json = &package.json;
            let engine = ["devEngines", "packageManager"];
            let (name, version, keys): (_, _, &[&str]) = match json.string(&["packageManager"]) {
                Some(text) => {
                    let (name, version) = text.split_once('@').unwrap_or((text, ""));
                    (name, version, &["packageManager"])
                }
                None => {
                    let version = json.string(&["devEngines", "packageManager", "version"]);
                    (json.string(&["devEngines", "packageManager", "name"])?, version.unwrap_or(""), &engine)
                }
            };
            let name = MANAGERS.iter().find(|known| **known == name)?;
            let evidence = json.evidence(keys);
            let manager = Seen { value: (*name).to_owned(), confidence: Confidence::Certain, evidence: vec![evidence] };
            Some((manager, exact(version)))
        })
    }

    /// The lock files and settings, the package's own folder first.
    fn locks(&self) -> Vec<(RelPath, &'static str)> {
        let in_folder = |folder: &RelPath| {
            let files = FILES.iter().filter_map(|(file, name)| Some((folder.join(file).ok()?, *name)));
            files.filter(|(path, _)| self.tree.contains(path.as_str())).collect::<Vec<_>>()
        };
        self.folders.iter().map(in_folder).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The manager that `engines` names, else npm.
    fn admitted(&self) -> Seen<String> {
        let named = self.packages.iter().find_map(|package| {
            let name = MANAGERS.iter().find(|name| package.json.string(&["engines", name]).is_some())?;
            Some((*name, package.json.evidence(&["engines", name])))
        });
        let (name, evidence, confidence) = match named {
            Some((name, evidence)) => (name, evidence, Confidence::Likely),
            None => ("npm", self.package.json.evidence(&[]), Confidence::Likely),
        };
        Seen { value: name.to_owned(), confidence, evidence: vec![evidence] }
    }

    /// The exact version that anything else states.
    fn version(&self, manager: &str) -> Option<String> {
        let stated = self.packages.iter().find_map(|package| {
            let volta = package.json.string(&["volta", manager]);
            volta.or_else(|| package.json.string(&["engines", manager])).and_then(exact)
        });
        let tools = || versions::tool(self.tree, &self.package.root, &[manager]).and_then(|(text, _)| exact(&text));
        stated.or_else(tools).or_else(|| self.yarn_release().filter(|_| manager == "yarn"))
    }

    /// The release of Yarn that the repository holds itself.
    fn yarn_release(&self) -> Option<String> {
        self.folders.iter().find_map(|folder| {
            let releases = folder.join(".yarn/releases").ok()?;
            let name = self.tree.below(&releases).next()?.0.name().to_owned();
            exact(name.trim_start_matches("yarn-").trim_end_matches(".cjs").trim_end_matches(".js"))
        })
    }
}

/// `10.14.0` of `10.14.0+sha512.…`; None for a range.
pub fn exact(written: &str) -> Option<String> {
    let written = written.split('+').next()?.trim().trim_start_matches(['v', '=']);
    let plain = written.starts_with(|c: char| c.is_ascii_digit()) && written.matches('.').count() >= 2;
    Version::parse(written).ok().filter(|_| plain).map(|_| written.to_owned())
}

/// The major that wrote a lock file, where only it reads that form.
fn by_lock(tree: &Tree, lock: &RelPath) -> Option<String> {
    let text = tree.text(lock.as_str())?;
    let after = |key: &str| {
        let line = text.lines().take(30).find_map(|line| line.trim().strip_prefix(key))?;
        Some(line.trim().trim_matches(['\'', '"']).to_owned())
    };
    let major = match lock.name() {
        "pnpm-lock.yaml" => match after("lockfileVersion:")?.split('.').next()? {
            "6" => "8",
            "5" if after("lockfileVersion:")?.starts_with("5.4") => "7",
            "5" => "6",
            // 9.0 is written by several majors, and read by all after them.
            _ => return None,
        },
        "yarn.lock" if !text.contains("__metadata:") => "1",
        "yarn.lock" => match after("version:")?.parse::<u32>().ok()? {
            ..=4 => "2",
            5..=6 => "3",
            _ => "4",
        },
        _ => return None,
    };
    Some(major.to_owned())
}

/// What to say of lock files that are not read.
fn unused(locks: &[(RelPath, &str)], manager: &Seen<String>, lock: Option<&RelPath>) -> Vec<Notice> {
    let others = locks.iter().filter(|(path, name)| *name != manager.value && !path.name().starts_with('.'));
    let text = match lock {
        Some(lock) => format!("not used: {} beside it decides; remove one of them", lock.name()),
        None => {
            let place = manager.evidence.first().map(Evidence::place).unwrap_or_default();
            format!("not used: {place} asks for {}, whose lock file is missing", manager.value)
        }
    };
    others.map(|(path, _)| Notice { path: Some(path.clone()), text: text.clone() }).collect()
}

fn seen(name: &str, confidence: Confidence, path: &RelPath, text: &str) -> Seen<String> {
    let evidence = Evidence { path: path.clone(), line: None, text: text.to_owned() };
    Seen { value: name.to_owned(), confidence, evidence: vec![evidence] }
}
