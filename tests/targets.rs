//! Targets as data: what they supply themselves, what they can run, what they leave out.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use serde_json::Value;
use support::parsed::yaml;
use support::{Repo, contains, empty, lacks, samples};

const SERVICES: &str = ".shipready/templates/services";
const PACKAGES: &str = "asyncpg\nsqlalchemy\nredis";

fn blueprint(repo: &Repo) -> Value {
    yaml("render.yaml", &repo.read("render.yaml"))
}

/// The variable `key` of the service or group called `name`.
fn variable(document: &Value, name: &str, key: &str) -> Value {
    let lists =
        ["services", "envVarGroups"].iter().flat_map(|list| document[list].as_array().cloned().unwrap_or_default());
    let mut found = lists
        .filter(|entry| entry["name"] == name)
        .flat_map(|entry| entry["envVars"].as_array().cloned().unwrap_or_default());
    found.find(|variable| variable["key"] == key).unwrap_or_default()
}

/// A service of one's own with one container, to which `more` is added.
fn with_queue(repo: Repo, more: &str) -> Repo {
    let component =
        "kind: service\ntitle: Queue\nsummary: A queue.\nprovides: [queue.own]\nbinds: {url: {names: [QUEUE_URL]}}\n";
    let blueprint = format!(
        "containers:\n  - id: queue\n    serves: true\n    summary: The queue.\n    image: registry.example.com/queue:1\n    user: \"1:1\"\n    \
         ports: [7000]\n    networks: [data]\n    stop_seconds: 10\n    limits: {{cpus: 1.0, memory_mb: 64, pids: 50}}\n{more}\
         facets: {{url: \"queue://queue:7000/a\"}}\naddress: queue://queue:7000\n"
    );
    repo.file(&format!("{SERVICES}/queue/component.yaml"), component)
        .file(&format!("{SERVICES}/queue/blueprint.yaml"), blueprint)
}

#[test]
fn what_the_target_supplies_has_no_container_and_none_of_its_files() {
    let ran = Repo::new().run("init --yes --preset fastapi-postgres --target render").code(0);
    let ran = ran.has("render.yaml").stderr(contains("dashboard.render.com")).stderr(lacks("secrets generate"));
    let repo = ran.then();
    for path in ["compose.yaml", "compose.development.yaml", "deploy/postgres", "deploy/redis", "deploy/nginx"] {
        assert!(!repo.exists(path), "{path} is for containers that do not run");
    }
    let document = blueprint(&repo);
    assert_eq!(document["databases"][0]["postgresMajorVersion"], "17");
    let web = variable(&document, "shop-web", "REDIS_URL");
    assert_eq!(web["fromService"]["property"], "connectionString", "Render's own URL is right for this driver");
    let url = variable(&document, "shop-settings", "KIT_URL_DATABASE_URL");
    assert!(
        url["value"].as_str().unwrap().starts_with("postgresql+asyncpg://{KIT_POSTGRES_USER}:{KIT_POSTGRES_PASSWORD}@")
    );
    let docker = repo.read("Dockerfile");
    let entry = docker.lines().find_map(|line| line.strip_prefix("ENTRYPOINT ")).unwrap();
    let entry: Vec<String> = serde_json::from_str(entry).unwrap();
    let release = document["services"][0]["preDeployCommand"].as_str().unwrap();
    assert_eq!(release, format!("{} run alembic upgrade head", entry.join(" ")), "as the image starts");
}

#[test]
fn a_connection_string_is_taken_where_its_scheme_is_the_drivers() {
    let plain =
        samples::app("asyncpg", &["DATABASE_URL"]).run("init --yes --target render --with postgres").code(0).then();
    let bound = variable(&blueprint(&plain), "shop-web", "DATABASE_URL");
    assert_eq!(bound["fromDatabase"]["property"], "connectionString");
    let parts =
        samples::app(PACKAGES, &["DB_HOST", "DB_PASSWORD", "CELERY_BROKER_URL", "SECRET_KEY", "STRIPE_API_KEY"]);
    let repo = parts.run("init --yes --target render --with postgres,redis").code(0).then();
    let document = blueprint(&repo);
    assert_eq!(variable(&document, "shop-web", "DB_HOST")["fromDatabase"]["property"], "host");
    assert_eq!(
        variable(&document, "shop-settings", "KIT_URL_CELERY_BROKER_URL")["value"],
        "redis://{KIT_REDIS_HOST}:{KIT_REDIS_PORT}/1"
    );
    assert_eq!(variable(&document, "shop-settings", "SECRET_KEY")["generateValue"], true);
    assert_eq!(variable(&document, "shop-web", "STRIPE_API_KEY")["sync"], false);
    let names = variable(&document, "shop-web", "KIT_SECRET_NAMES")["value"].as_str().unwrap().to_owned();
    assert_eq!(names, "DB_PASSWORD SECRET_KEY STRIPE_API_KEY", "hosts and ports are not masked");
}

