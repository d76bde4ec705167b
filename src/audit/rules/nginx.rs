//! nginx: something stands in front of the application that speaks TLS and keeps floods out.

use crate::audit::presence::reached;
use crate::audit::proxy::faults::faults;
use crate::audit::proxy::{Config, Directive, configs};
use crate::audit::stack::{Stack, filled, stacks};
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::detect::stores::{gets_certificates, is_proxy};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "nginx",
    title: "A proxy in front of the application speaks TLS, limits requests, and tells the application who asks",
    area: Area::Platform,
    severity: Severity::High,
    meaning: "Without a proxy one slow client holds a worker, and nobody limits what one address may ask for. \
              What the proxy does not tell the application, its logs, limits and links get wrong.",
    fix: "put a proxy in front, with TLS, limits and the headers that the application needs",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let configs = configs(ground);
    let stacks = stacks(ground);
    if configs.is_empty() {
        return missing(ground, &stacks, verdict);
    }
    let says = |name: &str| any(&configs, &|_, directive| directive.name == name);
    let merges = says("add_header_inherit");
    let outside = |around: &[&Directive]| around.iter().all(|block| block.name != "server");
    let shared = any(&configs, &|around, one| one.name == "proxy_set_header" && outside(around));
    for config in &configs {
        faults(config, merges, shared).into_iter().for_each(|fault| verdict.raise(fault));
    }
    if let Some((config, server)) = serving(&configs) {
        let plain = !is_encrypted(&configs) && !in_front(ground, &stacks);
        lacking(&says, plain, config.evidence(server)).into_iter().for_each(|fault| verdict.raise(fault));
        verdict.met(config.evidence(server));
    }
}

fn is_encrypted(configs: &[Config<'_>]) -> bool {
    any(configs, &|_, one| {
        let listens = one.name == "listen" && one.arguments.iter().any(|word| word == "ssl" || word == "quic");
        listens || one.name == "ssl_certificate"
    })
}

/// What no file says at all; `here` is the first server.
fn lacking(says: &dyn Fn(&str) -> bool, plain: bool, here: Evidence) -> Vec<Raised> {
    let fault =
        |message: &str, severity: Severity, fix: &str| Raised::fault(message, here.clone()).severity(severity).fix(fix);
    let mut found = Vec::new();
    if plain {
        let message = "this server speaks plain HTTP alone, so everybody on the way reads passwords and sessions";
        let fix = "listen with `listen 443 ssl;`, and answer port 80 with `return 308 https://$host$request_uri;`";
        found.push(fault(message, Severity::High, fix).likely());
    }
    if !says("server_tokens") {
        let message = "every answer tells the version of nginx, which tells attackers what to try";
        found.push(fault(message, Severity::Low, "add `server_tokens off;`"));
    }
    let passes = ["proxy_pass", "uwsgi_pass", "fastcgi_pass", "grpc_pass"].iter().any(|name| says(name));
    if passes && !says("limit_req") {
        let message = "nothing limits how often one address may ask, so a single client can take the service down";
        let fix = "add `limit_req_zone $binary_remote_addr zone=requests:10m rate=20r/s;` beside the servers, and \
                   `limit_req zone=requests burst=100 nodelay;` in this one";
        found.push(fault(message, Severity::Medium, fix));
    }
    if passes && !says("client_max_body_size") {
        let message = "`client_max_body_size` is not set, so uploads of more than 1 MB are refused";
        let fix = "write the size of the largest upload: `client_max_body_size 10m;`";
        found.push(fault(message, Severity::Low, fix));
    }
    found
}

fn any(configs: &[Config<'_>], is: &dyn Fn(&[&Directive], &Directive) -> bool) -> bool {
    let mut found = false;
    for config in configs {
        config.visit(&mut |around, directive| found |= is(around, directive));
    }
    found
}

/// The first server that passes requests on or serves files.
fn serving<'c, 't>(configs: &'c [Config<'t>]) -> Option<(&'c Config<'t>, &'c Directive)> {
    let mut found = None;
    for config in configs {
        config.visit(&mut |_, directive| {
            if found.is_none() && directive.name == "server" && directive.has("listen") && is_whole(directive) {
                found = Some((config, directive));
            }
        });
    }
    found
}

/// Whether a server does more than redirect.
fn is_whole(server: &Directive) -> bool {
    let serves = |block: &Directive| {
        ["proxy_pass", "root", "alias", "uwsgi_pass", "fastcgi_pass", "try_files"].iter().any(|name| block.has(name))
    };
    serves(server) || server.all("location").any(serves)
}

/// Whether something else stands in front of it that speaks TLS.
fn in_front(ground: &Ground<'_, '_>, stacks: &[Stack<'_>]) -> bool {
    let images = stacks.iter().flat_map(Stack::services).filter_map(|service| service.image().map(filled));
    images.into_iter().any(|image| gets_certificates(&image))
        || hosting::platform(ground).is_some()
        || hosting::ingress(ground).is_some()
}

/// Nothing of it is there: something else stands in front, or nothing does.
fn missing(ground: &Ground<'_, '_>, stacks: &[Stack<'_>], verdict: &mut Verdict) {
    match reached(ground) {
        Err(why) => verdict.aside(why),
        Ok(needs) => verdict.met_or(other(ground, stacks), || {
            Raised::absence("nothing stands between the internet and the application's own server", [needs])
                .fix("put a proxy in front that speaks TLS, limits requests and waits for slow clients")
        }),
    }
}

/// Another proxy, or a platform that has its own.
fn other(ground: &Ground<'_, '_>, stacks: &[Stack<'_>]) -> Option<Evidence> {
    let services = stacks.iter().flat_map(Stack::services);
    let mut proxies = services.filter(|service| service.image().is_some_and(|image| is_proxy(&filled(image))));
    let container = proxies.next().map(|service| service.evidence());
    let named = || {
        ground.tree.paths().find(|path| {
            matches!(path.name(), "Caddyfile" | "haproxy.cfg" | "traefik.yml" | "traefik.yaml" | "traefik.toml")
        })
    };
    container
        .or_else(|| named().map(hosting::file))
        .or_else(|| hosting::platform(ground).map(|platform| platform.evidence))
        .or_else(|| hosting::ingress(ground))
}
