//! email: mail goes out by a server that the environment names, encrypted.

use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::sources::Source;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "email",
    title: "Mail is sent by a server that the environment names",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "Without a mail server of its own, what the application sends goes to nobody, or into spam. \
              Users who forgot their password wait for a mail that never comes.",
    fix: "read host, user and password of the mail server from the environment, and use TLS",
    check,
};

/// What sends mail in Python, by the beginning of its full name.
const SENDERS: &[&str] =
    &["django.core.mail.", "smtplib.SMTP", "aiosmtplib.", "fastapi_mail.", "flask_mail.", "emails.", "sendgrid."];
const NAMES: &[&str] =
    &["EMAIL", "SMTP", "MAIL", "SENDGRID", "SES_", "POSTMARK", "RESEND", "BREVO", "MAILGUN", "MAILERSEND"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let mut any = false;
    for app in &ground.facts.apps {
        let Some(place) = sends(ground, app) else { continue };
        any = true;
        let variable = app
            .variables
            .iter()
            .find(|variable| NAMES.iter().any(|name| variable.name.to_ascii_uppercase().contains(name)));
        let stated = || {
            let settings = ground.settings_of(app)?;
            let named = ["EMAIL_HOST", "ANYMAIL", "EMAIL_URL"].into_iter().find(|name| settings.has(name))?;
            Some(settings.place_of(named))
        };
        let server = variable.and_then(|variable| variable.evidence.first().cloned()).or_else(stated);
        let message = "mail is sent, and nothing says by which server";
        verdict.met_or(server, || Raised::absence(message, [place]).of(&app.name));
    }
    if !any {
        verdict.aside("no application sends mail");
    }
}

/// Where `app` sends mail.
fn sends(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    let own = |path| ground.app_of(path).is_some_and(|of| of.name == app.name);
    let python = ground
        .python(&[".mail", "_mail", "emails", "smtplib", "sendgrid"])
        .filter(|file| own(file.path))
        .filter_map(Source::module);
    let found = python.into_iter().find_map(|module| {
        let is = |name: &str| SENDERS.iter().any(|sender| name.starts_with(sender));
        let call = module.calls().find(|call| module.callee(*call).is_some_and(|name| is(&name)))?;
        Some(module.evidence(call))
    });
    let by_js = || {
        let mut files = ground.js(&["nodemailer", "@sendgrid/mail"]).filter(|file| own(file.path));
        files.find_map(|file| {
            let (_, line) =
                file.module()?.requests.iter().find(|(from, _)| matches!(*from, "nodemailer" | "@sendgrid/mail"))?;
            Some(Evidence { path: file.path.clone(), line: Some(*line), text: "nodemailer".to_owned() })
        })
    };
    found.or_else(by_js)
}
