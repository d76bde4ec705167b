//! Every variable that an application reads ends in a value that fits it, or is named as one that only a person knows.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use support::parsed::{services, yaml};
use support::{Ran, Repo, contains, lacks, samples};

/// Where each variable of `tests/bindings/repo` ends.
const ENDS: &[(&str, &str)] = &[
    ("POSTGRES_SERVER", "literal postgres"),
    ("POSTGRES_PORT", "literal 5432"),
    ("POSTGRES_USER", "literal app"),
    ("POSTGRES_PASSWORD", "secret POSTGRES_PASSWORD"),
    ("POSTGRES_DB", "literal app"),
    ("DEFAULT_DATABASE_HOSTNAME", "literal postgres"),
    ("DEFAULT_DATABASE_DB", "literal app"),
    ("DATABASE_URL", "url postgresql+asyncpg://app:{POSTGRES_PASSWORD}@postgres:5432/app"),
    ("REDIS_CACHE_HOST", "literal redis"),
    ("REDIS_QUEUE_PORT", "literal 6379"),
    ("CACHE_URL", "url redis://:{REDIS_PASSWORD}@redis:6379/0"),
    ("CELERY_BROKER_URL", "url redis://:{REDIS_PASSWORD}@redis:6379/1"),
    ("REDIS_PASSWORD", "secret REDIS_PASSWORD"),
    ("ENVIRONMENT", "literal production"),
    ("APP_ENV", "literal prd"),
    ("DEBUG", "literal false"),
    ("PROJECT_NAME", "setting shop"),
    ("LOG_LEVEL", "setting info"),
    ("BACKEND_CORS_ORIGINS", "setting [\"https://shop.example.com\"]"),
    ("CORS_ORIGINS", "setting https://shop.example.com"),
    ("ALLOWED_HOSTS", "setting [\"shop.example.com\"]"),
    ("DOMAIN", "setting shop.example.com"),
    ("FRONTEND_URL", "setting https://shop.example.com"),
    ("ALGORITHM", "setting HS256"),
    ("ACCESS_TOKEN_EXPIRE_MINUTES", "setting 30"),
    ("REFRESH_TOKEN_EXPIRE_DAYS", "setting 7"),
    ("API_V1_STR", "setting /api/v1"),
    ("TZ", "setting UTC"),
    ("DB_POOL_SIZE", "setting 5"),
    ("WORKERS_WANTED", "setting 4"),
    ("REGISTRATION_OPEN", "setting false"),
    ("REGIONS", "setting [\"north\",\"south\"]"),
    ("SECRET_KEY", "made 64"),
    ("JWT_SECRET_KEY", "made 64"),
    ("JWT_REFRESH_SECRET_KEY", "made 64"),
    ("SESSION_SECRET", "made 64"),
    ("OTP_SECRET_KEY", "made 64"),
    ("FERNET_KEY", "made 44"),
    ("PII_ENCRYPTION_KEY", "made 44"),
    ("FIRST_SUPERUSER_PASSWORD", "made 32"),
    ("ADMIN_PASSWORD", "made 32"),
    ("CRUD_ADMIN_PASSWORD", "made 32"),
    // Only their owner knows these.
    ("STRIPE_SECRET_KEY", "wanted secret"),
    ("STRIPE_WEBHOOK_SECRET", "wanted secret"),
    ("OPENAI_API_KEY", "wanted secret"),
    ("AWS_ACCESS_KEY_ID", "wanted secret"),
    ("AWS_SECRET_ACCESS_KEY", "wanted secret"),
    ("GOOGLE_CLIENT_SECRET", "wanted secret"),
    ("RABBITMQ_URL", "wanted secret"),
    ("GOOGLE_CLIENT_ID", "wanted setting"),
    ("STRIPE_PUBLISHABLE_KEY", "wanted setting"),
    ("FIRST_SUPERUSER", "wanted setting"),
    // The repository's own example is of another type, or none of the choices.
    ("TAX_RATE", "wanted setting"),
    ("PLAN", "wanted setting"),
    // The code does without.
    ("CLERK_SECRET_KEY", "empty secret"),
    ("JWT_PRIVATE_KEY", "empty secret"),
    ("SLACK_WEBHOOK_URL", "empty secret"),
    ("SMTP_PASSWORD", "empty secret"),
    ("MYSQL_PASSWORD", "empty secret"),
    ("MYSQL_USER", "optional"),
    ("MYSQL_SERVER", "optional"),
    ("MYSQL_PORT", "optional"),
    ("POSTGRES_SYNC_PREFIX", "optional"),
    ("POSTGRES_ASYNC_PREFIX", "optional"),
    ("JWT_PUBLIC_KEY", "optional"),
    ("TRUSTED_HOSTS", "optional"),
    // Its default is the machine of a developer.
    ("BACKEND_URL", "setting https://shop.example.com"),
    ("FEATURE_FLAGS", "optional"),
    ("DB_MAX_OVERFLOW", "optional"),
    ("STRIPE_PRICE_ID", "optional"),
    ("AWS_REGION", "optional"),
    ("SENTRY_DSN", "optional"),
    ("SMTP_HOST", "optional"),
    ("SMTP_PORT", "optional"),
    ("SMTP_TLS", "optional"),
    ("SMTP_USER", "optional"),
    ("EMAILS_FROM_EMAIL", "optional"),
];

const VALUES: &str = "deploy/secrets/values";

fn initialised() -> Ran {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bindings/repo");
    Repo::new().copied(&from).run("init --yes --set domain=shop.example.com").code(0)
}

