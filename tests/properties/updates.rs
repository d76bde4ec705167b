//! What an update does to a tree, without a disk: adding and removing, orders, and the lines that a user wrote.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use shipready::catalog::component::Component;
use shipready::choose;
use shipready::facts::Facts;
use shipready::plan::{Action, Clash, Known, Plan, Policy, Rendered, plan};
use shipready::state::Lock;
use shipready::tree::{File, RelPath, Text, Tree};

use super::choices::{Choices, choices, render, services};
use super::rendered::CATALOG;

/// Services that need no other.
const FREE: [&str; 3] = ["nginx", "postgres", "redis"];

/// A repository and what is remembered of it.
#[derive(Clone, Debug, Default, PartialEq)]
struct World {
    tree: Tree,
    lock: Lock,
    base: Tree,
}

impl World {
    fn of(chosen: &Choices) -> World {
        World { tree: chosen.tree(), ..World::default() }
    }

    fn plan(&self, new: &Rendered) -> Plan {
        plan(Known::new(&self.lock, &self.base, 1), &self.tree, new)
    }

    /// After the plan was applied, as far as files go.
    fn after(&self, plan: &Plan) -> World {
        let mut tree = self.tree.clone();
        for change in plan.changes.iter().filter(|change| change.action.writes()) {
            change.from.iter().for_each(|from| drop(tree.remove(from.as_str())));
            match (change.action, &change.after) {
                (Action::Delete, _) | (_, None) => drop(tree.remove(change.path.as_str())),
                (_, Some(text)) => drop(tree.insert(change.path.clone(), File::Text(text.clone()))),
            }
        }
        World { tree, lock: plan.lock.clone(), base: plan.base.clone() }
    }

    fn updated(&self, facts: &Facts, manifest: &str) -> World {
        self.after(&self.plan(&render(&CATALOG, facts, manifest).1))
    }
}

/// One edit of a user: which file and which line of it, as shares of all; and whether that line goes as well.
type Edit = (f64, f64, bool);

/// The tree with a line of the user's per edit; the paths with their lines.
fn edited(world: &World, edits: &[Edit]) -> (World, Vec<(RelPath, String)>) {
    let owned = world.lock.files.iter().filter(|(_, file)| file.policy == Policy::Owned).map(|(path, _)| path.clone());
    let owned: Vec<RelPath> = owned.collect();
    let place = |share: f64, of: usize| ((share * of as f64) as usize).min(of.saturating_sub(1));
    let (mut world, mut written) = (world.clone(), Vec::new());
    for (number, (file, line, drops)) in edits.iter().enumerate() {
        let Some(path) = owned.get(place(*file, owned.len())) else { continue };
        let text = world.tree.text(path.as_str()).unwrap().to_owned();
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let at = place(*line, lines.len());
        // A line of ours may go, one that the user wrote stays.
        if *drops && lines.get(at).is_some_and(|line| !line.starts_with("# mine")) {
            lines.remove(at);
        }
        let mine = format!("# mine {number}\n");
        lines.insert(at.min(lines.len()), &mine);
        let content = lines.concat();
        world.tree.insert(path.clone(), File::Text(Text::new(content)));
        written.push((path.clone(), mine.trim_end().to_owned()));
    }
    (world, written)
}

/// Everything that a person finds at `path` after the plan, conflicts among it.
fn found(plan: &Plan, world: &World, path: &RelPath) -> String {
    let change = plan.changes.iter().find(|change| change.path == *path || change.from.as_ref() == Some(path));
    let text = change.and_then(|change| match (&change.clash, change.action.writes()) {
        (Some(Clash::Lines { marked, .. }), _) => Some(marked.content.to_string()),
        (_, true) => Some(change.after.as_ref().map(|text| text.content.to_string()).unwrap_or_default()),
        (_, false) => None,
    });
    text.unwrap_or_else(|| world.tree.text(path.as_str()).unwrap_or_default().to_owned())
}

/// Whether two services cannot stand side by side.
fn rivals(one: &str, other: &str) -> bool {
    let (one, other) = (&CATALOG.components[one], &CATALOG.components[other]);
    let refuses = |this: &Component, that: &Component| this.conflicts.iter().any(|of| that.provides.contains(of));
    one.id != other.id && (refuses(one, other) || refuses(other, one))
}

proptest! {
    #![proptest_config(super::cases(24))]

    #[test]
    fn remove_undoes_add(mut chosen in choices(), id in select(FREE.to_vec())) {
        // Neither it nor what needs it, or needs that, is there before.
        let needs = |other: &str, one: &str| CATALOG.components[other].requires.iter().any(|of| CATALOG.components[one].provides.contains(of));
        let mut gone = vec![id];
        while let Some(next) = chosen.services.iter().find(|other| !gone.contains(other) && gone.iter().any(|one| needs(other, one))) {
            gone.push(next);
        }
        chosen.services.retain(|other| !gone.contains(other) && !rivals(other, id));
        let (facts, text) = chosen.manifest(&CATALOG);
        let more = choose::add(&CATALOG, &text, id).unwrap();
        prop_assert_eq!(&choose::remove(&CATALOG, &more, &[id.to_owned()]).unwrap(), &text);
        let before = World::of(&chosen).updated(&facts, &text);
        let between = before.updated(&facts, &more);
        // A platform has a proxy of its own.
        prop_assert!(chosen.target == "render" || before != between, "{} changes nothing", id);
        let after = between.updated(&facts, &text);
        prop_assert_eq!(after.lock, before.lock);
        prop_assert_eq!(after.tree, before.tree);
        prop_assert_eq!(after.base, before.base);
    }

    #[test]
    fn what_is_added_in_any_order_is_the_same(mut chosen in choices(), order in Just(FREE).prop_shuffle()) {
        chosen.services.retain(|other| !FREE.iter().any(|one| rivals(other, one)));
        let (facts, text) = chosen.manifest(&CATALOG);
        let added = |order: [&str; 3]| {
            let start = World::of(&chosen).updated(&facts, &text);
            order.iter().fold((start, text.clone()), |(world, text), id| {
                let text = choose::add(&CATALOG, &text, id).unwrap();
                (world.updated(&facts, &text), text)
            })
        };
        prop_assert_eq!(added(order).0, added(FREE).0);
    }

    #[test]
    fn a_second_update_finds_nothing_to_do(chosen in choices(), other in services()) {
        let (facts, text) = chosen.manifest(&CATALOG);
        let next = Choices { services: other, ..chosen.clone() };
        let (_, new) = next.render(&CATALOG);
        let world = World::of(&chosen).updated(&facts, &text);
        let world = world.after(&world.plan(&new));
        prop_assert!(world.plan(&new).is_empty(), "{:?}", world.plan(&new).counts());
    }

    #[test]
    fn every_line_of_the_user_survives_or_stands_in_a_conflict(
        chosen in choices(),
        other in services(),
        edits in vec((0.0..1.0, 0.0..1.0, any::<bool>()), 1..12),
    ) {
        let (facts, text) = chosen.manifest(&CATALOG);
        let (world, written) = edited(&World::of(&chosen).updated(&facts, &text), &edits);
        let next = Choices { services: other, ..chosen };
        let plan = world.plan(&next.render(&CATALOG).1);
        for (path, line) in &written {
            let text = found(&plan, &world, path);
            prop_assert!(text.lines().any(|found| found == line), "`{line}` of {path} is gone:\n{text}");
        }
    }
}
