//! Services as data: a made-up one, one that is added later, and what detection tells programs.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::parsed::{declared, services, yaml};
use support::{Repo, contains, empty, lacks, samples};

const QUEUE: &str = ".shipready/templates/services/queue";
const COMPONENT: &str = "\
kind: service
title: Queue
summary: A queue of our own.
provides: [queue.own]
binds:
  url: {names: [QUEUE_URL]}
";
const BLUEPRINT: &str = "\
containers:
  - id: queue
    serves: true
    summary: The queue.
    image: registry.example.com/queue:1.2.3
    user: \"1000:1000\"
    ports: [7000]
    networks: [data]
    secrets: [QUEUE_PASSWORD]
    stop_seconds: 10
    limits: {cpus: 0.5, memory_mb: 64, pids: 50}

facets:
  url: \"queue://:{password}@queue:7000\"
  password: {secret: QUEUE_PASSWORD}

secrets:
  - {name: QUEUE_PASSWORD, description: The password of the queue., generator: password}

variables:
  - {name: QUEUE_LOG_LEVEL, description: What the queue says., value: info}
";

fn with_queue() -> Repo {
    let repo = samples::app("", &["QUEUE_URL"]).file(&format!("{QUEUE}/component.yaml"), COMPONENT);
    repo.file(&format!("{QUEUE}/blueprint.yaml"), BLUEPRINT)
}

#[test]
fn a_service_is_a_folder_and_nothing_else() {
    let ran = with_queue().run("list services").code(0).stdout(contains("A queue of our own."));
    let ran = ran.run("show queue").code(0).stdout(contains("queue.own"));
    let repo = ran.run("init --yes --with queue").code(0).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let services = services(&compose);
    assert_eq!(services["queue"]["image"], "registry.example.com/queue:1.2.3");
    assert_eq!(services["queue"]["read_only"], true, "what every container shares holds for it as well");
    let web = &services["shop-web"];
    assert_eq!(web["environment"]["KIT_URL_QUEUE_URL"], "queue://:{QUEUE_PASSWORD}@queue:7000");
    assert_eq!(web["secrets"][0], "QUEUE_PASSWORD");
    assert_eq!(compose["secrets"]["QUEUE_PASSWORD"]["file"], "./deploy/secrets/values/QUEUE_PASSWORD");
    let names = declared(&repo.read(".env.example"));
    for name in ["QUEUE_LOG_LEVEL", "QUEUE_URL", "QUEUE_PASSWORD"] {
        assert!(names.contains(&name.to_owned()), "{name} is missing in {names:?}");
    }
}

#[test]
fn without_its_folder_the_service_is_unknown() {
    samples::app("", &[]).run("list services").code(0).stdout(lacks("A queue of our own"));
    samples::app("", &[]).run("init --yes --with queue").code(2).wrote_nothing();
}

#[test]
fn its_secret_is_made_like_any_other() {
    let ran = with_queue().run("init --yes --with queue").code(0);
    let ran = ran.run("secrets generate --dry-run").code(0).wrote_nothing().stderr(contains("QUEUE_PASSWORD"));
    let ran = ran.run("secrets generate").code(0).stdout(empty());
    let value = ran.repo().read("deploy/secrets/values/QUEUE_PASSWORD");
    assert!(value.trim().len() >= 32, "a password of {} characters", value.trim().len());
    assert!(!ran.err().contains(value.trim()), "a secret is never shown");
    ran.run("secrets generate").code(0).wrote_nothing();
}

#[test]
fn adding_a_service_changes_its_parts_and_nothing_else() {
    let ran = samples::app("redis==5.2.0", &["REDIS_URL"]).run("init --yes --with nginx").code(0);
    let before = yaml("compose.yaml", &ran.repo().read("compose.yaml"));
    let ran = ran.run("add redis").code(4).wrote_nothing().stderr(contains("update  compose.yaml"));
    let ran = ran.run("add redis --yes").code(0).changed(&[
        ".env.example",
        "compose.development.yaml",
        "compose.yaml",
        "deploy/redis",
        "deploy/redis/redis.conf",
        "deploy/redis/start.sh",
        "docs/operations/README.md",
        "docs/operations/deploy.md",
        "docs/operations/secrets.md",
        "docs/operations/variables.md",
        "shipready.toml",
    ]);
    let after = yaml("compose.yaml", &ran.repo().read("compose.yaml"));
    let (old, mut new) = (services(&before), services(&after));
    assert!(new.remove("redis").is_some());
    assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
    for (name, service) in old.iter().filter(|(name, _)| *name != "shop-web") {
        assert_eq!(service, &new[name], "{name} has nothing to do with redis");
    }
    ran.run("add redis --yes").code(0).wrote_nothing().stderr(contains("Nothing to write"));
}

