//! static-media: static files are served, and what users upload outlives the container.

use crate::audit::ground::place;
use crate::audit::proxy::{Config, configs};
use crate::audit::settings::Settings;
use crate::audit::signs::mention;
use crate::audit::stack::{Stack, stacks};
use crate::audit::started::is_operations;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "static-media",
    title: "Static files are served in production, and uploads outlive the container",
    area: Area::Data,
    severity: Severity::High,
    meaning: "With debug off Django serves no static files, so pages and the admin come without styles. \
              What users upload into a container is gone with the next deploy.",
    fix: "let WhiteNoise serve the static files, and keep uploads on object storage or on a volume",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut needed = false;
    for app in &ground.facts.apps {
        needed |= served(ground, app, verdict);
        needed |= kept(ground, app, verdict);
    }
    if !needed {
        verdict.aside("no application has static files or uploads of its own");
    }
}

/// Whether static files have to be served; says whether they are.
fn served(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) -> bool {
    let Some(django) = app.django.as_ref().map(|django| &django.value).filter(|django| django.has_static) else {
        return false;
    };
    let Some(settings) = ground.settings_of(app) else { return false };
    let storage = || elsewhere(settings, &["STATICFILES_STORAGE", "STORAGES", "STATIC_URL"], true);
    let url = django.static_url.as_deref().unwrap_or("/static/");
    let server = || by_server(ground, url);
    if django.whitenoise {
        verdict.met(settings.place_of("MIDDLEWARE"));
    } else if let Some(evidence) = storage().or_else(server) {
        verdict.met(evidence);
    } else {
        let (message, at) = match settings.has("STATIC_ROOT") {
            false => {
                ("`STATIC_ROOT` is not set and nothing serves static files, so pages come without styles", "STATIC_URL")
            }
            true => ("static files are collected, and nothing serves them once debug is off", "STATIC_ROOT"),
        };
        let fix = "set `STATIC_ROOT = BASE_DIR / \"staticfiles\"`, and add `whitenoise.middleware.WhiteNoiseMiddleware` right \
                   after `SecurityMiddleware`";
        verdict.raise(Raised::absence(message, [settings.place_of(at)]).of(&app.name).fix(fix));
    }
    true
}

/// A storage of files that is not the disk.
fn elsewhere(settings: &Settings<'_, '_>, names: &[&str], also_https: bool) -> Option<Evidence> {
    const STORES: &[&str] = &["s3", "boto", "gcloud", "azure", "cloudinary", "digitalocean", "dropbox"];
    let texts = names.iter().flat_map(|name| settings.texts(name));
    let is = |text: &str| {
        let lower = text.to_ascii_lowercase();
        STORES.iter().any(|store| lower.contains(store)) || also_https && lower.starts_with("https://")
    };
    texts.into_iter().find(|(text, _)| is(text)).map(|(_, evidence)| evidence)
}

/// A server of the repository that serves files below `url`.
fn by_server(ground: &Ground<'_, '_>, url: &str) -> Option<Evidence> {
    let path = format!("/{}", url.trim_matches('/'));
    let configs = configs(ground);
    let serves = |config: &Config<'_>| {
        let mut found = None;
        config.visit(&mut |_, directive| {
            let below =
                directive.name == "location" && directive.arguments.iter().any(|argument| argument.contains(&path));
            let files = ["alias", "root", "try_files"].iter().any(|name| directive.has(name));
            if below && files {
                found = Some(config.evidence(directive));
            }
        });
        found
    };
    configs
        .iter()
        .find_map(serves)
        .or_else(|| mention(ground.tree, is_operations, &["static-map", "handle_path /static"]))
}

/// Whether uploads have to be kept; says whether they are.
fn kept(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) -> bool {
    let Some((folder, evidence)) = uploads(ground, app) else { return false };
    let name = folder.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&folder).to_owned();
    verdict.met_or(volume(ground, &name), || {
        let message = format!("uploads are written to `{folder}` inside of the container, and go with it");
        let fix = format!("keep `{folder}` on a volume, or uploads on object storage");
        Raised::absence(message, [evidence]).of(&app.name).likely().fix(fix)
    });
    true
}

/// The folder that uploads are written to.
fn uploads(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<(String, Evidence)> {
    if let Some(django) = &app.django {
        let settings = ground.settings_of(app)?;
        let folder = django.value.media_root.as_ref()?;
        let stored = elsewhere(settings, &["DEFAULT_FILE_STORAGE", "STORAGES"], false).is_some();
        let fields =
            ground.code.python.iter().filter(|file| ground.app_of(file.path).is_some_and(|of| of.name == app.name));
        let holds =
            fields.into_iter().any(|file| file.text.contains("FileField(") || file.text.contains("ImageField("));
        return (holds && !stored).then(|| (folder.to_string(), settings.place_of("MEDIA_ROOT")));
    }
    let is = |path: &str| {
        path.split('/')
            .any(|part| matches!(part, "uploads" | "upload" | "media" | "avatars" | "attachments" | "user_files"))
    };
    let write = app.writes.iter().find(|write| is(write.value.path.as_str()))?;
    Some((write.value.path.to_string(), write.evidence.first().cloned().unwrap_or_else(|| place(app))))
}

/// A volume over a folder called `name`.
fn volume(ground: &Ground<'_, '_>, name: &str) -> Option<Evidence> {
    let stacks = stacks(ground);
    let services = stacks.iter().flat_map(Stack::services);
    let over = |target: &str| target.split([':', '/']).any(|part| part == name);
    for service in services {
        let volumes = service.yaml.get("volumes").into_iter().flat_map(|volumes| volumes.items());
        for volume in volumes {
            let target = volume.get("target").or(Some(volume)).and_then(|target| target.text()).unwrap_or("");
            if over(target) {
                return Some(service.at(volume.line, target));
            }
        }
    }
    mention(ground.tree, is_operations, &["[mounts]", "mountPath:", "[[mounts]]"])
}