#[test]
fn secrets_that_the_platform_keeps_are_no_files() {
    let repo =
        samples::app("", &["SECRET_KEY", "STRIPE_API_KEY"]).run("init --yes --target render --with nginx").code(0);
    let repo = repo.stderr(contains("Render will ask you for these")).stderr(lacks("deploy/secrets"));
    let ran = repo.run("secrets generate").code(0).wrote_nothing().stdout(empty());
    ran.stderr(contains("Render keeps the secrets"))
        .stderr(contains("makes up: SECRET_KEY"))
        .stderr(contains("asks you for: STRIPE_API_KEY"));
}

#[test]
fn an_option_has_the_choices_that_the_target_has() {
    let app = || samples::app("asyncpg", &["DATABASE_URL"]);
    let ran = app().run("init --yes --target render --with postgres --set postgres.version=18").code(2).wrote_nothing();
    ran.stderr(contains("`18` is not one of 17, 16, 15"));
    let repo = app().run("init --yes --target compose --with postgres").code(0).then();
    let moved = repo.edited("shipready.toml", "\"compose\"", "\"render\"");
    moved
        .run("init --yes")
        .code(1)
        .wrote_nothing()
        .stderr(contains("shipready.toml:"))
        .stderr(contains("`18` is not one of"));
    let added = app().run("init --yes --target render --with nginx").code(0).run("add postgres --yes").code(0).then();
    assert!(added.read("shipready.toml").contains("version = \"17\""));
}

#[test]
fn options_without_meaning_are_named() {
    let app = samples::app("redis", &["REDIS_URL"]);
    let ran = app
        .run("init --yes --target render --with redis --set redis.persistent=false --set redis.eviction=noeviction")
        .code(0);
    let ran = ran.stderr(contains("[services.redis] says: persistent"));
    let cache = blueprint(ran.repo())["services"]
        .as_array()
        .unwrap()
        .iter()
        .find(|service| service["type"] == "keyvalue")
        .cloned()
        .unwrap();
    assert_eq!(cache["maxmemoryPolicy"], "noeviction", "what holds there as well is taken");
}

#[test]
fn options_of_the_target_stand_in_the_manifest() {
    let app = || samples::app("", &[]);
    let ran = app()
        .run("init --yes --target render --with nginx --set render.region=frankfurt --set render.plan=standard")
        .code(0);
    let manifest = ran.repo().read("shipready.toml");
    assert!(manifest.contains("[targets.render]\nregion = \"frankfurt\"\nplan = \"standard\""), "{manifest}");
    let document = blueprint(ran.repo());
    assert_eq!(
        (&document["services"][0]["region"], &document["services"][0]["plan"]),
        (&"frankfurt".into(), &"standard".into())
    );
    let ran = ran.run("init --yes").code(0).wrote_nothing();
    let repo = ran.then().edited("shipready.toml", "\"frankfurt\"", "\"mars\"");
    let ran = repo.run("diff").code(1).stderr(contains("`mars` is not one of oregon"));
    let repo = ran.then().edited("shipready.toml", "region = \"mars\"", "zone = \"mars\"");
    repo.run("diff").code(1).stderr(contains("there is no option in [targets.render] called"));
    app()
        .run("init --yes --target render --with nginx --set render.regoin=ohio")
        .code(2)
        .stderr(contains("did you mean `region`"));
    let other = app().run("init --yes --target render --with nginx").code(0).then();
    let other = other.edited("shipready.toml", "[targets.render]", "[targets.rendr]");
    other.run("diff").code(1).stderr(contains("shipready.toml:")).stderr(contains("did you mean `render`"));
    app().run("init --yes --target rendr").code(2).stderr(contains("did you mean `render`"));
}

