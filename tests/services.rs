//! Services as data: a made-up one, one that is added later, and what detection tells programs.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use support::parsed::{declared, services, yaml};
use support::{Repo, all_below, contains, empty, lacks, samples};

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
fn a_container_is_built_from_a_folder_and_told_what_env_sets() {
    let built = BLUEPRINT.replace(
        "    image: registry.example.com/queue:1.2.3\n",
        "    build: {context: deploy/queue, args: {BASE: \"debian:13\"}}\n    passes: [QUEUE_LOG_LEVEL]\n",
    );
    let with = |blueprint: &str| with_queue().file(&format!("{QUEUE}/blueprint.yaml"), blueprint);
    let repo = with(&built).run("init --yes --with queue").code(0).then();
    let queue = &services(&yaml("compose.yaml", &repo.read("compose.yaml")))["queue"];
    assert_eq!(queue["image"], "shop-queue:${IMAGE_TAG:-local}");
    assert_eq!(queue["build"]["context"], "deploy/queue");
    assert_eq!(queue["build"]["args"]["BASE"], "debian:13");
    assert!(queue["environment"].as_object().unwrap()["QUEUE_LOG_LEVEL"].is_null(), "Compose asks .env");
    assert!(repo.read("deploy/scripts/common.sh").contains("\nBUILT=(queue)\n"), "a deploy builds it");
    let both = built.replace("    build:", "    image: queue:1\n    build:");
    with(&both).run("init --yes --with queue").code(1).stderr(contains("needs either an `image` or a `build`"));
    let render = with(&built).run("init --yes --with queue --target render").code(0);
    render.stderr(contains("Queue is left out"));
}

const GATHERER: &str = "kind: service\ntitle: Gatherer\nsummary: Looks at others.\ngathers: true\n";

#[test]
fn what_gathers_sees_what_services_with_later_names_bring() {
    let copy = "\nbackup: {image: \"queue:1\", user: \"1:1\", memory_mb: 64}\n";
    let repo = with_queue().file(&format!("{QUEUE}/blueprint.yaml"), format!("{BLUEPRINT}{copy}"));
    let folder = ".shipready/templates/services/a-gatherer";
    let repo = repo.file(&format!("{folder}/component.yaml"), GATHERER);
    let sees = "notices: [{% for one in backups %}\"{= one.title =} in {= one.image =}\"{% endfor %}]\n";
    let repo = repo.file(&format!("{folder}/blueprint.yaml"), sees);
    repo.run("init --yes --with queue,a-gatherer").code(0).stderr(contains("Queue in queue:1"));
}

