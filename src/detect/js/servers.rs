//! Programs that answer requests: where they listen, and on which port.

use rayon::prelude::*;

use crate::detect::js::nodes::{arguments, is_function};
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::facts::{Confidence, Evidence, Seen};
use crate::tree::RelPath;

/// What makes a server, by its full name, and the framework that it belongs to.
const MAKERS: &[(&str, &str)] = &[
    ("express", "express"),
    ("http.createServer", "http"),
    ("http.Server", "http"),
    ("https.createServer", "http"),
    ("https.Server", "http"),
    ("http2.createServer", "http"),
    ("http2.createSecureServer", "http"),
    ("fastify", "fastify"),
    ("fastify.fastify", "fastify"),
    ("koa", "koa"),
    ("restify.createServer", "restify"),
    ("polka", "polka"),
    ("@hapi/hapi.server", "hapi"),
    ("@nestjs/core.NestFactory.create", "nest"),
];
/// Functions that serve an application which they are given.
const SERVES: &[(&str, &str)] = &[("@hono/node-server.serve", "hono"), ("Bun.serve", "bun")];
const WORDS: &[&str] = &["listen", "serve("];

/// A call by which a program starts to answer requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The file that the call stands in.
    pub path: RelPath,
    /// `express`, `fastify`, `koa` …; `http` for a server of Node's own whose application is not known.
    pub framework: &'static str,
    pub evidence: Evidence,
    pub port: Option<Seen<u16>>,
    /// The environment variable that sets the port: `PORT`.
    pub variable: Option<String>,
    /// The address that it binds, where it says so: `localhost`.
    pub host: Option<Host>,
}

/// An address that a server binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The value in the code, or the default of the variable.
    pub address: Option<String>,
    pub variable: Option<String>,
}

/// The servers that `files` start, in their order.
pub fn servers<'s, 't>(sources: &'s JsSources<'t>, files: &[&'s JsSource<'t>]) -> Vec<Server> {
    let found: Vec<Vec<Server>> = files.par_iter().map(|file| of_file(sources, file)).collect();
    found.into_iter().flatten().collect()
}

/// The servers that one file starts.
fn of_file<'s, 't>(sources: &'s JsSources<'t>, file: &'s JsSource<'t>) -> Vec<Server> {
    let Some(module) = file.module().filter(|_| file.mentions(WORDS)) else { return Vec::new() };
    let spots = module.calls().map(|node| Spot { module, node });
    spots.filter_map(|call| server(sources, call)).collect()
}

fn server<'s, 't>(sources: &'s JsSources<'t>, call: Spot<'s, 't>) -> Option<Server> {
    let callee = call.callee()?;
    let property = callee.node.child_by_field_name("property").map(|property| call.module.text(property));
    let framework = match property {
        Some("listen") => {
            let object = callee.to(callee.node.child_by_field_name("object")?);
            framework(&Eval::new(sources), object, 4)?
        }
        _ => {
            let name = served(call).then(|| Eval::new(sources).name(callee)).flatten()?;
            SERVES.iter().find(|(known, _)| *known == name)?.1
        }
    };
    let (port, host) = addresses(sources, call);
    let port = port.map(|port| number(sources, port)).unwrap_or_default();
    let host = host.map(address);
    Some(Server {
        path: call.module.path.clone(),
        framework,
        evidence: call.module.evidence(call.node),
        port: port.0,
        variable: port.1,
        host: host.filter(|host| host.address.is_some() || host.variable.is_some()),
    })
}

fn served(call: Spot<'_, '_>) -> bool {
    call.callee().is_some_and(|callee| call.module.text(callee.node).ends_with("serve"))
}

/// The framework of the application that is served.
fn framework<'s, 't>(eval: &Eval<'s, 't>, object: Spot<'s, 't>, depth: usize) -> Option<&'static str> {
    let depth = depth.checked_sub(1)?;
    let (name, call) = eval.made(object)?;
    let (_, framework) = MAKERS.iter().find(|(known, _)| *known == name)?;
    if *framework != "http" {
        return Some(framework);
    }
    let inner = arguments(call.node).into_iter().find_map(|given| self::framework(eval, call.to(given), depth));
    Some(inner.unwrap_or(framework))
}

/// The expressions for port and host: `listen(port, host)`, `listen({port, host})`, `serve({fetch, port})`.
fn addresses<'s, 't>(sources: &'s JsSources<'t>, call: Spot<'s, 't>) -> (Option<Value<'s, 't>>, Option<Value<'s, 't>>) {
    let eval = Eval::new(sources);
    let given = arguments(call.node);
    let Some(first) = given.first().filter(|first| !is_function(**first)) else { return (None, None) };
    match eval.value(call.to(*first)) {
        Some(whole @ Value::Here(spot)) if spot.node.kind() == "object" => {
            let part = |key| eval.property(&whole, key, spot, None);
            (part("port"), part("host").or_else(|| part("hostname")))
        }
        port => {
            let host = given.get(1).filter(|host| !is_function(**host));
            (port.or_else(|| stated(sources, call.to(*first))), host.and_then(|host| eval.value(call.to(*host))))
        }
    }
}

/// `app.get("port")`, which `app.set("port", …)` has stored.
fn stated<'s, 't>(sources: &'s JsSources<'t>, asked: Spot<'s, 't>) -> Option<Value<'s, 't>> {
    let text = asked.module.text(asked.node);
    let key = text.split_once(".get(")?.1.trim_end_matches(')');
    for module in sources.iter().filter(|file| file.mentions(&[".set("])).filter_map(|file| file.module()) {
        for node in module.calls() {
            let call = Spot { module, node };
            let is_set = call.callee().is_some_and(|callee| module.text(callee.node).ends_with(".set"));
            if let [name, value] = arguments(node).as_slice()
                && is_set
                && module.text(*name).get(1..) == key.get(1..)
            {
                return Eval::new(sources).value(call.to(*value));
            }
        }
    }
    None
}

/// The port that an expression stands for, and the variable that may change it.
fn number<'s, 't>(sources: &'s JsSources<'t>, value: Value<'s, 't>) -> (Option<Seen<u16>>, Option<String>) {
    match value {
        Value::Literal(literal) => (port(&literal).map(|value| seen(value, Vec::new())), None),
        Value::Variable(reading) => {
            let value = reading.default.as_ref().and_then(|default| default.parse().ok()).filter(|port| *port != 0);
            (value.map(|value| seen(value, vec![reading.evidence.clone()])), Some(reading.name))
        }
        Value::Here(spot) => match stated(sources, spot) {
            Some(value @ (Value::Literal(_) | Value::Variable(_))) => number(sources, value),
            _ => (None, None),
        },
        _ => (None, None),
    }
}

fn seen(value: u16, evidence: Vec<Evidence>) -> Seen<u16> {
    Seen { value, confidence: Confidence::Certain, evidence }
}

fn port(literal: &Literal) -> Option<u16> {
    let port = match literal {
        Literal::Integer(number) => u16::try_from(*number).ok(),
        Literal::Text(text) => text.parse().ok(),
        _ => None,
    };
    // Zero asks the system for any free one.
    port.filter(|port| *port != 0)
}

fn address(value: Value<'_, '_>) -> Host {
    match value {
        Value::Literal(Literal::Text(address)) => Host { address: Some(address), variable: None },
        Value::Variable(reading) => Host { address: reading.default, variable: Some(reading.name) },
        _ => Host { address: None, variable: None },
    }
}

#[cfg(test)]
mod tests;
