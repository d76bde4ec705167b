//! Where a bot listens for its updates: the path and the port that its code states.

use tree_sitter::Node;

use crate::detect::bots::libraries::How;
use crate::detect::bots::programs::Program;
use crate::detect::bots::sites::Site;
use crate::detect::nodes::{argument, calls, keyword};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::detect::value::{beginning, number};

/// Names of the argument that is a path, and the ones of the port.
const PATHS: &[&str] = &["webhook_path", "url_path", "path"];
/// Where calls are told the port that they serve on: full name, position.
pub const SERVERS: &[(&str, Option<usize>)] = &[
    ("aiohttp.web.run_app", None),
    ("aiohttp.web._run_app", None),
    ("aiohttp.web.TCPSite", Some(2)),
    ("uvicorn.run", None),
    ("uvicorn.Config", None),
    ("waitress.serve", None),
];

/// The path that updates are posted to, as far as it can be known before the program runs.
pub fn path(sources: &Sources<'_>, program: &Program<'_, '_>) -> Option<String> {
    let listening = program.sites.iter().filter(|site| site.how != How::Polls);
    listening.filter_map(|site| known(sources, site)).next()
}

/// The path of one place, up to what is only known at run time.
pub fn known(sources: &Sources<'_>, site: &Site<'_, '_>) -> Option<String> {
    let written = of_site(sources, site)?;
    let plain = written.split(['{', '<']).next().unwrap_or("");
    let path = format!("/{}", plain.trim_start_matches('/'));
    let safe = path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~'));
    safe.then_some(path)
}

/// The port that it listens on.
pub fn port(sources: &Sources<'_>, program: &Program<'_, '_>) -> Option<u16> {
    let listening = program.sites.iter().filter(|site| site.how == How::Listens);
    let told = |site: &Site<'_, '_>| number(sources, site.module, keyword(site.module, site.call()?, "port")?);
    let own = listening.filter_map(told).next();
    own.or_else(|| program.reached.pieces.iter().find_map(|(module, node)| served(sources, module, *node)))
}

fn served(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<u16> {
    calls(node).into_iter().find_map(|call| {
        let callee = module.callee(call)?;
        let flask = || callee.ends_with(".run").then_some(None);
        let known = SERVERS.iter().find(|(name, _)| *name == callee);
        let position = known.map(|(_, position)| *position).or_else(flask)?;
        let port = keyword(module, call, "port").or_else(|| argument(call, position?))?;
        number(sources, module, port)
    })
}

/// The path that the call is given, that its handler is registered at, or that its route has.
fn of_site(sources: &Sources<'_>, site: &Site<'_, '_>) -> Option<String> {
    if site.how == How::IsFed {
        return route(sources, site);
    }
    let call = site.call()?;
    let own = PATHS.iter().find_map(|name| keyword(site.module, call, name));
    if let Some(own) = own {
        return beginning(sources, site.module, own);
    }
    let registered = site.module.calls().find_map(|call| {
        let function = call.child_by_field_name("function")?.child_by_field_name("attribute")?;
        let register = site.module.text(function) == "register";
        let path = keyword(site.module, call, "path").filter(|_| register)?;
        beginning(sources, site.module, path)
    });
    // Those that are their own server answer at the root unless they are told a path.
    registered.or_else(|| matches!(site.library.module, "telegram" | "telebot").then(|| "/".to_owned()))
}

/// `@app.post("/hook")` above the function that hands the update over, or `router.add_post("/hook", handler)`.
fn route(sources: &Sources<'_>, site: &Site<'_, '_>) -> Option<String> {
    let mut outer = site.node.parent()?;
    while outer.kind() != "function_definition" {
        outer = outer.parent()?;
    }
    let module = site.module;
    let name = module.text(outer.child_by_field_name("name")?);
    if let Some(decorated) = outer.parent().filter(|parent| parent.kind() == "decorated_definition") {
        let mut cursor = decorated.walk();
        let calls = decorated.named_children(&mut cursor).filter(|child| child.kind() == "decorator");
        let path = calls.filter_map(|decorator| argument(decorator.named_child(0)?, 0)).next()?;
        return beginning(sources, module, path);
    }
    module.calls().find_map(|call| {
        let callee = module.text(call.child_by_field_name("function")?);
        let adds = callee.ends_with(".add_post") || callee.ends_with(".add_route") || callee.ends_with(".add_url_rule");
        let given = call.child_by_field_name("arguments").filter(|_| adds)?;
        let first = argument(call, if callee.ends_with(".add_route") { 1 } else { 0 })?;
        module.text(given).contains(name).then(|| beginning(sources, module, first))?
    })
}
