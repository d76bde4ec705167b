//! tls: the certificate is there, and is renewed by itself.

use crate::audit::presence::{Presence, reached};
use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::audit::{Ground, Rule, hosting};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "tls",
    title: "A certificate is issued and renewed by itself",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "Without a certificate passwords and sessions travel in the open, and browsers warn of the site. \
              One that is renewed by hand runs out on a holiday.",
    fix: "let certbot or the proxy get a certificate from Let's Encrypt and renew it",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: reached,
    seen: issued,
    missing: "nothing gets a certificate for HTTPS and renews it",
    confidence: Confidence::Certain,
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

fn issued(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let caddy = || ground.tree.paths().find(|path| path.name() == "Caddyfile").map(hosting::file);
    let platform = hosting::platform(ground).map(|platform| platform.evidence);
    platform.or_else(|| mention(ground.tree, is_operations, ISSUERS)).or_else(caddy)
}