#[test]
fn a_container_runs_where_the_target_can_run_it() {
    let disk = "    volumes: [{name: queue-data, path: /data, summary: Its data.}]\n";
    let repo = with_queue(samples::app("", &["QUEUE_URL"]), disk)
        .run("init --yes --target render --with queue")
        .code(0)
        .then();
    let document = blueprint(&repo);
    let queue = document["services"]
        .as_array()
        .unwrap()
        .iter()
        .find(|service| service["name"] == "shop-queue")
        .cloned()
        .unwrap();
    assert_eq!((&queue["type"], &queue["image"]["url"]), (&"pserv".into(), &"registry.example.com/queue:1".into()));
    assert_eq!(queue["disk"]["mountPath"], "/data");
    let url = variable(&document, "shop-settings", "KIT_URL_QUEUE_URL");
    assert_eq!(url["value"], "queue://{KIT_QUEUE_HOST}:7000/a", "the platform alone knows the host");
    assert_eq!(variable(&document, "shop-web", "KIT_QUEUE_HOST")["fromService"]["name"], "shop-queue");
}

#[test]
fn what_the_target_can_neither_supply_nor_run_is_left_out() {
    let mounts = "    mounts: [{from: deploy/queue/q.conf, to: /q.conf}]\n";
    let repo = with_queue(samples::app("", &["QUEUE_URL"]), mounts)
        .file(&format!("{SERVICES}/queue/repo/deploy/queue/q.conf"), "a\n");
    let ran = repo.run("init --yes --target render --with queue").code(0);
    let ran = ran.stderr(contains("Queue is left out: Render runs no containers that read files of the repository"));
    assert!(!ran.repo().exists("deploy/queue"), "its files are nobody's");
    let document = blueprint(ran.repo());
    assert_eq!(variable(&document, "shop-web", "QUEUE_URL")["sync"], false, "the user has to say it");
    let needs = "kind: service\ntitle: Feed\nsummary: Needs a queue.\nrequires: [queue.own]\n";
    let repo = with_queue(samples::app("", &[]), mounts).file(&format!("{SERVICES}/feed/component.yaml"), needs);
    repo.run("init --yes --target render --with feed,queue")
        .code(1)
        .wrote_nothing()
        .stderr(contains("feed needs queue.own"));
}

#[test]
fn a_platform_gives_each_application_an_address_of_its_own() {
    let two = samples::below("b/", samples::below("a/", Repo::new(), "", &[]), "", &[]);
    let repo = two.run("init --yes --target render --with nginx").code(0).then();
    let document = blueprint(&repo);
    let web = document["services"].as_array().unwrap().iter().filter(|service| service["type"] == "web").count();
    assert_eq!(web, 2, "both answer at /, and no proxy has to choose");
    assert_eq!(document["services"][0]["buildFilter"]["paths"][0], "a/**");
}

#[test]
fn a_target_shows_itself() {
    let ran = Repo::new().run("list targets").code(0).stdout(contains("render")).stdout(contains("compose"));
    let ran =
        ran.run("show render").code(0).stdout(contains("supplies itself: cache.redis, data.backup, database.postgres"));
    ran.stdout(contains("frankfurt"));
}

#[test]
fn only_a_target_supplies() {
    let component = "kind: service\ntitle: X\nsummary: X.\nsupplies: {cache.redis: {kind: x}}\n";
    let repo = Repo::new().file(&format!("{SERVICES}/x/component.yaml"), component);
    repo.run("list").code(1).stderr(contains("only a target `supplies`"));
}

#[test]
fn what_a_target_cannot_run_is_gone_before_others_look_for_it() {
    let watched = "init --preset express-mongodb --target render --with prometheus,alertmanager,node-exporter --yes";
    let ran = Repo::new().run(watched).code(0).stderr(contains("Prometheus is left out")).lacks("deploy/prometheus");
    ran.stderr(contains("Alertmanager is left out")).holds("render.yaml", lacks("exporter"));
}
