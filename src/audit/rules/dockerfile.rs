//! dockerfile: an image runs what it needs, as nobody in particular, and carries no secrets.

use crate::audit::ground::place;
use crate::audit::image::{Image, images, layers, running};
use crate::audit::signs::mention;
use crate::audit::stack::{Stack, says, stacks};
use crate::audit::started::is_operations;
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::detect::dockerfile::site;
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "dockerfile",
    title: "The image is pinned, small, without secrets, and does not run as root",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "What stands in an image reaches everybody who can pull it, and what runs as root in it is a step from the \
              machine. A base without a version makes the next build another program than the one that was tested.",
    fix: "build in one stage and run in another, from a pinned base, as a user of its own",
    check,
};

/// Where somebody else asks whether a container is well.
const PROBES: &[&str] = &[
    "livenessProbe",
    "readinessProbe",
    "healthCheckPath",
    "healthcheckPath",
    "http_service.checks",
    "http_checks",
    "health_check",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let images = images(ground);
    let stacks = stacks(ground);
    let hosted = hosting::platform(ground);
    let probed = hosted.is_some() || mention(ground.tree, is_operations, PROBES).is_some();
    for image in &images {
        faults(ground, image, &stacks, probed).into_iter().for_each(|fault| verdict.raise(fault));
    }
    if ground.facts.apps.is_empty() {
        verdict.aside("no application was found");
    }
    for app in &ground.facts.apps {
        match images.iter().find(|image| is_for(image, app)) {
            Some(image) => verdict.met.extend(image.last().map(|stage| image.start(stage))),
            None => match hosted.as_ref().filter(|platform| platform.builds) {
                Some(platform) => verdict.met(platform.evidence.clone()),
                None => verdict.raise(
                    Raised::absence(format!("nothing builds an image of `{}`", app.name), [place(app)])
                        .of(&app.name)
                        .severity(Severity::Medium)
                        .fix("write a Dockerfile with a stage that builds and one that runs"),
                ),
            },
        }
    }
}

fn faults(ground: &Ground<'_, '_>, image: &Image<'_>, stacks: &[Stack<'_>], probed: bool) -> Vec<Raised> {
    let mut found = layers::secrets(image);
    found.extend(running::tags(image));
    let services = || stacks.iter().flat_map(Stack::services);
    let of_image = || services().filter(|service| service.dockerfile().as_ref() == Some(image.path));
    if !of_image().any(|service| says(stacks, service, &["user"])) {
        found.extend(running::user(image, ground.tree));
    }
    found.extend(running::shell(image));
    if !probed && !of_image().any(|service| says(stacks, service, &["healthcheck"])) {
        found.extend(running::health(image));
    }
    found.extend(layers::order(image));
    found.extend(layers::compiler(image));
    found
}

/// Whether an image may be of `app`: the folder that it speaks for holds it, or it copies that from elsewhere.
fn is_for(image: &Image<'_>, app: &AppFacts) -> bool {
    let site = site(image.path);
    let named = image.path.as_str() == format!("deploy/{}/Dockerfile", app.name);
    let near = site == app.root || site.below(&app.root).is_some() || app.root.below(&site).is_some();
    named || near || site.is_root() || copies(image, app)
}

fn copies(image: &Image<'_>, app: &AppFacts) -> bool {
    let needed = image.needed();
    let copied =
        needed.iter().flat_map(|stage| &stage.instructions).filter(|one| matches!(one.word.as_str(), "COPY" | "ADD"));
    copied
        .into_iter()
        .any(|one| one.words().any(|word| word.trim_start_matches("./").trim_end_matches('/') == app.root.as_str()))
}
