//! workers: tasks are worked off, within limits, and a task whose worker dies is not lost.

use crate::audit::stack::{Stack, stacks};
use crate::audit::started::{Start, evidence, starts};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::scripts::words;
use crate::detect::sources::Source;
use crate::facts::{AppFacts, Seen, Worker};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "workers",
    title: "Workers run, one schedule at a time, with limits, and without losing the tasks of those that die",
    area: Area::Data,
    severity: Severity::High,
    meaning: "Without a worker, mails and payments wait in the queue for ever and nobody sees it. \
              A task without a time limit holds its worker, and one that is not acknowledged late dies with it.",
    fix: "run the worker as a process of its own, with time limits and late acknowledgement",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let starts = starts(ground);
    for app in &ground.facts.apps {
        for worker in &app.workers {
            of_worker(app, worker, &starts, verdict);
        }
        if let Some(absence) = settings(ground, app) {
            verdict.raise(absence);
        }
    }
    doubled(ground, &starts).into_iter().for_each(|fault| verdict.raise(fault));
    if ground.facts.apps.iter().all(|app| app.workers.is_empty()) {
        verdict.aside("nothing is put into a queue");
    }
}

fn of_worker(app: &AppFacts, worker: &Seen<Worker>, starts: &[Start<'_>], verdict: &mut Verdict) {
    let Seen { value: Worker { tool, target, schedules, .. }, evidence: places, .. } = worker;
    let Some(place) = places.first().cloned() else { return };
    let stem = target.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or(target);
    let runs = |text: &str| {
        text.contains(tool.as_str()) || app.node.is_some() && (text.contains(stem) || text.contains("worker"))
    };
    let running = starts.iter().find(|start| runs(&start.text));
    match running {
        Some(start) => verdict.met(evidence(start)),
        None => {
            let message = format!("nothing that production starts works off the tasks of {tool}");
            verdict.raise(Raised::absence(message, [place]).of(&app.name));
            return;
        }
    }
    let beats = starts
        .iter()
        .any(|start| words(&start.text).iter().any(|word| matches!(word.as_str(), "beat" | "-B" | "--beat")));
    if *schedules && !beats && is_beaten(tool) {
        let message = "tasks have times, and nothing that production starts keeps them";
        let fix = "run `celery -A <app> beat` as a process of its own, exactly once";
        verdict.raise(Raised::absence(message, [place]).of(&app.name).fix(fix));
    }
}

/// Whether a process of its own keeps the times.
fn is_beaten(tool: &str) -> bool {
    tool.starts_with("celer")
}

/// Settings of Celery that limit a task and keep it until it is done.
const LIMITS: &[&str] = &["time_limit", "TIME_LIMIT", "--time-limit"];
const LATE: &[&str] = &["acks_late", "ACKS_LATE"];

fn settings(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Raised> {
    app.workers.iter().find(|worker| is_beaten(&worker.value.tool))?;
    let own = |source: &&Source<'_>| ground.app_of(source.path).is_some_and(|of| of.name == app.name);
    let says = |names: &[&str]| {
        ground.python(names).any(|source| own(&source))
            || starts(ground).iter().any(|start| names.iter().any(|name| start.text.contains(name)))
    };
    let (limited, late) = (says(LIMITS), says(LATE));
    let message = match (limited, late) {
        (true, true) => return None,
        (false, false) => "tasks have no time limit, and one whose worker dies is lost",
        (false, true) => "tasks have no time limit, so one that hangs holds its worker for ever",
        (true, false) => "a task whose worker dies is lost: it was acknowledged before it was done",
    };
    let fix = "set `task_time_limit = 600`, `task_soft_time_limit = 540`, `task_acks_late = True` and \
               `task_reject_on_worker_lost = True`; late acknowledgement needs tasks that may run twice";
    let made = ground.python(&["Celery("]).filter(own).find_map(|source| {
        let module = source.module()?;
        let call = module.calls().find(|call| {
            module.callee(*call).is_some_and(|name| name.ends_with("celery.Celery") || name == "Celery")
        })?;
        Some(module.evidence(call))
    })?;
    Some(Raised::absence(message, [made]).of(&app.name).severity(Severity::Medium).fix(fix))
}

/// Schedules that more than one process keeps.
fn doubled(ground: &Ground<'_, '_>, starts: &[Start<'_>]) -> Vec<Raised> {
    let mut found = Vec::new();
    for start in starts {
        let words = words(&start.text);
        let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
        if has(&["worker"]) && has(&["-B", "--beat"]) {
            let message = "the worker keeps the schedule too, so a second worker sends every task twice";
            let fix = "take `-B` out, and run `celery -A <app> beat` as a process of its own";
            found.push(Raised::fault(message, evidence(start)).severity(Severity::Medium).fix(fix));
        }
    }
    let stacks = stacks(ground);
    for service in stacks.iter().flat_map(Stack::services) {
        let several = service.yaml.at(&["deploy", "replicas"]).or_else(|| service.yaml.get("scale"));
        let many = several
            .filter(|count| count.text().and_then(|text| text.parse::<u32>().ok()).is_some_and(|count| count > 1));
        let keeps = service.command().split_whitespace().any(|word| word == "beat");
        if let Some(count) = many.filter(|_| keeps) {
            let message = format!(
                "`{}` keeps the schedule in several replicas, so every task is sent several times",
                service.name
            );
            let place = service.at(count.line, "replicas");
            found.push(Raised::fault(message, place).fix("run exactly one: `replicas: 1`"));
        }
    }
    found
}
