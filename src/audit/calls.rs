//! The calls of the program, with the full names of what is called, as imports say.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tree_sitter::Node;

use crate::audit::Ground;
use crate::detect::js::nodes::argument;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::syntax::Module;
use crate::detect::{Code, js};
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
    let files = ground.python(words);
    files.flat_map(|file| ground.calls.python(file.path, || of_python(file.module())).iter().cloned()).collect()
}

fn of_python<'g, 't>(module: Option<&'g Module<'t>>) -> Vec<Call<'g, 't>> {
    let named = |module: &'g Module<'t>, node| Some(Call { module, node, name: module.callee(node)? });
    module.into_iter().flat_map(|module| module.calls().filter_map(|node| named(module, node))).collect()
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
    let files = ground.js(words);
    files.flat_map(|file| ground.calls.js(file.path, || of_js(ground, file.module())).iter().cloned()).collect()
}

fn of_js<'g, 't>(ground: &Ground<'g, 't>, module: Option<&'g js::Module<'t>>) -> Vec<JsCall<'g, 't>> {
    let called = |module: &'g js::Module<'t>, node| {
        let spot = Spot { module, node };
        named(ground, spot).map(|name| JsCall { spot, name })
    };
    module.into_iter().flat_map(|module| module.calls().filter_map(|node| called(module, node))).collect()
}

/// The calls of each file, named once, whoever asks for them.
#[derive(Debug, Default)]
pub struct Calls<'g, 't> {
    python: BTreeMap<&'t str, OnceLock<Vec<Call<'g, 't>>>>,
    js: BTreeMap<&'t str, OnceLock<Vec<JsCall<'g, 't>>>>,
}

impl<'g, 't> Calls<'g, 't> {
    /// Of `code`; nothing is looked at yet.
    pub fn of(code: &'g Code<'t>) -> Self {
        Calls {
            python: code.python.iter().map(|file| (file.path.as_str(), OnceLock::new())).collect(),
            js: code.js.iter().map(|file| (file.path.as_str(), OnceLock::new())).collect(),
        }
    }

    fn python(&self, path: &RelPath, find: impl FnOnce() -> Vec<Call<'g, 't>>) -> &[Call<'g, 't>] {
        self.python.get(path.as_str()).map_or(&[], |file| file.get_or_init(find))
    }

    fn js(&self, path: &RelPath, find: impl FnOnce() -> Vec<JsCall<'g, 't>>) -> &[JsCall<'g, 't>] {
        self.js.get(path.as_str()).map_or(&[], |file| file.get_or_init(find))
    }
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
