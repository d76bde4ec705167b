//! cd: a release is a matter of a merge.

use crate::audit::pipeline::pipelines;
use crate::audit::presence::{Presence, programs};
use crate::audit::signs::{NONE, Signs, holds};
use crate::audit::{Ground, Rule};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "cd",
    title: "A workflow deploys, and asks before production",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Only one person can deploy, from one machine, by steps that nobody wrote down. Each release differs a little from the one before, and so does what breaks.",
    fix: "let a workflow build the image once, deploy it to staging, and to production after somebody approved",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: programs,
    seen: deploys,
    missing: "no workflow deploys: somebody has to do it by hand",
    confidence: Confidence::Likely,
};

const SIGNS: Signs = Signs {
    files: &[
        "render.yaml",
        "railway.json",
        "railway.toml",
        "heroku.yml",
        "vercel.json",
        "netlify.toml",
        ".do/app.yaml",
        "argocd/",
        "flux-system/",
        "app.json",
    ],
    settings: &[
        "flyctl deploy",
        "flyctl-actions",
        "heroku-deploy",
        "git push heroku",
        "git push dokku",
        "dokku-deploy",
        "kubectl apply",
        "kubectl set",
        "kubectl rollout",
        "helm upgrade",
        "ecs update-service",
        "amazon-ecs-deploy-task-definition",
        "gcloud run deploy",
        "gcloud app deploy",
        "deploy-cloudrun",
        "appleboy/ssh-action",
        "ssh-action",
        "ssh",
        "rsync",
        "scp",
        "docker stack deploy",
        "railway up",
        "vercel",
        "netlify deploy",
        "eb deploy",
        "kamal deploy",
        "ansible-playbook",
        "az webapp",
        "containerapp",
        "webapps-deploy",
        "container-apps-deploy-action",
        "serverless deploy",
        "sls deploy",
        "cdk deploy",
        "terraform apply",
        "pulumi up",
        "fastapi deploy",
        "fastapi-cloud",
        "wrangler deploy",
        "compose up",
        "deploy",
    ],
    ..NONE
};

/// A platform that deploys what is pushed has a file here; otherwise a pipeline has to do it.
fn deploys(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let platform = Signs { settings: &[], ..SIGNS }.seen(ground);
    let pipelines = pipelines(ground.tree);
    let commands = pipelines.iter().flat_map(|pipeline| pipeline.told().into_iter().map(move |told| (pipeline, told)));
    let deploys = |text: &str| SIGNS.settings.iter().any(|word| holds(text, word));
    let command =
        commands.into_iter().find(|(_, told)| deploys(&told.text)).map(|(pipeline, told)| pipeline.evidence(&told));
    platform.or(command)
}