const WORKER: &str = "\
from arq.connections import RedisSettings

async def job(context): ...

class WorkerSettings:
    functions = [job]
    redis_settings = RedisSettings()
";

/// The services that a new `shipready.toml` selects.
fn selected(repo: &Repo) -> Vec<String> {
    let text = repo.read("shipready.toml");
    text.lines().filter_map(|line| Some(line.strip_prefix("[services.")?.strip_suffix(']')?.to_owned())).collect()
}

#[test]
fn a_preset_is_a_base_to_which_what_the_code_uses_is_added() {
    let repo = || samples::app("arq\nredis", &["REDIS_URL"]).file("worker.py", WORKER);
    let ran = repo().run("init --yes --preset minimal").code(0);
    let ran = ran.stderr(contains("Added to the preset: arq (shop uses it), redis (shop uses it)\n"));
    assert_eq!(selected(ran.repo()), ["arq", "nginx", "redis"]);
    let worker = services(&yaml("compose.yaml", &ran.repo().read("compose.yaml")));
    assert!(worker.contains_key("shop-worker"), "{:?}", worker.keys());
    // Who names services exactly gets these, and hears what is left out.
    let ran = repo().run("init --yes --preset minimal --with redis").code(0).stderr(lacks("Added to the preset"));
    let ran = ran.stderr(contains("Left out, as you chose: arq (shop uses it)\n`shipready add` brings it in\n"));
    assert_eq!(selected(ran.repo()), ["nginx", "redis"]);
    let ran = Repo::new().run("init --yes --preset minimal").code(0).stderr(lacks("Added")).stderr(lacks("Left out"));
    assert_eq!(selected(ran.repo()), ["nginx"]);
}

#[test]
fn a_preset_decides_itself_what_it_recommends() {
    let preset = "title: Bare\nsummary: Nothing beside it.\nstack: fastapi\ntarget: compose\nservices: {}\n";
    let repo = samples::app("redis", &["REDIS_URL"]).file(".shipready/templates/presets/bare.yaml", preset);
    assert_eq!(selected(repo.run("init --yes --preset bare").code(0).repo()), ["redis"]);
}

#[test]
fn a_second_init_writes_nothing() {
    for line in ["init --yes --preset fastapi-postgres", "init --yes --preset minimal"] {
        let ran = Repo::new().run(line).code(0).run("init --yes").code(0).wrote_nothing();
        ran.run(line).code(0).wrote_nothing().run("diff --exit-code").code(0).stdout(empty());
    }
}

#[test]
fn what_detection_prints_keeps_its_schema() {
    let schema = Repo::new().run("detect --schema").code(0);
    let schema: serde_json::Value = serde_json::from_str(schema.out()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let full = Repo::new().run("init --yes --preset fastapi-postgres").code(0).then();
    for repo in [Repo::new(), samples::app("asyncpg", &["DATABASE_URL", "DEBUG"]), full] {
        let ran = repo.run("detect --format json").code(0);
        let facts: serde_json::Value = serde_json::from_str(ran.out()).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&facts).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{}", ran.out());
    }
    assert!(!validator.is_valid(&serde_json::json!({"apps": 1})), "the schema accepts anything");
}

#[test]
fn a_nested_setting_is_bound_like_a_flat_one() {
    let variables = ["DATABASE__HOSTNAME", "DATABASE__PASSWORD", "DATABASE__DB"];
    let repo = samples::app(samples::POSTGRES, &variables).run("init --yes").code(0).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let web = &services(&compose)["shop-web"];
    assert_eq!(web["environment"]["DATABASE__HOSTNAME"], "postgres");
    assert_eq!(web["environment"]["DATABASE__DB"], "app");
    assert_eq!(web["secrets"][0]["target"], "DATABASE__PASSWORD");
}

#[test]
fn an_application_that_opens_a_port_of_its_own_gets_one_worker() {
    let main = "import prometheus_client\nfrom fastapi import FastAPI\n\napp = FastAPI()\nprometheus_client.start_http_server(9090)\n";
    let repo = Repo::new().file("requirements.txt", "fastapi\nprometheus-client\n").file("main.py", main);
    let repo = repo.run("init --yes").code(0).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    assert_eq!(services(&compose)["shop-web"]["environment"]["WEB_CONCURRENCY"], "1");
}
