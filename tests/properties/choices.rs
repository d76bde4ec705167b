//! Generated applications, and what is chosen for them.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use shipready::blueprint::Blueprint;
use shipready::catalog::Catalog;
use shipready::choose::{self, Request};
use shipready::detect::detect;
use shipready::facts::Facts;
use shipready::manifest::Manifest;
use shipready::plan::Rendered;
use shipready::tree::{File, RelPath, Text, Tree};

/// An application and what is chosen for it.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Path and content of every file.
    pub files: Vec<(String, String)>,
    pub target: &'static str,
    pub services: Vec<&'static str>,
    /// `key=value`; only those of selected services are set.
    pub settings: Vec<&'static str>,
}

const SERVICES: [&str; 34] = [
    "alembic",
    "alertmanager",
    "alloy",
    "arq",
    "aws-secrets-manager",
    "backups",
    "blackbox-exporter",
    "cadvisor",
    "celery",
    "flower",
    "github-actions",
    "grafana",
    "load-test",
    "loki",
    "mail",
    "mariadb",
    "memcached",
    "mongodb",
    "mysql",
    "nginx",
    "node-exporter",
    "object-storage",
    "pgbouncer",
    "postgres",
    "pre-commit",
    "prometheus",
    "quality",
    "rabbitmq",
    "redis",
    "security-txt",
    "sentry",
    "tls",
    "valkey",
    "vault",
];

/// What cannot stand without another, before what that needs itself.
const NEEDS: [(&str, &str); 14] = [
    ("alembic", "postgres"),
    ("flower", "celery"),
    ("arq", "redis"),
    ("celery", "redis"),
    ("quality", "github-actions"),
    ("alloy", "loki"),
    ("loki", "grafana"),
    ("grafana", "prometheus"),
    ("alertmanager", "prometheus"),
    ("blackbox-exporter", "prometheus"),
    ("cadvisor", "prometheus"),
    ("node-exporter", "prometheus"),
    ("tls", "nginx"),
    ("pgbouncer", "postgres"),
];

/// Of each of these one at most: they would do the same work.
const RIVALS: [&[&str]; 3] = [&["mariadb", "mysql"], &["redis", "valkey"], &["aws-secrets-manager", "vault"]];

const VARIABLES: [&str; 12] = [
    "DATABASE_URL",
    "DB_HOST",
    "DB_PASSWORD",
    "REDIS_URL",
    "REDIS_HOST",
    "SECRET_KEY",
    "DEBUG",
    "ENVIRONMENT",
    "STRIPE_API_KEY",
    "MAIL_FROM",
    "CELERY_BROKER_URL",
    "PORT",
];

const SETTINGS: [&str; 38] = [
    "port=9000",
    "replicas=3",
    "cpus=0.25",
    "memory_mb=2048",
    "metrics=false",
    "logs=false",
    "drain=false",
    "stop_seconds=15",
    "python=3.10",
    "postgres.version=15",
    "postgres.memory_mb=256",
    "postgres.max_connections=10",
    "postgres.database=shop_db",
    "redis.version=7",
    "redis.persistent=false",
    "redis.password=false",
    "redis.modules=true",
    "nginx.hosts=www.example.com,example.org",
    "nginx.trusted_proxies=10.0.0.0/8",
    "nginx.hsts=",
    "nginx.body_mb=100",
    "arq.target=app.jobs:WorkerSettings",
    "arq.stop_seconds=10",
    "celery.scheduler=true",
    "flower.path=/flower",
    "flower.networks=10.0.0.0/8",
    "load-test.paths=/,/api/items",
    "mail.provider=ses",
    "mail.login=false",
    "security-txt.expires=2027-03-31",
    "sentry.traces_sample_rate=0.5",
    "celery.concurrency=8",
    "valkey.version=8.1",
    "valkey.password=false",
    "object-storage.server=elsewhere",
    "object-storage.server=amazon",
    "mongodb.slow_query_ms=50",
    "alembic.metadata=app.models:Base.metadata",
];

/// Every subset of the services that can stand together.
pub fn services() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(SERVICES.to_vec(), 0..=SERVICES.len()).prop_map(|mut chosen| {
        for (service, other) in NEEDS {
            if chosen.contains(&service) && !chosen.contains(&other) {
                chosen.push(other);
            }
        }
        for rivals in RIVALS {
            let first = rivals.iter().find(|rival| chosen.contains(rival)).copied();
            chosen.retain(|service| !rivals.contains(service) || Some(*service) == first);
        }
        chosen.sort_unstable();
        chosen
    })
}

