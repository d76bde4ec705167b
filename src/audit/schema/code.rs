//! Code that makes or changes tables while the program starts.

use tree_sitter::Node;

use crate::audit::{Ground, Raised};
use crate::detect::js::nodes::argument as js_argument;
use crate::detect::js::value::{Eval, Spot};
use crate::detect::literal::Literal;
use crate::detect::nodes::argument;
use crate::detect::sources::Source;
use crate::detect::syntax::Module;
use crate::facts::Evidence;
use crate::finding::Severity;
use crate::tree::RelPath;

/// A place where tables are made from the models, past all migrations.
#[derive(Clone, Debug)]
pub struct Made {
    pub evidence: Evidence,
    /// `create_all()`
    pub what: &'static str,
    /// It also takes away what the models do not have.
    pub destroys: bool,
}

/// Where Python makes tables from its models.
pub fn made(ground: &Ground<'_, '_>) -> Vec<Made> {
    ground.python(&["create_all"]).filter_map(Source::module).flat_map(in_module).collect()
}

fn in_module(module: &Module<'_>) -> Vec<Made> {
    let mut found = Vec::new();
    module.walk(&mut |node| {
        let is = node.kind() == "attribute"
            && node.child_by_field_name("attribute").is_some_and(|name| module.text(name) == "create_all")
            && node.child_by_field_name("object").is_some_and(|object| is_metadata(module, object));
        if is {
            found.push(Made { evidence: module.evidence(node), what: "create_all()", destroys: false });
        }
        !is
    });
    found
}

/// `Base.metadata`, `metadata`, and the `db` of Flask-SQLAlchemy.
fn is_metadata(module: &Module<'_>, object: Node<'_>) -> bool {
    let text = module.text(object);
    let named = text == "metadata" || text.ends_with(".metadata");
    named || text == "db" || module.imports.get(text).is_some_and(|from| from.ends_with(".db"))
}

/// Where JavaScript makes tables from its models.
pub fn made_by_js(ground: &Ground<'_, '_>) -> Vec<Made> {
    let sources = &ground.code.js;
    let files = ground.js(&["sync(", "synchronize"]).filter_map(|file| Some((file, file.module()?)));
    let mut found = Vec::new();
    for (file, module) in files {
        let mapper = file.text.contains("typeorm") || file.text.contains("TypeOrm");
        for call in module.calls() {
            found.extend(synced(&Eval::new(sources), Spot { module, node: call }));
        }
        module.walk(&mut |node| {
            let key = node.child_by_field_name("key").filter(|_| mapper && node.kind() == "pair");
            let on = node.child_by_field_name("value").is_some_and(|value| value.kind() == "true");
            if on && key.is_some_and(|key| module.text(key) == "synchronize") {
                found.push(Made { evidence: module.evidence(node), what: "synchronize", destroys: true });
            }
            true
        });
    }
    found
}

/// `sequelize.sync()`, `sync({ force: true })`.
fn synced(eval: &Eval<'_, '_>, call: Spot<'_, '_>) -> Option<Made> {
    let callee = call.callee().filter(|callee| callee.node.kind() == "member_expression")?;
    let property = callee.node.child_by_field_name("property")?;
    if callee.module.text(property) != "sync" {
        return None;
    }
    let object = callee.to(callee.node.child_by_field_name("object")?);
    let named = callee.module.text(object.node).to_ascii_lowercase();
    let made = || eval_made(eval, object).is_some_and(|name| name.starts_with("sequelize"));
    if !named.ends_with("sequelize") && !made() {
        return None;
    }
    let options = js_argument(call.node, 0).map_or("", |options| call.module.text(options));
    let plain: String = options.chars().filter(|c| !c.is_whitespace()).collect();
    let destroys = plain.contains("force:true") || plain.contains("alter:true");
    Some(Made { evidence: call.module.evidence(call.node), what: "sync()", destroys })
}

fn eval_made<'s, 't>(eval: &Eval<'s, 't>, object: Spot<'_, '_>) -> Option<String> {
    let module = eval.sources.get(object.module.path.as_str())?.module()?;
    let node = module.root().descendant_for_byte_range(object.node.start_byte(), object.node.end_byte())?;
    eval.made(Spot { module, node }).map(|(name, _)| name)
}

/// Functions that run migrations inside of the program.
const RUNNERS: &[&str] = &["alembic.command.upgrade", "flask_migrate.upgrade"];

/// Migrations that the program runs itself while it starts, so every replica does.
pub fn run(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let aside = |path: &RelPath| path.as_str().contains("management/commands") || is_step(path.name());
    let python = ground.python(&["upgrade", "call_command"]).filter(|file| !aside(file.path));
    let mut found: Vec<Raised> = Vec::new();
    for module in python.filter_map(Source::module) {
        let run = module.calls().filter(|call| runs(module, *call) && !is_by_hand(module, *call));
        found.extend(run.map(|call| at_start(module.evidence(call))));
    }
    for file in ground.js(&["migrationsRun", "runMigrations", "migrate.latest"]).filter(|file| !aside(file.path)) {
        let Some(module) = file.module() else { continue };
        module.walk(&mut |node| {
            let text = |field| node.child_by_field_name(field).map_or("", |part| module.text(part));
            let set = node.kind() == "pair" && text("key") == "migrationsRun" && text("value") == "true";
            let called = node.kind() == "call_expression"
                && (text("function").ends_with(".runMigrations") || text("function").ends_with(".migrate.latest"));
            if set || called {
                found.push(at_start(module.evidence(node)));
            }
            true
        });
    }
    found
}

fn is_step(name: &str) -> bool {
    name.starts_with("migrat") || name.contains("release") || name.contains("migrate.")
}

fn runs(module: &Module<'_>, call: Node<'_>) -> bool {
    let callee = module.callee(call).unwrap_or_default();
    let migrates = || {
        let first = argument(call, 0).and_then(|node| crate::detect::literal::literal(module, node));
        first == Some(Literal::Text("migrate".to_owned()))
    };
    RUNNERS.contains(&callee.as_str()) || callee == "django.core.management.call_command" && migrates()
}

/// Whether a call stands in a command that somebody gives, or below `if __name__ == "__main__"`.
fn is_by_hand(module: &Module<'_>, call: Node<'_>) -> bool {
    let mut outer = call.parent();
    while let Some(node) = outer {
        let guarded = node.kind() == "if_statement" && module.text(node).starts_with("if __name__");
        let text = || module.text(node).split("def ").next().unwrap_or("");
        let command = node.kind() == "decorated_definition" && (text().contains("command(") || text().contains(".cli"));
        if guarded || command {
            return true;
        }
        outer = node.parent();
    }
    false
}

pub fn at_start(evidence: Evidence) -> Raised {
    let message = "migrations run when the program starts, so two replicas change the schema at once";
    Raised::fault(message, evidence)
        .severity(Severity::Medium)
        .fix("run them once, as a step of their own before new code serves, and take them out of the start")
}
