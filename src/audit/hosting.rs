//! Where the repository says it runs: a platform that brings its own proxy, certificates and restarts, or a cluster.

use crate::audit::Ground;
use crate::audit::signs::mention;
use crate::audit::started::is_for_production;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// A platform whose settings the repository holds.
#[derive(Clone, Debug)]
pub struct Platform {
    pub evidence: Evidence,
    /// It makes the image from the code, without a Dockerfile.
    pub builds: bool,
}

/// Files by which platforms know an application, and whether they build it.
const FILES: &[(&str, bool)] = &[
    ("Procfile", true),
    ("heroku.yml", false),
    ("fly.toml", false),
    ("render.yaml", true),
    ("railway.toml", true),
    ("railway.json", true),
    ("nixpacks.toml", true),
    ("vercel.json", true),
    ("netlify.toml", true),
    ("apprunner.yaml", true),
    ("Dockerrun.aws.json", false),
    ("serverless.yml", true),
    ("serverless.yaml", true),
    ("zappa_settings.json", true),
    (".platform.app.yaml", true),
    ("koyeb.yaml", true),
    ("captain-definition", false),
];
/// Words of workflows that hand an application to a platform.
const ACTIONS: &[&str] = &[
    "superfly/flyctl-actions",
    "google-github-actions/deploy-cloudrun",
    "azure/webapps-deploy",
    "Azure/webapps-deploy",
    "heroku-deploy",
    "amazon-ecs-deploy-task-definition",
    "gcloud run deploy",
    "digitalocean/app_action",
    "railway up",
    "fastapi deploy",
    "fastapi-cloud",
];

/// The platform that the application is for.
pub fn platform(ground: &Ground<'_, '_>) -> Option<Platform> {
    let named = FILES.iter().find_map(|(name, builds)| {
        let path = ground.tree.paths().find(|path| path.name() == *name && is_for_production(path))?;
        Some(Platform { evidence: file(path), builds: *builds })
    });
    let engine = || mention(ground.tree, |path| path.name() == "app.yaml", &["runtime: ", "services:"]);
    let store =
        || mention(ground.tree, |path| path.as_str() == "app.json", &["\"buildpacks\"", "\"formation\"", "\"addons\""]);
    let folder = || {
        let below = |path: &&RelPath| path.as_str().starts_with(".ebextensions/") || path.as_str().starts_with(".do/");
        ground.tree.paths().find(below).map(file)
    };
    let builds = |evidence| Platform { evidence, builds: true };
    let called = || mention(ground.tree, crate::detect::places::is_workflow, ACTIONS);
    let described = || mention(ground.tree, |path| path.extension() == Some("tf"), CLOUD);
    let deployed = || called().or_else(described).map(|evidence| Platform { evidence, builds: false });
    named.or_else(|| engine().or_else(store).or_else(folder).map(builds)).or_else(deployed)
}

/// What Terraform calls places that run containers.
const CLOUD: &[&str] = &[
    "aws_ecs_service",
    "aws_apprunner_service",
    "google_cloud_run",
    "azurerm_container_app",
    "azurerm_linux_web_app",
    "digitalocean_app",
    "aws_elastic_beanstalk_environment",
];

/// The manifest of a cluster that runs the application.
pub fn cluster(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let yaml = |path: &RelPath| matches!(path.extension(), Some("yaml" | "yml")) && is_for_production(path);
    mention(ground.tree, yaml, &["kind: Deployment", "kind: StatefulSet", "kind: Rollout"])
}

/// What in a cluster lets the internet in.
pub fn ingress(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let yaml = |path: &RelPath| matches!(path.extension(), Some("yaml" | "yml")) && is_for_production(path);
    mention(ground.tree, yaml, &["kind: Ingress", "kind: IngressRoute", "kind: HTTPRoute", "kind: Gateway"])
}

pub fn file(path: &RelPath) -> Evidence {
    Evidence { path: path.clone(), line: None, text: path.name().to_owned() }
}
