//! The calls of the program, with the full names of what is called, as imports say.

use tree_sitter::Node;

use crate::audit::Ground;
use crate::detect::js::nodes::{argument, calls as calls_js};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::nodes::calls;
use crate::detect::syntax::Module;
use crate::finding::Edit;
use crate::tree::RelPath;

/// A call of Python code.
#[derive(Clone, Debug)]
pub struct Call<'g, 't> {
    pub module: &'g Module<'t>,
    pub node: Node<'g>,
    /// What is called, through imports: `fastapi.FastAPI`, `app.run`.
    pub name: String,
}

/// Every call in the Python files of the program in which one of `words` stands.
pub fn python<'g, 't>(ground: &Ground<'g, 't>, words: &[&str]) -> Vec<Call<'g, 't>> {
    let mut found = Vec::new();
    for module in ground.python(words).filter_map(|file| file.module()) {
        found.extend(calls(module.root()).into_iter().filter_map(|node| {
            let name = module.callee(node)?;
            Some(Call { module, node, name })
        }));
    }
    found
}

/// A call of JavaScript, or a `new`.
#[derive(Clone, Debug)]
pub struct JsCall<'g, 't> {
    pub spot: Spot<'g, 't>,
    /// What is called, where a package or Node brings it: `jsonwebtoken.sign`; of a method of something that a package
    /// made, the package's name and the method's: `express().use`.
    pub name: String,
}

impl<'g, 't> JsCall<'g, 't> {
    pub fn argument(&self, index: usize) -> Option<Spot<'g, 't>> {
        argument(self.spot.node, index).map(|node| self.spot.to(node))
    }

    /// The object that the argument at `index` is, followed through names.
    pub fn object(&self, eval: &Eval<'g, 't>, index: usize) -> Option<Spot<'g, 't>> {
        match eval.value(self.argument(index)?)? {
            Value::Here(object) if object.node.kind() == "object" => Some(object),
            _ => None,
        }
    }
}

/// Every call in the files of JavaScript and TypeScript of the program in which one of `words` stands.
pub fn javascript<'g, 't>(ground: &Ground<'g, 't>, words: &[&str]) -> Vec<JsCall<'g, 't>> {
    let mut found = Vec::new();
    for module in ground.js(words).filter_map(|file| file.module()) {
        for node in calls_js(module.root()) {
            let spot = Spot { module, node };
            found.extend(named(ground, spot).map(|name| JsCall { spot, name }));
        }
    }
    found
}

/// The name of what the call at `spot` calls.
pub fn named<'g, 't>(ground: &Ground<'g, 't>, spot: Spot<'g, 't>) -> Option<String> {
    let callee = spot.callee()?;
    let eval = Eval::new(&ground.code.js);
    if let Some(name) = eval.name(callee) {
        return Some(name);
    }
    let object = callee.node.child_by_field_name("object")?;
    let method = callee.module.text(callee.node.child_by_field_name("property")?);
    let (maker, _) = eval.made(callee.to(object))?;
    Some(format!("{maker}().{method}"))
}

/// A change of what stands at `node`.
pub fn replacement(path: &RelPath, node: Node<'_>, text: &str) -> Edit {
    Edit { path: path.clone(), start: node.start_byte(), end: node.end_byte(), text: text.to_owned() }
}