/// The values that `.env` gives.
fn dotenv(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Where the variable `name` ended, in the words of [`ENDS`].
fn end(name: &str, repo: &Repo, web: &Value, env: &BTreeMap<String, String>) -> String {
    let environment = &web["environment"];
    let url = &environment[format!("KIT_URL_{name}")];
    let given = || env.get(name).cloned().unwrap_or_else(|| "(not in .env)".to_owned());
    let target = |secret: &Value| secret.as_str().or_else(|| secret["target"].as_str()) == Some(name);
    let mounted = web["secrets"].as_array().unwrap().iter().find(|secret| target(secret));
    match (environment[name].as_str(), url.as_str(), mounted) {
        (Some(text), None, None) if text.starts_with("${") && text.contains("set it in .env") => {
            assert_eq!(given(), "", "{name}: Compose stops until a person has set it");
            "wanted setting".to_owned()
        }
        (Some(text), None, None) if text.starts_with("${") => format!("setting {}", given()),
        (Some(text), None, None) => format!("literal {text}"),
        (None, Some(url), None) => format!("url {url}"),
        (None, None, Some(_)) if name.starts_with("POSTGRES_") || name.starts_with("REDIS_") => {
            format!("secret {name}")
        }
        (None, None, Some(_)) => {
            assert!(!env.contains_key(name), "{name}: a secret has no place in .env");
            match repo.exists(&format!("{VALUES}/{name}")).then(|| repo.read(&format!("{VALUES}/{name}"))) {
                None => "wanted secret".to_owned(),
                Some(value) if value.is_empty() => "empty secret".to_owned(),
                Some(value) => format!("made {}", value.len()),
            }
        }
        (None, None, None) if environment.as_object().unwrap().contains_key(name) => "optional".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_variable_ends_in_a_fitting_value_or_is_asked_for() {
    let repo = initialised().run("secrets generate").code(1).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let (web, env) = (services(&compose)["shop-web"].clone(), dotenv(&repo.read(".env")));
    let wrong: Vec<String> = ENDS
        .iter()
        .map(|(name, wanted)| (name, wanted, end(name, &repo, &web, &env)))
        .filter(|(_, wanted, found)| *wanted != found)
        .map(|(name, wanted, found)| format!("{name}: {found}, not {wanted}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let code = repo.read("app/settings.py");
    let fields = code.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(": "));
    let left: Vec<&str> = fields
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
        .filter(|name| !ENDS.iter().any(|(known, _)| known == name))
        .collect();
    assert!(left.is_empty(), "the table forgets {left:?}");
}

#[test]
fn secrets_are_made_for_what_the_stack_needs_and_for_nothing_else() {
    let repo = initialised().run("secrets generate").code(1).then();
    let compose = yaml("compose.yaml", &repo.read("compose.yaml"));
    let declared: Vec<&String> = compose["secrets"].as_object().unwrap().keys().collect();
    let made: Vec<String> = std::fs::read_dir(repo.root().join(VALUES))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let wanted = |name: &str| ENDS.contains(&(name, "wanted secret"));
    for name in &declared {
        assert_eq!(made.contains(name), !wanted(name), "{name}");
    }
    assert!(made.iter().all(|name| declared.contains(&name)), "{made:?} are more than {declared:?}");
}

#[test]
fn what_only_a_person_knows_is_named_everywhere_alike() {
    let named = |end: &str| {
        let mut names: Vec<&str> = ENDS.iter().filter(|(_, found)| *found == end).map(|(name, _)| *name).collect();
        names.sort_unstable();
        names
    };
    let (settings, secrets) = (named("wanted setting"), named("wanted secret"));
    let ran = initialised();
    let ran = ran.stderr(contains(&format!("in .env: {}\n", settings.join(", "))));
    let ran = ran.stderr(contains(&format!("in {VALUES}/: {}\n", secrets.join(", "))));
    let (deploy, variables) =
        (ran.repo().read("docs/operations/deploy.md"), ran.repo().read("docs/operations/variables.md"));
    for name in settings.iter().chain(&secrets) {
        assert!(deploy.contains(&format!("`{name}`")), "{name} is missing in deploy.md");
        let start = variables.split("\n\n").find(|part| part.starts_with("**You must set:**")).unwrap();
        assert!(start.contains(&format!("`{name}`")), "{name} is missing in variables.md");
    }
    let example = ran.repo().read(".env.example");
    for name in settings.iter().filter(|name| !["TAX_RATE", "PLAN"].contains(name)) {
        assert!(example.contains(&format!("\n{name}=\n")), "{name} is not asked for in .env.example");
    }
    let ran = ran.run("secrets generate").code(1).stderr(contains("GOOGLE_CLIENT_ID"));
    let filled = secrets.iter().fold(ran.then(), |repo, name| repo.file(&format!("{VALUES}/{name}"), "value"));
    filled
        .edited("shipready.toml", "[services.redis]", "[services.redis]\npersistent = false")
        .run("init --yes")
        .code(0)
        .stderr(lacks(VALUES));
}

#[test]
fn one_app_that_needs_a_variable_is_enough_for_env() {
    let repo = samples::below("one/", Repo::new(), "", &[]);
    let repo = repo.edited("one/main.py", "import os\n", "import os\n\nREGION = os.getenv(\"REGION\", \"north\")\n");
    let repo = samples::below("two/", repo, "", &["REGION", "SENTRY_DSN"]);
    let ran = repo.run("init --yes --with nginx --set one.path=/one").code(0).stderr(contains("in .env: REGION"));
    ran.holds(".env.example", contains("# Required: the stack does not start without it.\nREGION="));
}
