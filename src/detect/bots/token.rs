//! The variable that holds a bot's token: by the call that is given it, else by its name.

use crate::detect::bots::libraries::Library;
use crate::detect::nodes::{argument, keyword};
use crate::detect::origin::origin;
use crate::detect::sources::{Source, Sources};
use crate::facts::VariableFact;

/// What such variables are usually called, the surest first; `*` stands for anything.
const NAMES: &[&[&str]] = &[
    &["BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN", "TG_BOT_TOKEN", "TG_TOKEN", "TELEGRAM_API_TOKEN"],
    &["BOT__TOKEN", "BOT_API_TOKEN", "TELEGRAM_API_KEY", "TELEGRAM__TOKEN", "TELEGRAM_APITOKEN", "TELEBOT_TOKEN"],
    &["API_TOKEN", "TOKEN"],
];

/// The variable whose value a call in `files` gives to `library`.
pub fn given(sources: &Sources<'_>, files: &[&Source<'_>], library: &Library) -> Option<String> {
    let speaking = files.iter().filter(|file| file.imports_from(library.module));
    for module in speaking.filter_map(|file| file.module()) {
        for call in module.calls() {
            let Some(function) = call.child_by_field_name("function") else { continue };
            let name = module.dotted(function).unwrap_or_else(|| module.text(function).to_owned());
            let last = name.rsplit('.').next().unwrap_or(&name);
            for maker in library.makers.iter().filter(|maker| maker.name == last) {
                let token = keyword(module, call, maker.keyword).or_else(|| argument(call, maker.position?));
                if let Some(reading) = token.and_then(|token| origin(sources, module, token)) {
                    return Some(reading.name);
                }
            }
        }
    }
    None
}

/// The variable that is called like one.
pub fn named(variables: &[VariableFact]) -> Option<String> {
    NAMES.iter().find_map(|names| {
        let mut alike = variables.iter().filter(|variable| names.contains(&variable.name.as_str()));
        alike.next().filter(|_| alike.next().is_none()).map(|variable| variable.name.clone())
    })
}
