//! tls: the certificate is there, and is renewed by itself.

use crate::audit::ground::place;
use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "tls",
    title: "A certificate is issued and renewed by itself",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "Without a certificate passwords and sessions travel in the open, and browsers warn of the site. \
              One that is renewed by hand runs out on a holiday.",
    fix: "let certbot or the proxy get a certificate from Let's Encrypt and renew it",
    check,
};

const ISSUERS: &[&str] = &[
    "certbot",
    "acme",
    "letsencrypt",
    "certresolver",
    "cert-manager",
    "certificatesresolvers",
    "LETSENCRYPT_HOST",
    "ssl_certificate ",
    "managedCertificates",
    "aws_acm_certificate",
    "cloudflared",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    // A bot with a program of its own may as well ask for its updates.
    let Some(app) = ground.servers().find(|app| app.bots.iter().all(|bot| bot.value.inside)) else {
        return verdict.aside("nothing here answers requests from outside");
    };
    let caddy = || ground.tree.paths().find(|path| path.name() == "Caddyfile").map(hosting::file);
    let platform = hosting::platform(ground).map(|platform| platform.evidence);
    match platform.or_else(|| mention(ground.tree, is_operations, ISSUERS)).or_else(caddy) {
        Some(evidence) => verdict.met(evidence),
        None => {
            let absence = Raised::absence("nothing gets a certificate for HTTPS and renews it", [place(app)]);
            verdict.raise(absence);
        }
    }
}
