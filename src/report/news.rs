//! What newer templates bring.

use anyhow::Result;
use serde::Serialize;

use super::style::{FAINT, Look, STRONG};
use crate::catalog::changelog::News;
use crate::tree::RelPath;

/// One paragraph per change under the heading of its version; nothing where there is none.
pub fn text(news: &[&News], look: Look) -> String {
    let mut lines = Vec::new();
    let mut version = None;
    for change in news {
        if version != Some(change.version) {
            lines.push(look.paint(STRONG, format!("New in version {} of the templates:", change.version)).into_owned());
            version = Some(change.version);
        }
        let component = change.component.as_deref().map(|id| format!("{id}: ")).unwrap_or_default();
        lines.push(format!("  {}{}", look.paint(FAINT, component), change.text));
    }
    if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" }
}

/// The files that an update would change.
pub fn files(files: &[&RelPath], look: Look) -> String {
    let heading = match files.len() {
        1 => "1 file would change:".to_owned(),
        number => format!("{number} files would change:"),
    };
    let list: String = files.iter().map(|path| format!("\n  {path}")).collect();
    format!("{}{list}\n`shipready update` shows how, and asks", look.paint(STRONG, heading))
}

#[derive(Serialize)]
struct View<'a> {
    /// The version of the templates that the repository holds the render of, and the newest.
    yours: u32,
    newest: u32,
    news: Vec<NewsView<'a>>,
    /// Paths that an update would change.
    files: &'a [&'a RelPath],
}

#[derive(Serialize)]
struct NewsView<'a> {
    version: u32,
    /// Null where it is for every project.
    component: Option<&'a str>,
    text: &'a str,
}

/// The same for programs.
///
/// # Errors
/// As [`super::json::pretty`].
pub fn json<'a>(news: &[&'a News], [yours, newest]: [u32; 2], files: &[&RelPath]) -> Result<String> {
    let view = |news: &&'a News| {
        let News { version, component, text } = *news;
        NewsView { version: *version, component: component.as_deref(), text }
    };
    super::json::pretty(&View { yours, newest, news: news.iter().map(view).collect(), files })
}
