//! `init`: the whole road, from a repository to its files.

use anyhow::Result;

use crate::catalog::Catalog;
use crate::catalog::component::Component;
use crate::catalog::preset::Preset;
use crate::choose::{Request, check, choose, set, slug, used};
use crate::cli::{Global, InitArgs};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish};
use crate::commands::road::Road;
use crate::exit::{Exit, WrongUsage};
use crate::facts::Facts;
use crate::manifest::Manifest;
use crate::report::{self, Screen};
use crate::state::MANIFEST_PATH;
use crate::wizard::prompter::Prompter;
use crate::wizard::setup;

/// # Errors
/// Wrong choices, or files that cannot be read or written.
pub fn run(args: &InitArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let road = Road::enter(&global.directory)?;
    let (mut text, assumptions) = match road.state.manifest.as_ref().filter(|text| Manifest::is_set_up(text)) {
        Some(text) => (again(&road, text, args, screen)?, Vec::new()),
        None => first(&road, args, global, screen, prompter)?,
    };
    for setting in &args.set {
        text = set(&road.catalog, &road.facts, &text, &setting.key, &setting.value)?;
    }
    let decisions = Decisions::of(&args.writing);
    let arrival = road.walk_deciding(&text, &decisions)?;
    // Not before everything else is known to be right: an error stands alone.
    assumptions.iter().for_each(|assumption| screen.warn(assumption));
    finish(&road, Proposal { manifest: text, decisions, arrival }, global, screen, prompter)
}

/// The first time: what was asked for, what the wizard hears, what was detected.
fn first(
    road: &Road,
    args: &InitArgs,
    global: &Global,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<(String, Vec<String>)> {
    let facts = named(road.facts.clone(), road);
    let request = request(road, args, &facts);
    let asks = !global.yes && !global.no_input && screen.can_ask();
    let request = match asks {
        true => {
            screen.show(&format!("{}\n", report::facts::brief(&facts, screen.person())))?;
            setup::ask_for(&road.catalog, &facts, request, prompter)?
        }
        false => request,
    };
    let assumptions = if asks { Vec::new() } else { setup::assumptions(&road.catalog, &facts)? };
    let text = choose(&road.catalog, &facts, &request);
    if text.is_err() {
        // Perhaps the reason: a file that could not be read.
        facts.notices.iter().for_each(|notice| screen.warn(&report::notice::line(notice)));
    }
    // What is there chooses nothing yet, but it is the person's.
    let mut text = match &road.state.manifest {
        Some(own) => format!("{}\n{own}", text?),
        None => text?,
    };
    beside_the_choice(road, &facts, &request, &text, screen)?;
    for (key, value) in &request.settings {
        text = set(&road.catalog, &road.facts, &text, key, value)?;
    }
    Ok((text, assumptions))
}

/// Says what the code uses and nobody asked for: what is added to a preset, and what an explicit choice leaves out.
fn beside_the_choice(road: &Road, facts: &Facts, request: &Request, text: &str, screen: &Screen) -> Result<()> {
    let preset = request.preset.as_deref().map(|id| road.catalog.preset(id)).transpose()?;
    let chosen = Manifest::parse(text)?.services;
    let reasons = used(&road.catalog, facts);
    let listed = |is: &dyn Fn(&String) -> bool| {
        let named = reasons.iter().filter(|(id, _)| is(id));
        named.map(|(id, reason)| format!("{id} ({reason})")).collect::<Vec<_>>().join(", ")
    };
    let added = listed(&|id| chosen.contains_key(id) && preset.is_some_and(|preset| !preset.services.contains_key(id)));
    if request.services.is_none() && !added.is_empty() {
        screen.say(&format!("Added to the preset: {added}"));
    }
    let component = |id: &String| road.catalog.components.get(id);
    let replaced = |other: &Component| chosen.keys().filter_map(component).any(|one| one.stands_in_for(other));
    let left_out = listed(&|id| !chosen.contains_key(id) && !component(id).is_some_and(replaced));
    if !left_out.is_empty() {
        screen.say(&format!("Left out, as you chose: {left_out}\n`shipready add` brings it in"));
    }
    Ok(())
}

/// A project that does not say its name is called after its folder: two of one name would share images and volumes.
fn named(mut facts: Facts, road: &Road) -> Facts {
    let folder = road.workspace.root().file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = slug(&folder.unwrap_or_default());
    for app in facts.apps.iter_mut().filter(|app| app.root.is_root() && app.name == slug("")) {
        folder.clone_into(&mut app.name);
    }
    facts
}

/// Later: the manifest holds; services and settings are added to it.
fn again(road: &Road, text: &str, args: &InitArgs, screen: &Screen) -> Result<String> {
    agrees(&road.catalog, &Manifest::parse(text)?, args)?;
    if args.preset.is_some() {
        screen.detail("shipready.toml is there already: its services and options hold");
    }
    let mut text = text.to_owned();
    for id in &args.with {
        text = crate::choose::add(&road.catalog, &text, id)?;
    }
    if !args.with.is_empty() {
        check(&road.catalog, &text)?;
    }
    for (key, value) in [("domain", &args.domain), ("name", &args.name)] {
        if let Some(value) = value {
            text = set(&road.catalog, &road.facts, &text, key, value)?;
        }
    }
    Ok(text)
}

/// A stack or target is chosen once: another one on the command line is a mistake, or a new beginning.
fn agrees(catalog: &Catalog, manifest: &Manifest, args: &InitArgs) -> Result<()> {
    let preset = args.preset.as_deref().map(|id| catalog.preset(id)).transpose().map_err(WrongUsage::because)?;
    let stacks = manifest.apps.values().map(|app| app.stack.as_str());
    let of_preset = preset.map(Preset::apps).unwrap_or_default();
    // One of a preset's apps is enough: the others may not be chosen here.
    let fits = of_preset.iter().any(|(_, app)| manifest.apps.values().any(|chosen| chosen.stack == app.stack));
    let first = of_preset.first().filter(|_| !fits).map(|(_, app)| app.stack.as_str());
    let stack = args.stack.as_deref().or(first);
    let target = args.target.as_deref().or(preset.map(|preset| preset.target.as_str()));
    for (what, asked, chosen) in
        [("stack", stack, stacks.collect()), ("target", target, vec![manifest.target.as_str()])]
    {
        if let Some(asked) = asked.filter(|asked| !chosen.contains(asked)) {
            let chosen = chosen.join(", ");
            let text =
                format!("{MANIFEST_PATH} says {what} {chosen}, not {asked}\nedit it, or remove it to begin anew");
            return Err(WrongUsage(text).into());
        }
    }
    Ok(())
}

fn request(road: &Road, args: &InitArgs, facts: &Facts) -> Request {
    let InitArgs { stack, target, with, preset, set, name, domain, writing: _ } = args.clone();
    let folder = road.workspace.root().file_name().map(|name| name.to_string_lossy().into_owned());
    let only = facts.apps.first().filter(|_| facts.apps.len() == 1).map(|app| app.name.clone());
    let name = name.or(only).or(folder).unwrap_or_default();
    let settled = set.into_iter().map(|setting| (setting.key, setting.value)).collect();
    let services = (!with.is_empty()).then_some(with);
    Request { preset, stack, target, services, name: slug(&name), domain, settled, settings: Vec::new() }
}
