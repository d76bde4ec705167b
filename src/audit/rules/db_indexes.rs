//! db-indexes: what queries ask for by a field is found by an index, and not by reading everything.

use std::collections::BTreeSet;

use tree_sitter::Node;

use crate::audit::stores::uses;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, calls, keyword};
use crate::detect::sources::Source;
use crate::detect::stores::{Store, leaves_keys_bare};
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "db-indexes",
    title: "Fields that queries ask for have an index, made once and not at import",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "Without an index each query reads the whole collection or table, which nobody notices while it is small. \
              It gets slower with every user, until all connections wait for it.",
    fix: "make an index for each field that queries ask for, in a migration or a step before new code serves",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut any = false;
    for app in &ground.facts.apps {
        let documents = uses(app, |store| store == Store::Documents).is_some();
        let keys = app.clients.iter().any(|client| leaves_keys_bare(&client.value.service));
        any |= documents || keys;
        let files: Vec<&Source<'_>> = ground.code.python.iter().filter(|file| is_of(ground, app, file)).collect();
        if documents {
            collections(ground, app, &files, verdict);
        }
        if keys {
            foreign_keys(app, &files, verdict);
        }
    }
    if !any {
        verdict.aside("no application keeps tables or documents on a server");
    }
}

fn is_of(ground: &Ground<'_, '_>, app: &AppFacts, file: &Source<'_>) -> bool {
    ground.app_of(file.path).is_some_and(|of| of.name == app.name)
}

/// What makes indexes, by whatever library.
const MAKES: &[&str] = &[
    "create_index",
    "create_indexes",
    "ensure_index",
    "IndexModel",
    "Indexed(",
    "\"indexes\"",
    "'indexes'",
    "indexes =",
];
/// Methods that look documents up by what they are given first.
const FINDS: &[&str] =
    &["find", "find_one", "update_one", "update_many", "delete_many", "count_documents", "find_one_and_update"];

fn collections(ground: &Ground<'_, '_>, app: &AppFacts, files: &[&Source<'_>], verdict: &mut Verdict) {
    for module in ground.python(&["create_index"]).filter(|file| is_of(ground, app, file)).filter_map(Source::module) {
        at_import(module).into_iter().for_each(|fault| verdict.raise(fault));
    }
    if let Some(file) = files.iter().find(|file| MAKES.iter().any(|word| file.text.contains(word))) {
        let text = "indexes".to_owned();
        return verdict.met(Evidence { path: file.path.clone(), line: None, text });
    }
    let mut fields: BTreeSet<String> = BTreeSet::new();
    let mut places: Vec<Evidence> = Vec::new();
    for module in ground.python(FINDS).filter(|file| is_of(ground, app, file)).filter_map(Source::module) {
        for call in module.calls() {
            let new: Vec<String> = asked(module, call).into_iter().filter(|field| !fields.contains(field)).collect();
            if !new.is_empty() {
                places.push(module.evidence(call));
                fields.extend(new);
            }
        }
    }
    let Some((first, others)) = places.split_first() else { return };
    let named: Vec<String> = fields.iter().take(3).map(|field| format!("`{field}`")).collect();
    let message = format!("documents are looked up by {}, and nothing makes an index", named.join(", "));
    verdict.raise(Raised::fault(message, first.clone()).also(others.iter().take(4).cloned()).likely().of(&app.name));
}

/// The fields that a query names, other than its key.
fn asked(module: &Module<'_>, call: Node<'_>) -> Vec<String> {
    let function = call.child_by_field_name("function").filter(|function| function.kind() == "attribute");
    let method =
        function.and_then(|function| function.child_by_field_name("attribute")).map_or("", |name| module.text(name));
    let Some(query) = argument(call, 0).filter(|query| FINDS.contains(&method) && query.kind() == "dictionary") else {
        return Vec::new();
    };
    let mut cursor = query.walk();
    let keys = query.named_children(&mut cursor).filter_map(|pair| pair.child_by_field_name("key"));
    let named = keys.filter_map(|key| match literal(module, key)? {
        Literal::Text(text) => Some(text),
        _ => None,
    });
    let fields: Vec<String> = named.filter(|field| !field.starts_with('$')).collect();
    // The key of a document has an index, whatever else is asked for.
    if fields.iter().any(|field| field == "_id") { Vec::new() } else { fields }
}

/// Indexes that are made while modules are imported, by every process.
fn at_import(module: &Module<'_>) -> Vec<Raised> {
    let makes = |call: &Node<'_>| {
        let name = call.child_by_field_name("function").map_or("", |function| module.text(function));
        name.ends_with(".create_index") || name.ends_with(".create_indexes")
    };
    let statements =
        module.statements().into_iter().filter(|one| !matches!(one.kind(), "function_definition" | "class_definition"));
    let found = statements.flat_map(calls).filter(makes);
    found
        .map(|call| {
            let message =
                "this index is made whenever the module is imported, by every process, and holds up the start";
            let fix = "make it once, in a step before new code serves";
            Raised::fault(message, module.evidence(call)).severity(Severity::Low).fix(fix)
        })
        .collect()
}

/// Columns that point to other tables, which PostgreSQL makes no index for.
fn foreign_keys(app: &AppFacts, files: &[&Source<'_>], verdict: &mut Verdict) {
    let words = ["ForeignKey(", "foreign_key="];
    let mut places: Vec<Evidence> = Vec::new();
    for file in files.iter().filter(|file| {
        words.iter().any(|word| file.text.contains(word)) && !crate::detect::places::is_helper(file.path)
    }) {
        // Indexes of several columns stand apart; which of them help is not for a glance.
        if file.text.contains("Index(") || file.text.contains("UniqueConstraint(") {
            continue;
        }
        let Some(module) = file.module() else { continue };
        places.extend(module.calls().filter(|call| is_bare(module, *call)).map(|call| module.evidence(call)));
    }
    let Some((first, others)) = places.split_first() else { return };
    let message = match others.len() {
        0 => "this foreign key has no index, which PostgreSQL does not make by itself".to_owned(),
        more => format!("this foreign key and {more} more have no index, which PostgreSQL does not make by itself"),
    };
    let fix = "add `index=True` to the columns that are joined or deleted by, and a migration that makes the index";
    verdict.raise(
        Raised::fault(message, first.clone())
            .also(others.iter().take(4).cloned())
            .likely()
            .severity(Severity::Low)
            .of(&app.name)
            .fix(fix),
    );
}

const COLUMNS: &[&str] = &["Column", "mapped_column"];

fn is_bare(module: &Module<'_>, call: Node<'_>) -> bool {
    let callee = module.callee(call).unwrap_or_default();
    let name = callee.rsplit('.').next().unwrap_or("");
    let on = |option: &str| keyword(module, call, option).is_some_and(|value| value.kind() != "false");
    let covered = ["index", "unique", "primary_key"].iter().any(|option| on(option));
    let points = match name {
        _ if COLUMNS.contains(&name) => calls(call).into_iter().any(|inner| {
            inner != call && module.callee(inner).is_some_and(|callee| callee.rsplit('.').next() == Some("ForeignKey"))
        }),
        "Field" => keyword(module, call, "foreign_key").is_some(),
        _ => false,
    };
    points && !covered
}
