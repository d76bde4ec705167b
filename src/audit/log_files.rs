//! Files that a program logs to, and that grow until the disk is full.

use crate::audit::mounts::is_conditional;
use crate::audit::{Ground, Raised};
use crate::detect::js::nodes::{argument, callee};
use crate::detect::nodes::keyword;
use crate::facts::Evidence;

/// Every log file that nothing rotates.
pub fn unrotated(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let places = in_python(ground).into_iter().chain(in_settings(ground)).chain(in_js(ground));
    let raised = |place: Evidence| {
        let app = ground.app_of(&place.path).filter(|app| app.site.is_none())?;
        let message = "the log goes to a file that grows until the disk is full, and is lost with the container";
        let fix = "log to stdout, which whatever runs the program keeps and rotates";
        Some(Raised::fault(message, place).of(&app.name).fix(fix))
    };
    places.filter_map(raised).collect()
}

fn in_python(ground: &Ground<'_, '_>) -> Vec<Evidence> {
    let files = ground.python(&["FileHandler", "basicConfig"]).filter_map(|file| file.module());
    let of_file = files.flat_map(|module| {
        let is = |call: &tree_sitter::Node<'_>| match module.callee(*call).as_deref() {
            Some("logging.FileHandler") => true,
            Some("logging.basicConfig") => keyword(module, *call, "filename").is_some(),
            _ => false,
        };
        let found = module.calls().filter(is).filter(|call| !is_conditional(*call));
        found.map(|call| module.evidence(call)).collect::<Vec<_>>()
    });
    of_file.collect()
}

/// A handler of `LOGGING`, as Django reads it.
fn in_settings(ground: &Ground<'_, '_>) -> Vec<Evidence> {
    let texts = ground.settings.iter().flat_map(|settings| settings.texts("LOGGING"));
    texts.filter(|(text, _)| text == "logging.FileHandler").map(|(_, place)| place).collect()
}

/// A file of Winston's without a limit.
fn in_js(ground: &Ground<'_, '_>) -> Vec<Evidence> {
    let of_file = ground.js(&["transports.File"]).filter_map(|file| file.module()).flat_map(|module| {
        let is = |call: &tree_sitter::Node<'_>| {
            let made = callee(*call).is_some_and(|callee| module.text(callee).ends_with("transports.File"));
            let options = argument(*call, 0).filter(|options| options.kind() == "object");
            made && options.is_some_and(|options| !module.text(options).contains("maxsize"))
        };
        let found = module.calls().filter(is).filter(|call| !is_conditional(*call));
        found.map(|call| module.evidence(call)).collect::<Vec<_>>()
    });
    of_file.collect()
}
