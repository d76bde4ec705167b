//! The frameworks whose application is an object of a module, which a server imports.

/// A framework and the class of its application.
#[derive(Debug, PartialEq, Eq)]
pub struct Framework {
    /// The stack component: `fastapi`.
    pub stack: &'static str,
    /// The package that brings it, normalised; others of it may begin with this name (`fastapi-slim`).
    pub package: &'static str,
    /// The word that stands in every file that makes an application.
    pub word: &'static str,
    /// The full names of the class.
    pub classes: &'static [&'static str],
}

impl Framework {
    /// Whether a full name is that of the class.
    pub fn is_class(&self, dotted: &str) -> bool {
        self.classes.contains(&dotted)
    }

    /// Whether a dependency brings it.
    pub fn is_package(&self, name: &str) -> bool {
        name == self.package || (name.starts_with(self.package) && name.ends_with("-slim"))
    }
}

/// What is meant where nothing says it.
pub const FASTAPI: Framework = Framework {
    stack: "fastapi",
    package: "fastapi",
    word: "FastAPI",
    classes: &["fastapi.FastAPI", "fastapi.applications.FastAPI"],
};

const FLASK: Framework =
    Framework { stack: "flask", package: "flask", word: "Flask", classes: &["flask.Flask", "flask.app.Flask"] };

/// In order of preference, where one folder has several.
pub const FRAMEWORKS: &[Framework] = &[FASTAPI, FLASK];
