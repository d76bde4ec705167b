//! Settings in several files that `include()` of django-split-settings puts together.

use tree_sitter::Node;

use crate::detect::django::flow::Selector;
use crate::detect::django::pattern::{Pattern, patterns};
use crate::detect::django::variant::{Variant, of_word};
use crate::detect::nodes::assignment;
use crate::detect::requirements::beside;
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;

/// What one call takes in.
#[derive(Debug)]
pub struct Included<'s, 't> {
    pub files: Vec<&'s Source<'t>>,
    /// The variable that names one of them.
    pub selector: Option<Selector>,
}

/// The files of `include("components/*.py", f"environments/{ENV}.py")`; None for anything else.
pub fn files<'s, 't>(sources: &'s Sources<'t>, module: &Module<'_>, node: Node<'_>) -> Option<Included<'s, 't>> {
    let is = |call: Node<'_>, name: &str| {
        call.kind() == "call"
            && module.callee(call).is_some_and(|callee| callee == format!("split_settings.tools.{name}"))
    };
    if !is(node, "include") {
        return None;
    }
    let mut found = Included { files: Vec::new(), selector: None };
    for argument in given(module, node.child_by_field_name("arguments")?) {
        let optional = is(argument, "optional");
        let written = if optional { argument.child_by_field_name("arguments")?.named_child(0)? } else { argument };
        for pattern in patterns(sources, module, written) {
            let files = matching(sources, module, &pattern);
            let own = |file: &&Source<'_>| optional && of_word(stem(file)) == Variant::Rehearsal;
            match &pattern.open {
                None => found.files.extend(files.into_iter().filter(|file| !own(file))),
                Some(open) => {
                    found.files.extend(files.iter().copied().min_by_key(|file| of_word(stem(file))));
                    let values = files.iter().map(|file| stem(file).to_owned()).collect();
                    let evidence = module.evidence(node);
                    found.selector = open.variable.as_ref().map(|read| Selector {
                        variable: read.name.clone(),
                        values,
                        files: true,
                        evidence,
                    });
                }
            }
        }
    }
    Some(found)
}

fn stem<'f>(file: &'f Source<'_>) -> &'f str {
    let name = file.path.name();
    if name == "__init__.py" {
        file.path.as_str().rsplit('/').nth(1).unwrap_or(name)
    } else {
        name.trim_end_matches(".py")
    }
}

/// The arguments, with the items of a list that is unpacked among them.
fn given<'n>(module: &'n Module<'_>, arguments: Node<'n>) -> Vec<Node<'n>> {
    let mut found = Vec::new();
    let mut cursor = arguments.walk();
    for argument in arguments.named_children(&mut cursor) {
        match argument.kind() {
            "list_splat" => {
                let name = argument.named_child(0).map_or("", |name| module.text(name));
                let list = module.definition(name).and_then(assignment).map(|(_, list)| list);
                if let Some(list) = list {
                    let mut cursor = list.walk();
                    found.extend(list.named_children(&mut cursor).filter(|item| item.kind() != "comment"));
                }
            }
            "keyword_argument" | "comment" => {}
            _ => found.push(argument),
        }
    }
    found
}

/// The files beside the module that a pattern stands for; `*` within a name is any text.
fn matching<'s, 't>(sources: &'s Sources<'t>, module: &Module<'_>, pattern: &Pattern) -> Vec<&'s Source<'t>> {
    let (before, after) = match (&pattern.open, pattern.before.split_once('*')) {
        (Some(_), _) => (pattern.before.as_str(), pattern.after.as_str()),
        (None, Some(halves)) => halves,
        (None, None) => {
            let file = beside(module.path, &pattern.before).and_then(|path| sources.get(path.as_str()));
            return file.into_iter().collect();
        }
    };
    let Some(before) = beside(module.path, &format!("{before}x")) else { return Vec::new() };
    let before = before.as_str().strip_suffix('x').unwrap_or("");
    let fits = |file: &&Source<'t>| {
        let middle = file.path.as_str().strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        middle.is_some_and(|middle| !middle.is_empty() && !middle.contains('/') && middle != "__init__")
    };
    sources.iter().filter(fits).collect()
}
