//! Bots that are sent their updates: what stands in front of them, and who is let in.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::parsed::{services, yaml};
use support::{Repo, contains};

const BOT: &str = include_str!("../snapshots/bot-by-webhook/repo/bot.py");

/// A bot whose code knows a webhook alone.
fn bot() -> Repo {
    Repo::new().file("bot.py", BOT).file("requirements.txt", "aiogram==3.22.0\naiohttp==3.12.15\n")
}

#[test]
fn a_bot_that_is_sent_its_updates_gets_a_proxy() {
    let repo = bot().run("init --yes").code(0).then();
    let site = repo.read("deploy/nginx/conf.d/site.conf");
    for line in ["location = /tg/updates {", "allow 149.154.160.0/20;", "deny all;", "if ($shows_webhook_secret = 0) {"]
    {
        assert!(site.contains(line), "{line} is missing in\n{site}");
    }
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let services = services(&compose);
    let waits = services.values().filter_map(|service| service["depends_on"].as_object());
    assert!(waits.flat_map(|waits| waits.keys()).any(|name| name.ends_with("-bot")), "the proxy waits for the bot");
    let told = services.iter().find(|(name, _)| name.ends_with("-webhook")).expect("a step that tells Telegram").1;
    assert_eq!(told["environment"]["KIT_WEBHOOK"], "https://localhost/tg/updates");
    repo.run("init --yes").code(0).wrote_nothing();
}

#[test]
fn a_person_decides_how_updates_come() {
    let polls = bot().run("init --yes --set telegram.mode=polling").code(0).then();
    assert!(!polls.exists("deploy/nginx/nginx.conf"));
    let preset = Repo::new().run("init --yes --preset telegram-bot").code(0).then();
    assert!(!preset.exists("deploy/nginx/nginx.conf"));
    let sent = Repo::new().run("init --yes --preset telegram-bot --set telegram.mode=webhook").code(0).then();
    assert!(sent.read("deploy/nginx/conf.d/site.conf").contains("location = /telegram/webhook {"));
    assert!(sent.read("compose.yaml").contains("BOT_MODE: \"webhook\""));
}

#[test]
fn without_a_proxy_it_is_said() {
    bot().run("init --yes --with telegram").code(0).stderr(contains("over HTTPS alone"));
}

#[test]
fn a_web_application_takes_updates_in_a_place_of_its_own() {
    let line = "init --yes --preset fastapi-telegram --set telegram.mode=webhook";
    let repo = Repo::new().run(line).code(0).then();
    assert!(repo.read("deploy/nginx/conf.d/site.conf").contains("location = /telegram/webhook {"));
    let compose = repo.read("compose.yaml");
    assert!(!compose.contains("KIT_BOT_MODE"), "nothing polls beside it");
}

#[test]
fn what_the_app_does_not_hold_as_a_secret_is_not_asked_for() {
    let repo = bot().run("init --yes").code(0).then();
    let repo = repo.edited("shipready.toml", ".env]\n", ".env]\nWEBHOOK_SECRET = \"plain\"\n");
    let repo = repo.run("init --yes").code(0).then();
    let site = repo.read("deploy/nginx/conf.d/site.conf");
    assert!(site.contains("deny all;") && !site.contains("$shows_"), "{site}");
}
