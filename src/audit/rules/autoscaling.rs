//! autoscaling: more load gets more replicas.

use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "autoscaling",
    title: "More load gets more replicas, and no more than can be paid",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "At the busiest hour it is slow, and at night most of it is paid for nothing. Somebody has to be there to change the number by hand.",
    fix: "let a `HorizontalPodAutoscaler`, or the target's own, hold the number between a least and a most, by CPU or latency",
    check,
};

const SIGNS: Signs = Signs {
    files: &["*hpa.yaml", "*hpa.yml"],
    settings: &[
        "HorizontalPodAutoscaler",
        "ScaledObject",
        "aws_appautoscaling_policy",
        "aws_autoscaling_policy",
        "autoscaling.knative.dev",
        "min_machines_running",
        "autoscaling:",
        "maxScale",
        "max_instance_count",
    ],
    ..NONE
};
/// Where replicas could be added, and nobody does it.
const SCALES: Signs = Signs {
    settings: &["kind: Deployment", "aws_ecs_service", "AWS::ECS::Service", "amazon-ecs-deploy-task-definition"],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    if ground.awaited().next().is_none() {
        return verdict.aside("nothing here answers requests");
    }
    match (SIGNS.seen(ground), SCALES.seen(ground)) {
        (Some(seen), _) => verdict.met(seen),
        (None, Some(needs)) => {
            let raised = Raised::absence("nothing adds replicas when there is more to do", [needs]);
            verdict.raise(raised.likely());
        }
        (None, None) => verdict.aside("nothing here runs where replicas come and go"),
    }
}
