//! Which Python versions a package's wheels run on (Linux, x86-64, glibc).

/// Whether `wheels` can be installed on Python 3.`minor`; true when there are none for this platform at all.
pub fn usable(wheels: &[&str], minor: u32) -> bool {
    let here: Vec<Tags<'_>> = wheels.iter().filter_map(|name| tags(name)).filter(Tags::fits_platform).collect();
    here.is_empty() || here.iter().any(|tags| tags.fits(minor))
}

/// The newest minor that a platform wheel was built for.
pub fn newest(wheels: &[&str]) -> Option<u32> {
    let tags = wheels.iter().filter_map(|name| tags(name)).filter(Tags::fits_platform);
    tags.flat_map(|tags| tags.python.split('.')).filter_map(|tag| minor_of(tag, "cp3")).max()
}

struct Tags<'n> {
    python: &'n str,
    abi: &'n str,
    platform: &'n str,
}

fn tags(name: &str) -> Option<Tags<'_>> {
    let mut parts = name.rsplitn(4, '-');
    Some(Tags { platform: parts.next()?, abi: parts.next()?, python: parts.next()? })
}

impl Tags<'_> {
    fn fits_platform(&self) -> bool {
        self.platform.split('.').any(|platform| {
            platform == "any"
                || (platform.starts_with("manylinux") || platform.starts_with("linux")) && platform.ends_with("_x86_64")
        })
    }

    fn fits(&self, minor: u32) -> bool {
        self.python.split('.').any(|tag| match (minor_of(tag, "cp3"), minor_of(tag, "py3")) {
            (Some(built), _) if self.abi.contains("abi3") => built <= minor,
            (Some(built), _) => built == minor && !self.abi.ends_with('t'),
            (None, Some(least)) => least <= minor,
            (None, None) => tag == "py3",
        })
    }
}

fn minor_of(tag: &str, prefix: &str) -> Option<u32> {
    tag.strip_prefix(prefix)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &[&str] = &[
        "asyncpg-0.26.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64",
        "asyncpg-0.26.0-cp310-cp310-win32",
        "asyncpg-0.26.0-cp39-cp39-manylinux_2_17_x86_64.manylinux2014_x86_64",
    ];

    #[test]
    fn a_platform_wheel_runs_on_its_own_minor_only() {
        assert!(usable(OLD, 10));
        assert!(!usable(OLD, 11));
        assert_eq!(newest(OLD), Some(10));
    }

    #[test]
    fn stable_abi_pure_and_missing_wheels_exclude_nothing_newer() {
        assert!(usable(&["cryptography-41.0-cp37-abi3-manylinux_2_28_x86_64"], 13));
        assert!(!usable(&["x-1.0-cp312-abi3-manylinux_2_28_x86_64"], 11));
        assert!(usable(&["tomli-2.0-cp311-cp311-manylinux_2_17_x86_64", "tomli-2.0-py3-none-any"], 14));
        assert!(usable(&["six-1.16-py2.py3-none-any"], 14));
        assert!(usable(&["pywin32-306-cp310-cp310-win_amd64"], 14));
        assert!(usable(&[], 14));
    }
}
