//! What is wrong in a configuration of nginx, place by place.

use crate::audit::Raised;
use crate::audit::proxy::{Config, Directive};
use crate::finding::Severity;

/// Protocols that browsers have given up.
const OLD: &[&str] = &["SSLv2", "SSLv3", "TLSv1", "TLSv1.1"];

/// Every fault of one file that can be seen where it stands. `merges`: headers of a block are added to those around it;
/// `shared`: outside of all servers it is said what the application is told.
pub fn faults(config: &Config<'_>, merges: bool, shared: bool) -> Vec<Raised> {
    let mut found = Vec::new();
    config.visit(&mut |around, directive| {
        found.extend(match directive.name.as_str() {
            "ssl_protocols" => protocols(config, directive),
            "client_max_body_size" if matches!(directive.first(), "0" | "0m") => Some(unlimited(config, directive)),
            "server_tokens" if directive.first() == "on" => Some(tokens(config, directive)),
            "proxy_pass" => untold(config, around, directive, shared),
            "location" if !merges => dropped(config, around, directive),
            _ => None,
        });
    });
    found
}

fn protocols(config: &Config<'_>, directive: &Directive) -> Option<Raised> {
    let old = directive.arguments.iter().find(|argument| OLD.contains(&argument.as_str()))?;
    let message = format!("`{old}` is still allowed, which can be broken and which no browser uses any more");
    let fault = Raised::fault(message, config.evidence(directive)).severity(Severity::Medium);
    Some(fault.fix("write `ssl_protocols TLSv1.2 TLSv1.3;`"))
}

fn unlimited(config: &Config<'_>, directive: &Directive) -> Raised {
    let message = "requests may be of any size, so a few of them fill the disk";
    let fault = Raised::fault(message, config.evidence(directive)).severity(Severity::Medium);
    fault.fix("write the size of the largest upload: `client_max_body_size 10m;`")
}

fn tokens(config: &Config<'_>, directive: &Directive) -> Raised {
    let message = "every answer tells the version of nginx, which tells attackers what to try";
    Raised::fault(message, config.evidence(directive)).severity(Severity::Low).fix("write `server_tokens off;`")
}

/// What the application must be told to know its clients, and how it hears it.
const TOLD: &[(&str, &str)] =
    &[("Host", "$host"), ("X-Forwarded-For", "$proxy_add_x_forwarded_for"), ("X-Forwarded-Proto", "$scheme")];

fn untold(config: &Config<'_>, around: &[&Directive], pass: &Directive, shared: bool) -> Option<Raised> {
    let target = pass.first();
    let outside = target.starts_with("https://") && !target.contains('$');
    // Without the server around it, a file is part of another one: what holds there is not seen here.
    let whole = around.iter().any(|block| block.name == "server");
    if outside || !whole || !target.contains("://") || around.iter().any(|block| block.has("include")) {
        return None;
    }
    let setting = around.iter().rev().find(|block| block.has("proxy_set_header"));
    let is = |name: &str| {
        setting.is_some_and(|block| block.all("proxy_set_header").any(|set| set.first().eq_ignore_ascii_case(name)))
    };
    let missing: Vec<&(&str, &str)> = TOLD.iter().filter(|(name, _)| !is(name)).collect();
    let (first, _) = missing.first().filter(|_| setting.is_some() || !shared)?;
    let message = match *first {
        "Host" => "the application is not told for which host a request came, so its links lead elsewhere",
        "X-Forwarded-For" => "the application is not told who asks: its logs and limits know only the proxy",
        _ => "the application is not told that a request came over HTTPS, so its redirects and cookies are wrong",
    };
    let lines: Vec<String> = missing.iter().map(|(name, value)| format!("proxy_set_header {name} {value};")).collect();
    let fault = Raised::fault(message, config.evidence(pass)).severity(Severity::Medium);
    Some(fault.fix(format!("add `{}`", lines.join(" "))))
}

/// An `add_header` in a location takes all those away that stand around it.
fn dropped(config: &Config<'_>, around: &[&Directive], location: &Directive) -> Option<Raised> {
    let own: Vec<&str> = location.all("add_header").map(Directive::first).collect();
    let first = location.all("add_header").next()?;
    if location.has("include") {
        return None;
    }
    let outer = around.iter().rev().find(|block| block.has("add_header"))?;
    let lost: Vec<&str> = outer.all("add_header").map(Directive::first).filter(|name| !own.contains(name)).collect();
    let name = lost.first()?;
    let message = format!("this `add_header` takes away all those that stand around it: `{name}` is not sent here");
    let fault = Raised::fault(message, config.evidence(first)).severity(Severity::Medium);
    Some(fault.fix("repeat them in this location: put them into a file and `include` it in both"))
}
