//! Queues that a command of Django's manage.py works off: huey, django-rq, django-q and the like.

use std::collections::BTreeSet;

use crate::detect::literal::{Literal, literal};
use crate::detect::workers::Ground;
use crate::facts::{Confidence, Seen, Worker};

/// An app of INSTALLED_APPS, the tool, and the command of manage.py.
const APPS: &[(&str, &str, &str)] = &[
    ("huey.contrib.djhuey", "huey", "run_huey"),
    ("bx_django_utils.huey", "huey", "run_huey"),
    ("django_rq", "rq", "rqworker"),
    ("django_q", "django-q", "qcluster"),
    ("django_dramatiq", "dramatiq", "rundramatiq"),
    ("django_tasks.backends.database", "django-tasks", "db_worker"),
    ("django_tasks_db", "django-tasks", "db_worker"),
    ("background_task", "django-background-tasks", "process_tasks"),
    ("procrastinate.contrib.django", "procrastinate", "procrastinate worker"),
];

/// Beat's class that reads its schedule from the database.
pub const DATABASE_SCHEDULER: &str = "django_celery_beat.schedulers:DatabaseScheduler";

/// The workers that installed apps bring.
pub fn workers(ground: &Ground<'_, '_, '_>) -> Vec<Seen<Worker>> {
    let Some(view) = ground.django else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (app, tool, command) in APPS {
        let Some(evidence) = view.installs(app).filter(|_| seen.insert(*tool)) else { continue };
        let queues = if *tool == "rq" { queues(ground) } else { Vec::new() };
        let more: String = queues.iter().map(|queue| format!(" {queue}")).collect();
        let value = Worker {
            tool: (*tool).to_owned(),
            target: format!("manage.py {command}{more}"),
            import_root: view.manage().parent(),
            schedules: *tool != "rq" && ground.files.iter().any(|file| plans(file.text)),
            scheduler: None,
            config: None,
            queues,
        };
        found.push(Seen { value, confidence: Confidence::Certain, evidence: vec![evidence] });
    }
    found
}

fn plans(text: &str) -> bool {
    ["periodic_task(", "async_schedule", "Schedule.objects", "schedule("].iter().any(|word| text.contains(word))
        && ["huey", "django_q", "dramatiq", "procrastinate", "background_task"].iter().any(|word| text.contains(word))
}

/// The keys of RQ_QUEUES.
fn queues(ground: &Ground<'_, '_, '_>) -> Vec<String> {
    let Some(view) = ground.django else { return Vec::new() };
    let mut found = Vec::new();
    for (module, node) in view.setting("RQ_QUEUES") {
        let mut cursor = node.walk();
        let keys = node.named_children(&mut cursor).filter_map(|pair| pair.child_by_field_name("key"));
        found.extend(keys.filter_map(|key| match literal(module, key) {
            Some(Literal::Text(name)) => Some(name),
            _ => None,
        }));
    }
    found
}
