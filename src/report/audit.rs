//! The audit's report, in each of its forms.

mod html;
mod json;
mod list;
mod markdown;
mod next;
mod sarif;
mod text;

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

pub use self::html::html;
pub use self::json::{json, schema};
pub use self::list::rules;
pub use self::markdown::markdown;
pub use self::sarif::sarif;
pub use self::text::text;
use crate::audit::Rule;

static PAGES: LazyLock<Dir<'static>> = LazyLock::new(|| include_dir!("$CARGO_MANIFEST_DIR/docs/rules"));

/// The page of a rule, with its examples.
pub fn page(rule: &Rule) -> &'static str {
    let file = PAGES.get_file(format!("{}.md", rule.id));
    file.and_then(|file| file.contents_utf8()).unwrap_or_default()
}
