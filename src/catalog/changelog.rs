//! `CHANGELOG.md` of the templates: what each version of them changes for whom.

use anyhow::{Result, bail};

/// One change of the templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The version that brought it.
    pub version: u32,
    /// The component whose files changed; of every project when None.
    pub component: Option<String>,
    /// What changed, in one paragraph.
    pub text: String,
}

/// The versions of the templates, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changelog {
    /// The version of the templates of this shipready.
    pub version: u32,
    news: Vec<News>,
}

impl Changelog {
    /// Reads headings `## <version>`, newest first, each with entries `- <component>: <text>` (`- all:` for every
    /// project) that may go on in indented lines. `known` says which ids are components'.
    ///
    /// # Errors
    /// A heading that is no version below the one before it, or an entry of no known component; with the line.
    pub fn parse(name: &str, text: &str, known: impl Fn(&str) -> bool) -> Result<Changelog> {
        let (mut log, mut version) = (Changelog::default(), u32::MAX);
        for (at, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", at + 1);
            if let Some(heading) = line.strip_prefix("## ") {
                match heading.trim().parse::<u32>() {
                    Ok(next) if next > 0 && next < version => version = next,
                    _ => bail!("{place}: `{heading}` is no version below {version}"),
                }
                log.version = log.version.max(version);
            } else if let Some(entry) = line.strip_prefix("- ") {
                let Some((component, text)) = entry.split_once(": ").filter(|(id, _)| *id == "all" || known(id)) else {
                    bail!("{place}: an entry names its component: `- <component>: <text>`, or `- all: <text>`");
                };
                let component = (component != "all").then(|| component.to_owned());
                log.news.push(News { version, component, text: text.to_owned() });
            } else if let (Some(more), Some(last)) = (line.strip_prefix("  "), log.news.last_mut()) {
                last.text.push(' ');
                last.text.push_str(more.trim());
            }
        }
        if log.version == 0 {
            bail!("{name}: there is no heading `## <version>`");
        }
        Ok(log)
    }

    /// What came after version `seen` for those who have the components that `selected` names, newest first.
    pub fn since(&self, seen: u32, selected: impl Fn(&str) -> bool) -> impl Iterator<Item = &News> {
        let fits = move |news: &&News| news.component.as_deref().is_none_or(&selected);
        self.news.iter().filter(move |news| news.version > seen).filter(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changes\n\n## 3\n\n- nginx: a limit\n  for uploads.\n- all: a page.\n\n## 2\n\n- redis: x.\n";

    fn read(text: &str) -> Result<Changelog> {
        Changelog::parse("CHANGELOG.md", text, |id| matches!(id, "nginx" | "redis"))
    }

    #[test]
    fn what_is_new_is_told_to_those_who_have_it() -> Result<()> {
        let log = read(TEXT)?;
        assert_eq!(log.version, 3);
        let texts = |seen, ids: &'static [&str]| {
            let news = log.since(seen, move |id| ids.contains(&id));
            news.map(|news| (news.version, news.text.clone())).collect::<Vec<_>>()
        };
        assert_eq!(texts(2, &["nginx", "redis"]), [(3, "a limit for uploads.".into()), (3, "a page.".into())]);
        assert_eq!(texts(1, &["redis"]), [(3, "a page.".into()), (2, "x.".into())]);
        assert!(texts(3, &["nginx"]).is_empty());
        Ok(())
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        for (text, place) in [("## 2\n## 2\n", ":2:"), ("## x\n", ":1:"), ("## 1\n- rdis: x\n", ":2:"), ("", ": ")] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("CHANGELOG.md{place}")), "{error}");
        }
    }
}