#[test]
fn what_files_have_in_common_is_included_and_explained() {
    let board =
        "{% set rows = [\n  {\"title\": \"One\"},\n  {\"title\": \"Two\"},\n] %}\nhead\n{% include \"rows.txt\" %}\n";
    let repo = with_queue().file(&format!("{QUEUE}/repo/deploy/queue/board.txt"), board);
    let repo =
        repo.file(".shipready/templates/shared/rows.txt", "{% for row in rows %}\nrow {= row.title =}\n{% endfor %}\n");
    let ran = repo.run("init --yes --with queue").code(0);
    assert_eq!(ran.repo().read("deploy/queue/board.txt"), "head\nrow One\nrow Two\n");
    let ran = ran.run("explain deploy/queue/board.txt:1").code(0).stdout(contains("queue/board.txt:5"));
    let ran = ran.run("explain deploy/queue/board.txt:3").code(0).stdout(contains("shared/rows.txt:2"));
    let wrong = ran.then().file(".shipready/templates/shared/rows.txt", "{= rowz =}\n");
    wrong.run("update --yes").code(1).stderr(contains(".shipready/templates/shared/rows.txt:1:4: "));
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
        "deploy/scripts/common.sh",
        "deploy/scripts/rotate",
        "docs/operations/README.md",
        "docs/operations/checklist.md",
        "docs/operations/deploy.md",
        "docs/operations/scale.md",
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

const POST: &str = ".shipready/templates/services/post";
const POST_COMPONENT: &str = "\
kind: service
title: Post
summary: Where letters go.
provides: [post]
binds:
  host: {names: [POST_HOST]}
  secure: {names: [POST_SECURE]}
  key: {names: [POST_KEY]}
";
const POST_BLUEPRINT: &str = "\
facets:
  host: {setting: post.example.com}
  secure: \"true\"
  box: {setting: null}

tells_for:
  shop:
    bind: {LETTER_HOST: post.host, LETTER_BOX: post.box}
    release: [LETTER_RELEASE]

development:
  containers:
    - id: catcher
      summary: Catches letters.
      image: registry.example.com/catcher:1.2.3
      user: \"1000:1000\"
      ports: [1025]
      networks: [app]
      writable: [{path: /tmp, size_mb: 1}]
      stop_seconds: 5
      limits: {cpus: 0.5, memory_mb: 64, pids: 50}
  facets: {host: catcher, secure: \"false\"}
";

fn with_post(variables: &[&str]) -> Repo {
    let repo = samples::app("", variables).file(&format!("{POST}/component.yaml"), POST_COMPONENT);
    repo.file(&format!("{POST}/blueprint.yaml"), POST_BLUEPRINT)
}

#[test]
fn a_service_without_a_container_is_settings_that_env_may_change() {
    let repo = with_post(&["POST_HOST", "POST_SECURE"]).run("init --yes --with post").code(0).then();
    let web = &services(&yaml("compose.yaml", &repo.read("compose.yaml")))["shop-web"];
    assert_eq!(web["environment"]["POST_HOST"], "${POST_HOST:?its value stands in .env.example}");
    assert_eq!(web["environment"]["POST_SECURE"], "true");
    assert_eq!(web["environment"]["LETTER_HOST"], serde_json::Value::Null, "its own variable has that facet");
    assert_eq!(web["environment"]["LETTER_BOX"], "${LETTER_BOX:?set it in .env}");
    let release = web["environment"]["LETTER_RELEASE"].as_str().unwrap();
    assert_eq!(release, "${LETTER_RELEASE:-${SHOP_IMAGE:-shop:${IMAGE_TAG:-local}}}");
    let example = repo.read(".env.example");
    assert!(example.contains("\nPOST_HOST=post.example.com\n") && example.contains("\nLETTER_BOX=\n"), "{example}");
}

#[test]
fn what_only_development_has_stays_out_of_production() {
    let repo = with_post(&["POST_HOST", "POST_SECURE"]).run("init --yes --with post").code(0).then();
    assert!(!repo.read("compose.yaml").contains("catcher"));
    let development = services(&yaml("compose.development.yaml", &repo.read("compose.development.yaml")));
    assert_eq!(development["shop-web"]["environment"]["POST_HOST"], "catcher");
    assert_eq!(development["shop-web"]["environment"]["POST_SECURE"], "false");
    let catcher = &development["catcher"];
    assert_eq!(catcher["read_only"], true);
    assert_eq!(catcher["tmpfs"][0], "/tmp:size=1m,mode=1777,uid=1000,gid=1000");
    assert_eq!(catcher["ports"][0], "127.0.0.1:1025:1025");
}

#[test]
fn what_tells_an_app_that_is_not_there_is_refused() {
    let text = POST_BLUEPRINT.replace("  shop:", "  shoq:");
    let repo = with_post(&[]).file(&format!("{POST}/blueprint.yaml"), text);
    repo.run("init --yes --with post").code(1).stderr(contains("tells `shoq` something, which is no app"));
}

const WORKER: &str = "\
from arq.connections import RedisSettings

async def job(context): ...

class WorkerSettings:
    functions = [job]
    redis_settings = RedisSettings()
";

const OWN_COMPONENT: &str = "\
kind: service
title: Our queue
summary: What our own worker takes work from.
roles: [consumer]
provides: [worker.own]
detect:
  python: [our-queue]
options:
  memory_mb: {type: integer, default: 333, min: 128, help: Memory in MiB.}
";
const OWN_WORKER: &str = "    summary: Works.\n    argv: [worker, our-queue, {= worker.target | quoted =}]\n";

#[test]
fn a_queue_is_a_service_that_plays_the_consumer() {
    let folder = ".shipready/templates/services/own-queue";
    let repo = samples::app("our-queue", &[]).file(&format!("{folder}/component.yaml"), OWN_COMPONENT);
    let repo = repo.file(&format!("{folder}/worker.yaml"), OWN_WORKER);
    let ran = repo.run("show own-queue").code(0).stdout(contains("stop_seconds")).stdout(contains("[333]"));
    let ran = ran.run("init --yes").code(0).stderr(contains("Our queue is there, but no program of its own"));
    let line = "init --yes --set own-queue.target=jobs/main --set own-queue.replicas=3";
    let repo = ran.run(line).code(0).stderr(lacks("no program of its own")).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let worker = &services(&compose)["shop-worker"];
    assert_eq!(worker["command"][2], "jobs/main");
    assert_eq!(worker["environment"]["KIT_QUEUE"], "own-queue");
    assert_eq!(worker["environment"]["KIT_STOP_SECONDS"], "115");
    assert_eq!(worker["stop_grace_period"], "120s");
    assert_eq!(worker["deploy"]["replicas"], 3);
    assert_eq!(worker["deploy"]["resources"]["limits"]["memory"], "333M");
    let wrong = repo.file(&format!("{folder}/worker.yaml"), "    argv: [{= worker.targett =}]\n");
    wrong.run("diff").code(1).stderr(contains(&format!("{folder}/worker.yaml:1:")));
}

#[test]
fn a_service_plays_roles_that_are_there() {
    let component = ".shipready/templates/services/own-queue/component.yaml";
    let text = OWN_COMPONENT.replace("[consumer]", "[consumr]");
    let ran = samples::app("", &[]).file(component, &text).run("list");
    ran.code(1).stderr(contains("`roles`: there is no role `consumr`; did you mean `consumer`?"));
}

#[test]
fn a_role_brings_files_and_names_to_services() {
    let templates = ".shipready/templates";
    let repo = samples::app("", &["KEEPER_URL"])
        .file(
            &format!("{templates}/roles/keeper/component.yaml"),
            "kind: role\ntitle: Keeper\nsummary: Keeps.\nbinds: {url: {names: [KEEPER_URL]}}\n",
        )
        .file(&format!("{templates}/roles/keeper/blueprint.yaml"), "facets: {url: \"keeper://{= component.id =}\"}\n")
        .file(&format!("{templates}/roles/keeper/repo/deploy/@service@/keeper.conf"), "of {= component.title =}\n")
        .file(
            &format!("{templates}/services/own-keeper/component.yaml"),
            "kind: service\ntitle: Own keeper\nsummary: Keeps.\nroles: [keeper]\n",
        );
    let repo = repo.run("init --yes --with own-keeper").code(0).then();
    assert_eq!(repo.read("deploy/own-keeper/keeper.conf"), "of Own keeper\n");
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    assert_eq!(services(&compose)["shop-web"]["environment"]["KEEPER_URL"], "keeper://own-keeper");
}

#[test]
fn one_that_provides_the_same_takes_the_place_of_another() {
    let ran = samples::app("pymysql", &[]).run("init --yes --with mariadb").code(0).stderr(lacks("Left out"));
    let compose = yaml("compose.yaml", &ran.repo().read("compose.yaml"));
    let web = &services(&compose)["shop-web"];
    assert_eq!(web["environment"]["KIT_CHECKS"], "mariadb=mysql://mariadb:3306");
    assert_eq!(web["depends_on"]["mariadb"]["condition"], "service_healthy");
    let beside = samples::app("", &[]).run("init --yes --with mariadb,mysql").code(2);
    beside.stderr(contains("mariadb and mysql cannot stand side by side"));
}

#[test]
fn what_a_service_is_needed_for_decides_what_nobody_set() {
    let policy = |services: &str, line: &str| {
        let repo = samples::app("celery\nredis", &[]).run(&format!("init --yes --with {services}")).code(0).then();
        let text = repo.read("deploy/redis/redis.conf");
        assert!(text.contains(line), "{services}: no `{line}` in\n{text}");
    };
    policy("redis", "maxmemory-policy volatile-lru\n");
    policy("redis,celery", "maxmemory-policy noeviction\n");
    policy("redis,celery,rabbitmq", "maxmemory-policy volatile-lru\n");
    policy("redis,celery --set redis.eviction=allkeys-lfu", "maxmemory-policy allkeys-lfu\n");
    policy("redis,celery --set redis.purpose=cache", "maxmemory-policy allkeys-lru\n");
    policy("redis --set redis.purpose=cache", "appendonly no\n");
}

#[test]
fn a_worker_is_told_where_its_queues_are_whichever_service_holds_them() {
    for (service, password) in [("redis", "REDIS_PASSWORD"), ("valkey", "VALKEY_PASSWORD")] {
        let repo = samples::app("rq", &[]).file("mails.py", "from rq import Queue\n\nmails = Queue(\"mails\")\n");
        let repo = repo.run(&format!("init --yes --with rq,{service} --set {service}.password=true")).code(0).then();
        let worker = &services(&yaml("compose.yaml", &repo.read("compose.yaml")))["shop-worker"];
        let url = format!("redis://:{{{password}}}@{service}:6379/0");
        assert_eq!(worker["environment"]["KIT_URL_RQ_REDIS_URL"], url.as_str(), "{service}");
        assert_eq!(worker["depends_on"][service]["condition"], "service_healthy");
    }
    let beside = samples::app("", &[]).run("init --yes --with redis,valkey").code(2);
    beside.stderr(contains("redis and valkey cannot stand side by side"));
}

#[test]
fn more_connections_than_there_are_is_said() {
    let repo = || samples::app("sqlalchemy\nasyncpg", &["DATABASE_URL"]);
    // One container with two workers, each with five connections and ten more when they are busy.
    let sum = "#   shop-web: 1 × 2 × 15 = 30\n";
    let ran = repo().run("init --yes --with postgres").code(0).stderr(lacks("may open"));
    assert!(ran.repo().read("deploy/postgres/postgresql.conf").contains(sum));
    let few = repo().run("init --yes --with postgres --set postgres.max_connections=39").code(0);
    few.stderr(contains("may open 30 connections to PostgreSQL")).stderr(contains("postgres.max_connections=40"));
    let many = repo().run("init --yes --with postgres --set replicas=4").code(0);
    many.stderr(contains("may open 120 connections")).stderr(contains("--set postgres.max_connections=130"));
    let pooled = "init --yes --with postgres,pgbouncer --set replicas=4";
    repo().run(pooled).code(0).stderr(lacks("may open"));
}

#[test]
fn releases_go_past_a_pool() {
    let repo = samples::app("alembic\nsqlalchemy\nasyncpg", &["DATABASE_URL", "DB_HOST"]);
    let repo = repo.run("init --yes --with postgres,pgbouncer,alembic").code(0).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let all = services(&compose);
    assert_eq!(all["shop-web"]["environment"]["DB_HOST"], "pgbouncer");
    assert_eq!(all["shop-migrate"]["environment"]["DB_HOST"], "postgres");
    let url = "postgresql+asyncpg://app:{POSTGRES_PASSWORD}@postgres:5432/app";
    assert_eq!(all["shop-migrate"]["environment"]["KIT_URL_DATABASE_URL"], url);
    assert_eq!(all["shop-web"]["depends_on"]["pgbouncer"]["condition"], "service_healthy");
}

#[test]
fn the_kit_has_whatever_it_imports_of_itself() {
    let packages = ["arq", "celery", "dramatiq", "huey", "rq", "saq", "python-telegram-bot"];
    for package in packages {
        let repo = samples::app(&format!("{package}\nredis"), &[]).run("init --yes").code(0).then();
        let kit = "deploy/shop/shipready_kit";
        let files = all_below(&repo.root().join(kit)).into_iter().filter(|path| path.ends_with(".py"));
        let mut seen = 0;
        for path in files {
            let text = repo.read(&format!("{kit}/{path}"));
            let lines = text.lines().filter_map(|line| line.trim().strip_prefix("from shipready_kit import "));
            for name in lines.filter(|names| !names.starts_with('(')).flat_map(|names| names.split(", ")) {
                let there = [format!("{kit}/{name}.py"), format!("{kit}/{name}/__init__.py")];
                let there = there.iter().any(|file| repo.root().join(file).exists());
                assert!(there, "{package}: {path} imports {name}, which is not there");
                seen += 1;
            }
        }
        assert!(seen > 20, "{package}: only {seen} imports were found");
    }
}

#[test]
fn workers_of_several_queues_have_names_of_their_own() {
    let repo = samples::app("arq\nredis\nrq", &["REDIS_URL"]).file("worker.py", WORKER);
    let repo = repo.file("mails.py", "from rq import Queue\n\nmails = Queue(\"mails\")\n");
    let commands = |repo: &Repo| {
        let found = services(&yaml("compose.yaml", &repo.read("compose.yaml")));
        let workers = found.into_iter().filter(|(name, _)| name.starts_with("shop-worker"));
        workers.map(|(name, worker)| format!("{name} {}", worker["command"][1].as_str().unwrap())).collect::<Vec<_>>()
    };
    let ran = repo.run("init --yes").code(0);
    assert_eq!(commands(ran.repo()), ["shop-worker arq", "shop-worker-2 rq"]);
    let ran = ran.run("init --yes --set arq.target=worker:Other --set rq.target=high,low").code(0);
    assert_eq!(commands(ran.repo()), ["shop-worker arq", "shop-worker-2 rq"]);
}

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

#[test]
fn a_name_of_databases_in_general_leads_to_the_one_that_is_there() {
    let url = |with: &str, example: &str| {
        let repo = samples::app("pymongo==4.20.1\n", &["DATABASE_URL"]).file(".env.example", example);
        let repo = repo.run(&format!("init --yes --with {with}")).code(0).then();
        let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
        services(&compose)["shop-web"]["environment"]["KIT_URL_DATABASE_URL"].as_str().unwrap().to_owned()
    };
    let mongodb = "mongodb://app:{MONGODB_PASSWORD}@mongodb:27017/app";
    let postgres = "postgresql://app:{POSTGRES_PASSWORD}@postgres:5432/app";
    assert_eq!(url("mongodb", ""), mongodb);
    assert_eq!(url("mongodb,postgres", ""), postgres, "most call an SQL database so");
    assert_eq!(url("mongodb,postgres", "DATABASE_URL=mongodb://localhost/shop\n"), mongodb, "its own example says");
}

#[test]
fn a_service_answers_to_the_host_name_that_the_code_has() {
    let repo = samples::app("pymongo==4.20.1\n", &[])
        .run("init --yes --with mongodb --set mongodb.alias=mongo")
        .code(0)
        .then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    assert_eq!(services(&compose)["mongodb"]["networks"]["data"]["aliases"][0], "mongo");
}

#[test]
fn a_stack_that_refuses_unknown_hosts_is_told_every_name_that_leads_to_it() {
    let told = |arguments: &str| {
        let line =
            format!("init --preset django --yes --domain example.com --set nginx.hosts=www.example.com {arguments}");
        let repo = Repo::new().run(&line).code(0).then();
        let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
        services(&compose)["shop-web"]["environment"]["KIT_HOSTS"].as_str().unwrap().to_owned()
    };
    assert_eq!(told(""), "example.com www.example.com");
    assert_eq!(told("--set shop.host=api.example.com"), "api.example.com");
    assert_eq!(told("--set shop.hosts=m.example.com,www.example.com"), "example.com www.example.com m.example.com");
}

#[test]
fn a_file_of_settings_that_only_its_owner_has_is_mounted_and_in_no_image() {
    let main = "import yaml\nfrom fastapi import FastAPI\n\napp = FastAPI()\nwith open(\"settings/own.yml\") as file:\n    settings = yaml.safe_load(file)\n";
    let repo = Repo::new().file("requirements.txt", "fastapi==0.121.0\npyyaml==6.0.3\n").file("main.py", main);
    let repo = repo.file("settings/own.example.yml", "token: \"\"\n");
    let repo = repo.run("init --yes").code(0).stderr(contains("settings/own.yml: fill in what is yours")).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let mount = &services(&compose)["shop-web"]["volumes"][0];
    assert_eq!(mount["source"], "./settings/own.yml");
    assert_eq!(mount["target"], "/app/settings/own.yml");
    assert_eq!(mount["read_only"], true);
    assert_eq!(mount["bind"]["create_host_path"], false, "Docker would make a folder of what is missing");
    for ignored in [".dockerignore", ".gitignore"] {
        assert!(repo.read(ignored).lines().any(|line| line.trim_start_matches('/') == "settings/own.yml"), "{ignored}");
    }
    let repo =
        repo.run("secrets generate").stderr(contains("made settings/own.yml from settings/own.example.yml")).then();
    assert_eq!(repo.read("settings/own.yml"), "token: \"\"\n");
    let repo = repo.file("settings/own.yml", "token: \"mine\"\n").run("secrets generate").then();
    assert_eq!(repo.read("settings/own.yml"), "token: \"mine\"\n");
    repo.run("init --yes").code(0).stderr(lacks("settings/own.yml"));
}

#[test]
fn a_secret_that_one_of_two_apps_insists_on_is_required() {
    let program = |line: &str| format!("import os\nfrom fastapi import FastAPI\n\napp = FastAPI()\nkey = {line}\n");
    let repo = Repo::new()
        .file("one/requirements.txt", "fastapi==0.121.0\n")
        .file("one/main.py", program("os.getenv('PAYMENT_TOKEN')"))
        .file("two/requirements.txt", "fastapi==0.121.0\n")
        .file("two/main.py", program("os.environ['PAYMENT_TOKEN']"));
    let repo = repo.run("init --yes").code(0).then();
    repo.run("secrets generate").code(1).stderr(contains("PAYMENT_TOKEN")).stderr(lacks("Optional, and empty so far"));
}

#[test]
fn what_people_uploaded_to_django_is_kept_and_served_by_the_proxy() {
    let settings = "SECRET_KEY = 'x'\nINSTALLED_APPS = []\nMEDIA_URL = '/media/'\nMEDIA_ROOT = BASE_DIR / 'media'\n";
    let settings = format!("from pathlib import Path\n\nBASE_DIR = Path(__file__).resolve().parent.parent\n{settings}");
    let wsgi = "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n";
    let manage = "import os\nfrom django.core.management import execute_from_command_line\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_.settings')\nexecute_from_command_line()\n";
    let repo = Repo::new().files(&[
        ("requirements.txt", "django==5.2.8\n"),
        ("manage.py", manage),
        ("site_/__init__.py", ""),
        ("site_/settings.py", &settings),
        ("site_/wsgi.py", wsgi),
    ]);
    let repo = repo.run("init --yes").code(0).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let volumes = |service: &str| services(&compose)[service]["volumes"].to_string();
    assert!(volumes("nginx").contains("-media:/var/www/"), "{}", volumes("nginx"));
    assert!(volumes("nginx").contains("-media:ro"), "{}", volumes("nginx"));
    let site = repo.read("deploy/nginx/conf.d/site.conf");
    assert!(site.contains("location ^~ /media/ {"), "{site}");
    repo.without("shipready.toml").without(".shipready").run("init --yes --target render").code(0);
}

#[test]
fn one_service_keeps_the_secrets_and_hands_each_its_own() {
    let repo = || samples::app("redis\nasyncpg", &["REDIS_URL", "DB_PASSWORD", "STRIPE_API_KEY"]);
    let ran = repo().run("init --yes --with redis,postgres,vault --set vault.role_id=r").code(0);
    let ran = ran.stderr(contains("deploy/scripts/secrets push"));
    let compose = yaml("compose.yaml", &ran.repo().read("compose.yaml"));
    let services = services(&compose);
    let told = services["secrets"]["environment"]["HANDOUTS"].as_str().unwrap();
    let told: Vec<&str> = told.split_whitespace().collect();
    assert_eq!(
        told,
        [
            "shop-web=POSTGRES_PASSWORD:DB_PASSWORD,REDIS_PASSWORD,STRIPE_API_KEY",
            "postgres=POSTGRES_PASSWORD",
            "redis=REDIS_PASSWORD"
        ]
    );
    for reader in ["shop-web", "postgres", "redis"] {
        let service = &services[reader];
        assert!(service["secrets"].is_null(), "{reader} has no file of the server");
        assert_eq!(service["volumes"][0], format!("secrets-{reader}:/run/secrets:ro"));
        assert_eq!(service["depends_on"]["secrets"]["condition"], "service_healthy");
        assert_eq!(compose["volumes"][format!("secrets-{reader}")]["driver_opts"]["type"], "tmpfs");
    }
    assert_eq!(services["secrets"]["secrets"][0], "VAULT_SECRET_ID", "what opens the others stays a file");
    assert_eq!(compose["secrets"].as_object().unwrap().len(), 1);
    let ran = ran.run("secrets generate").code(1).stderr(contains("deploy/scripts/secrets push"));
    // What is missing there, only the manager can tell.
    ran.run("secrets check").code(4).stdout(contains("VAULT_SECRET_ID")).stdout(lacks("STRIPE_API_KEY"));
    repo().run("init --yes --with redis,vault,sops").code(2).stderr(contains("cannot stand side by side"));
}

#[test]
fn a_platform_that_keeps_the_secrets_itself_leaves_the_manager_out() {
    let ran = samples::app("redis", &["REDIS_URL"]).run("init --yes --target render --with redis,vault").code(0);
    let ran = ran.stderr(contains("HashiCorp Vault or OpenBao is left out: Render keeps the secrets itself"));
    assert!(!ran.repo().exists("deploy/secrets"), "nothing of it is there");
}
