//! db-tls: connections to databases are encrypted, and the other end proves who it is.

use tree_sitter::Node;

use crate::audit::stores::uses;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::js::Module as JsModule;
use crate::detect::literal::{Literal, literal};
use crate::detect::sources::Source;
use crate::detect::stores;
use crate::detect::syntax::Module;
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "db-tls",
    title: "Connections to databases elsewhere are encrypted and their server is checked",
    area: Area::Data,
    severity: Severity::High,
    meaning: "Without TLS everybody on the way reads the password and all data. \
              With TLS that checks no certificate, whoever gets between reads them as well.",
    fix: "use `sslmode=verify-full` with the certificate authority of the provider",
    check,
};

/// Hosts of databases that providers run, reached over the internet.
const PROVIDERS: &[&str] = &[
    ".rds.amazonaws.com",
    ".neon.tech",
    ".supabase.co",
    ".supabase.com",
    ".render.com",
    ".database.azure.com",
    ".db.ondigitalocean.com",
    ".elephantsql.com",
    ".aivencloud.com",
    ".psdb.cloud",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let options = ["sslmode", "ssl_cert_reqs", "tlsAllowInvalid", "tlsInsecure"];
    let words: Vec<&str> = options.iter().chain(PROVIDERS).copied().collect();
    for module in ground.python(&words).filter_map(Source::module) {
        module.walk(&mut |node| {
            if let Some(fault) = in_python(module, node) {
                verdict.raise(fault);
            }
            true
        });
    }
    let options = ["rejectUnauthorized", "sslmode", "tlsAllowInvalid", "tlsInsecure"];
    for file in ground.js(&options).filter(|file| file.mentions(stores::WORDS)) {
        let Some(module) = file.module() else { continue };
        module.walk(&mut |node| {
            if let Some(fault) = in_js(module, node) {
                verdict.raise(fault);
            }
            true
        });
    }
    if verdict.findings.is_empty() && ground.facts.apps.iter().all(|app| uses(app, |_| true).is_none()) {
        verdict.aside("no application is a client of a database");
    }
}

fn in_js(module: &JsModule<'_>, node: Node<'_>) -> Option<Raised> {
    if matches!(node.kind(), "string" | "template_string") {
        return is_disabled(module.text(node)).then(|| disabled(module.evidence(node)));
    }
    let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair")?;
    let name = module.text(key).trim_matches(['"', '\'']);
    let value = module.text(node.child_by_field_name("value")?);
    let invalid = name.starts_with("tlsAllowInvalid") || name == "tlsInsecure";
    let off = name == "rejectUnauthorized" && value == "false" && is_of_database(module, node);
    (off || invalid && value == "true").then(|| unchecked(module.evidence(node)))
}

/// Whether options of TLS are a database's, and not those of a mail server or of requests.
fn is_of_database(module: &JsModule<'_>, node: Node<'_>) -> bool {
    let mut outer = node.parent();
    while let Some(parent) = outer {
        let callee = parent.child_by_field_name("function").or_else(|| parent.child_by_field_name("constructor"));
        let called = callee.map_or("", |callee| module.text(callee));
        if ["Agent", "createTransport", "axios", "fetch", "request", "createServer", "got"]
            .iter()
            .any(|name| called.contains(name))
        {
            return false;
        }
        outer = parent.parent();
    }
    true
}

fn in_python(module: &Module<'_>, node: Node<'_>) -> Option<Raised> {
    match node.kind() {
        "string" => {
            let Literal::Text(text) = literal(module, node)? else { return None };
            if is_disabled(&text) {
                return Some(disabled(module.evidence(node)));
            }
            let url = text.contains("://") && text.contains('@') && !text.contains("ssl") && !text.contains("tls=");
            let provider = PROVIDERS.iter().find(|host| url && text.contains(**host))?;
            let message = format!(
                "the database at `{}` is reached over the internet, and nothing asks for TLS",
                provider.trim_start_matches('.')
            );
            Some(Raised::fault(message, module.evidence(node)).likely().fix("add `?sslmode=verify-full` to the URL"))
        }
        "pair" | "keyword_argument" => {
            let key = node.child_by_field_name("key").or_else(|| node.child_by_field_name("name"))?;
            let value = module.text(node.child_by_field_name("value")?);
            let name = module.text(key).trim_matches(['"', '\'']);
            let none = matches!(name, "ssl_cert_reqs")
                && (value.contains("CERT_NONE") || matches!(value, "None" | "\"none\"" | "'none'"));
            let invalid = matches!(name, "tlsAllowInvalidCertificates" | "tlsAllowInvalidHostnames" | "tlsInsecure")
                && value == "True";
            let off = name == "sslmode" && matches!(value.trim_matches(['"', '\'']), "disable" | "allow");
            match () {
                () if none || invalid => Some(unchecked(module.evidence(node))),
                () if off => Some(disabled(module.evidence(node))),
                () => None,
            }
        }
        _ => None,
    }
}

fn is_disabled(text: &str) -> bool {
    text.contains("://") && (text.contains("sslmode=disable") || text.contains("sslmode=allow"))
}

fn disabled(evidence: Evidence) -> Raised {
    Raised::fault("TLS is switched off on the way to the database", evidence)
        .fix("take it out here; the URL of a managed database says `?sslmode=verify-full`, one in the same network needs no TLS")
}

fn unchecked(evidence: Evidence) -> Raised {
    Raised::fault("the certificate of the database is not checked, so whoever gets between is believed", evidence)
        .fix("check it, with the certificate authority that the provider names (`ca`)")
}