pub fn choices() -> impl Strategy<Value = Choices> {
    let root = select(vec!["", "services/api/", "backend/"]);
    let manager = select(vec!["pip", "uv", "poetry", "none"]);
    let variables = subsequence(VARIABLES.to_vec(), 0..6);
    let settings = subsequence(SETTINGS.to_vec(), 0..6);
    let shape = (any::<bool>(), any::<bool>(), select(vec!["compose", "render"]));
    (root, manager, variables, services(), settings, shape).prop_map(
        |(root, manager, variables, services, settings, (migrations, writes, target))| Choices {
            target,
            files: application(root, manager, &variables, migrations, writes),
            services,
            settings,
        },
    )
}

fn application(root: &str, manager: &str, variables: &[&str], migrations: bool, writes: bool) -> Vec<(String, String)> {
    let packages = ["alembic", "asyncpg", "celery", "fastapi", "flower", "redis", "sqlalchemy", "uvicorn"];
    let reads: String = variables.iter().map(|name| format!("{name} = os.environ[\"{name}\"]\n")).collect();
    let writes = if writes { "os.makedirs(\"app/logs\", exist_ok=True)\n" } else { "" };
    let imports = "import os\n\nimport asyncpg\nimport redis\nimport sqlalchemy\nfrom fastapi import FastAPI\n";
    let main = format!("{imports}\n{reads}{writes}app = FastAPI()\n");
    let mut files = vec![("app/__init__.py".to_owned(), String::new()), ("app/main.py".to_owned(), main)];
    let tasks = "from celery import Celery\n\ncelery = Celery(\"app\")\ncelery.conf.beat_schedule = {\"a\": {\"task\": \"b\", \"schedule\": 1}}\n";
    files.push(("app/tasks.py".to_owned(), tasks.to_owned()));
    let listed: Vec<String> = packages.iter().map(|name| format!("\"{name}\"")).collect();
    let project = format!("[project]\nname = \"api\"\nversion = \"1\"\ndependencies = [{}]\n", listed.join(", "));
    match manager {
        "pip" => files.push(("requirements.txt".into(), packages.join("\n") + "\n")),
        "uv" => {
            files.push(("pyproject.toml".into(), project));
            files.push(("uv.lock".into(), "version = 1\nrequires-python = \">=3.12\"\n".into()));
        }
        "poetry" => {
            let wanted: String = packages.iter().map(|name| format!("{name} = \"*\"\n")).collect();
            let text =
                format!("[tool.poetry]\nname = \"api\"\nversion = \"1\"\n\n[tool.poetry.dependencies]\n{wanted}");
            files.push(("pyproject.toml".into(), text));
        }
        _ => files.push(("pyproject.toml".into(), project)),
    }
    if migrations {
        files.push(("alembic.ini".into(), "[alembic]\nscript_location = migrations\n".into()));
        files.push(("migrations/env.py".into(), "from alembic import context\n".into()));
    }
    files.into_iter().map(|(path, text)| (format!("{root}{path}"), text)).collect()
}

impl Choices {
    pub fn tree(&self) -> Tree {
        let file =
            |(path, text): &(String, String)| (RelPath::new(path).unwrap(), File::Text(Text::new(text.as_str())));
        self.files.iter().map(file).collect()
    }

    /// The settings of what is selected.
    pub fn set(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let settings = self.settings.iter().filter_map(|setting| setting.split_once('='));
        settings.filter(|(key, _)| key.split_once('.').is_none_or(|(service, _)| self.services.contains(&service)))
    }

    /// The words of `init` that choose the same.
    pub fn words(&self) -> Vec<String> {
        let with = if self.services.is_empty() { vec![] } else { vec!["--with".into(), self.services.join(",")] };
        let set = self.set().flat_map(|(key, value)| ["--set".to_owned(), format!("{key}={value}")]);
        ["init", "--yes", "--target", self.target].map(str::to_owned).into_iter().chain(with).chain(set).collect()
    }

    /// What is seen in the application, and the manifest that says what is chosen.
    pub fn manifest(&self, catalog: &Catalog) -> (Facts, String) {
        let facts = detect(&self.tree(), &catalog.known());
        let services = Some(self.services.iter().map(|id| (*id).to_owned()).collect());
        let target = Some(self.target.to_owned());
        let request = Request { services, target, name: "shop".into(), ..Request::default() };
        let mut text = choose::choose(catalog, &facts, &request).unwrap();
        for (key, value) in self.set() {
            text = choose::set(catalog, &facts, &text, key, value).unwrap();
        }
        (facts, text)
    }

    /// Walks the pure part of the road.
    pub fn render(&self, catalog: &Catalog) -> (Blueprint, Rendered) {
        let (facts, text) = self.manifest(catalog);
        render(catalog, &facts, &text)
    }
}

/// Everything that a manifest renders, its own file aside.
pub fn render(catalog: &Catalog, facts: &Facts, text: &str) -> (Blueprint, Rendered) {
    let blueprint = shipready::blueprint::resolve(catalog, facts, &Manifest::parse(text).unwrap()).unwrap();
    let rendered = shipready::render::render(catalog, &blueprint).unwrap();
    (blueprint, rendered)
}
