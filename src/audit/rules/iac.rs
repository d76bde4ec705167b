//! iac: the cloud around the program is written down.

use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "iac",
    title: "The cloud around the program is written down as code",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Networks, databases and rights that were made by clicking cannot be made a second time, and nobody knows why they are so. A wrong click is found when it hurts.",
    fix: "describe network, database, secrets and service with Terraform, and let nobody change them by hand",
    check,
};

const SIGNS: Signs = Signs {
    files: &[
        "*.tf",
        "pulumi.yaml",
        "cdk.json",
        "*.bicep",
        "serverless.yml",
        "serverless.yaml",
        "cloudformation/",
        "samconfig.toml",
        "*.tf.json",
        "copilot/environments/",
    ],
    settings: &["AWSTemplateFormatVersion", "terraform apply", "pulumi up", "cdk deploy"],
    ..NONE
};
/// What runs on a cloud whose parts somebody has to make.
const CLOUDS: Signs = Signs {
    files: &[
        "task-definition.json",
        "taskdef.json",
        "appspec.yml",
        "dockerrun.aws.json",
        ".ebextensions/",
        "buildspec.yml",
    ],
    settings: &["aws ecs", "amazon-ecs-deploy-task-definition", "aws eks", "az containerapp", "az webapp", "eb deploy"],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    match (SIGNS.seen(ground), CLOUDS.seen(ground)) {
        (Some(seen), _) => verdict.met(seen),
        (None, Some(needs)) => {
            verdict.raise(Raised::absence("nothing describes the parts of the cloud that this runs on", [needs]));
        }
        (None, None) => verdict.aside("nothing here runs on a cloud whose parts have to be made"),
    }
}
