//! Templates that say which of their lines gave which line of the output.
//!
//! Each line of a traced template begins with a mark: the number of the template, that of the line, and the items of
//! the loops around it. What it renders to is told from the marks that the output then holds.

use crate::template::dialect::{self, TagKind};
use crate::template::guard::names;

const START: char = '\u{2}';
const END: char = '\u{3}';
const ITEM: char = '\u{4}';

/// Where a line of output comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The number that the template was traced under.
    pub template: usize,
    /// The line of the template, from 1.
    pub line: usize,
    /// The items of the loops around it, outermost first: the name of the loop's variable, and what the item is.
    pub items: Vec<(String, String)>,
}

/// `text` with marks; templates of one output are told apart by `number`.
///
/// # Errors
/// As [`super::Engine::load`].
pub fn traced(number: usize, name: &str, text: &str) -> anyhow::Result<String> {
    let tags = dialect::tags(name, text)?;
    let (mut out, mut at, mut loops) = (String::with_capacity(text.len() * 2), 0, Vec::new());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let (start, end) = (at, at + line.len());
        at = end;
        let inside = tags.iter().any(|tag| tag.start < start && start < tag.end);
        let whole = line.trim();
        let bare = tags.iter().any(|tag| {
            let marks_nothing = tag.kind != TagKind::Value || whole.contains("slot(");
            (start..end).contains(&tag.start) && marks_nothing && dialect::is_alone(text, tag)
        });
        if !inside && !bare {
            let items: String = loops.iter().map(|name| format!("{ITEM}{name}={{= {name} | origin =}}")).collect();
            out.push_str(&format!("{START}{number}:{}{items}{END}", index + 1));
        }
        out.push_str(line);
        for tag in tags.iter().filter(|tag| tag.kind == TagKind::Block && start <= tag.start && tag.start < end) {
            let words: Vec<&str> =
                text.get(tag.start + 2..tag.end - 2).unwrap_or_default().split_whitespace().collect();
            match words.as_slice() {
                ["for", name, ..] => loops.push(name.trim_end_matches(',').to_owned()),
                ["endfor"] => drop(loops.pop()),
                _ => {}
            }
        }
    }
    Ok(out)
}

/// The traces of every line of a traced output; a line without a mark goes on with what the one before it came from.
pub fn traces(output: &str) -> Vec<Trace> {
    let mut last = Trace::default();
    output
        .lines()
        .map(|line| {
            // A mark that stands alone gave nothing: what counts is the one before the text.
            let marks = line.rsplit_once(START).and_then(|(_, rest)| rest.split_once(END));
            if let Some(trace) = marks.and_then(|(mark, _)| parse(mark)) {
                last = trace;
            }
            last.clone()
        })
        .collect()
}

/// `output` without its marks.
pub fn without_marks(output: &str) -> String {
    let mut parts = output.split(START);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(END).map_or(part, |(_, rest)| rest))
}

fn parse(mark: &str) -> Option<Trace> {
    let mut parts = mark.split(ITEM);
    let (template, line) = parts.next()?.split_once(':')?;
    let items = parts.filter_map(|item| item.split_once('='));
    let items = items.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(Trace { template: template.parse().ok()?, line: line.parse().ok()?, items })
}

/// The names that line `line`, from 1, of a template depends on: those in its own tags, and in the conditions and loops
/// around it; each once, the nearest first.
pub fn depends(name: &str, text: &str, line: usize) -> anyhow::Result<Vec<String>> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = start + text.get(start..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - start.min(text.len()));
    let (mut own, mut around): (Vec<String>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    for tag in dialect::tags(name, text)?.iter().filter(|tag| tag.kind != TagKind::Note && tag.start <= end) {
        let inside = text.get(tag.start + 2..tag.end - 2).unwrap_or_default().trim();
        if tag.start >= start {
            own.extend(names(inside));
            continue;
        }
        let (word, expression) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        match word {
            "if" if tag.kind == TagKind::Block => around.push(names(expression)),
            "for" if tag.kind == TagKind::Block => {
                around.push(names(expression.rsplit_once(" in ").map_or("", |(_, list)| list)));
            }
            "elif" => around.iter_mut().next_back().into_iter().for_each(|open| open.extend(names(expression))),
            "endif" | "endfor" => drop(around.pop()),
            _ => {}
        }
    }
    let mut found: Vec<String> = Vec::new();
    for name in own.into_iter().chain(around.into_iter().rev().flatten()) {
        if !found.contains(&name) && !["for", "slot", "name"].contains(&name.as_str()) {
            found.push(name);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Engine, fill};

    const TEMPLATE: &str = "head\n{% if on %}\nkey: {= value =}\n{% endif %}\n{% for each in list %}\n- {= each.id =}\n{% endfor %}\n{= slot(name=\"more\") =}\nend\n";

    fn rendered() -> anyhow::Result<String> {
        let traced = traced(0, "t", TEMPLATE)?;
        let mut values = tera::Context::new();
        values.insert("on", &true);
        values.insert("value", "v");
        values.insert("list", &serde_json::json!([{"id": "a", "service": "one"}, {"id": "b"}]));
        let text = Engine::load([("t", traced.as_str())])?.render("t", &values)?;
        Ok(fill(&text, |_| Some("\u{2}1:7\u{3}filled\n".to_owned())).into_owned())
    }

    #[test]
    fn every_line_of_output_knows_its_line_of_a_template() -> anyhow::Result<()> {
        let text = rendered()?;
        assert_eq!(without_marks(&text), "head\nkey: v\n- a\n- b\nfilled\nend\n");
        let found: Vec<(usize, usize)> = traces(&text).iter().map(|trace| (trace.template, trace.line)).collect();
        assert_eq!(found, [(0, 1), (0, 3), (0, 6), (0, 6), (1, 7), (0, 9)]);
        let items: Vec<String> =
            traces(&text).iter().flat_map(|trace| trace.items.clone()).map(|item| item.1).collect();
        assert_eq!(items, ["one a", "b"]);
        Ok(())
    }

    #[test]
    fn a_line_depends_on_its_own_names_and_those_around_it() -> anyhow::Result<()> {
        assert_eq!(depends("t", TEMPLATE, 3)?, ["value", "on"]);
        assert_eq!(depends("t", TEMPLATE, 6)?, ["each.id", "list"]);
        assert!(depends("t", TEMPLATE, 9)?.is_empty());
        Ok(())
    }
}
