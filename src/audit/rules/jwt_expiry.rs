//! jwt-expiry: a token that somebody took is of no use soon.

use tree_sitter::Node;

use crate::audit::calls::{Call, JsCall, javascript, python};
use crate::audit::lifetime::{DAY, Lifetime, of_js, of_python};
use crate::audit::terms::has_term;
use crate::audit::{Ground, Raised, Rule, Verdict, unset};
use crate::detect::js::nodes::{argument as argument_js, function_of};
use crate::detect::js::value::{Eval, Spot};
use crate::detect::locality::{around, local};
use crate::detect::nodes::{argument, assignment, calls, keyword, walk};
use crate::detect::syntax::Module;
use crate::facts::Evidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "jwt-expiry",
    title: "Access tokens live for minutes",
    area: Area::Application,
    severity: Severity::Medium,
    meaning: "Whoever gets hold of a token, from a log, a browser or a lost phone, is that user for as long as it lives. \
              It cannot be taken back: logging out and a new password do not end it.",
    fix: "let access tokens live for 15 minutes, and renew them with a refresh token that is kept and can be revoked",
    check,
};

/// Words of the names of tokens that may live longer, or that are no access tokens.
const OTHERS: &[&str] = &[
    "refresh",
    "reset",
    "verification",
    "confirm",
    "confirmation",
    "invite",
    "invitation",
    "unsubscribe",
    "remember",
    "activation",
];

/// Whether `name` is that of another token: `verifyOtp` logs somebody in, `verifyEmailToken` does not.
fn is_named_otherwise(name: &str) -> bool {
    has_term(name, OTHERS) || has_term(name, &["verify"]) && has_term(name, &["email"])
}

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for call in python(ground, &["jwt", "JWT", "jose"]) {
        encoded(ground, &call, verdict);
        library(ground, &call, verdict);
    }
    for settings in &ground.settings {
        let Some((module, node)) = settings.get("SIMPLE_JWT") else { continue };
        walk(node, &mut |node| {
            let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair");
            let is = key.is_some_and(|key| module.text(key).trim_matches(['"', '\'']) == "ACCESS_TOKEN_LIFETIME");
            if let Some(value) = node.child_by_field_name("value").filter(|_| is) {
                long(of_python(ground, module, value), module.evidence(node), verdict);
            }
            true
        });
    }
    for module in ground.python(&["JWT_ACCESS_TOKEN_EXPIRES"]).filter_map(|file| file.module()) {
        configured(ground, module, verdict);
    }
    for call in javascript(ground, &["jsonwebtoken", "@nestjs/jwt"]) {
        signed(ground, &call, verdict);
    }
    if verdict == &Verdict::default() {
        verdict.aside("no tokens with a known lifetime are made here");
    }
}

/// A finding where `lifetime` is more than a day.
fn long(lifetime: Option<Lifetime>, evidence: Evidence, verdict: &mut Verdict) {
    let Some(lifetime) = lifetime else { return };
    if lifetime.seconds <= DAY {
        return verdict.met(evidence);
    }
    if verdict.findings.iter().any(|known| known.evidence.first() == Some(&evidence)) {
        return;
    }
    let unless = if lifetime.asked { " unless the environment says otherwise" } else { "" };
    let raised = Raised::fault(format!("access tokens live for {}{unless}", lifetime.shown()), evidence);
    verdict.raise(if lifetime.seconds >= 14.0 * DAY { raised.severity(Severity::High) } else { raised });
}

fn endless(evidence: Evidence, verdict: &mut Verdict) {
    let raised = Raised::fault("the token never expires: nothing gives it an `exp`", evidence);
    verdict.raise(raised.severity(Severity::High).likely());
}

/// `jwt.encode(…)` of PyJWT, python-jose and authlib: the times in the function around it, and in what calls that.
fn encoded(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    if !matches!(name.as_str(), "jwt.encode" | "jose.jwt.encode" | "authlib.jose.jwt.encode" | "joserfc.jwt.encode") {
        return;
    }
    let Some(function) = around(*node) else { return };
    let name = function.child_by_field_name("name").map_or("", |name| module.text(name));
    if is_named_otherwise(name) {
        return;
    }
    let mut timed = false;
    for delta in calls(function).into_iter().filter(|call| is_delta(module, *call)) {
        timed = true;
        long(of_python(ground, module, delta), module.evidence(delta), verdict);
    }
    walk(function, &mut |node| {
        let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair");
        let is = key.is_some_and(|key| module.text(key).trim_matches(['"', '\'']) == "exp");
        if let Some(value) = node.child_by_field_name("value").filter(|_| is)
            && let Some(right) = seconds_added(module, value)
        {
            long(of_python(ground, module, right), module.evidence(node), verdict);
        }
        true
    });
    if !timed && !module.text(function).contains("exp") && states_payload(module, *node) {
        endless(module.evidence(*node), verdict);
    }
    given(ground, name, verdict);
}

fn is_delta(module: &Module<'_>, call: Node<'_>) -> bool {
    module.callee(call).is_some_and(|name| name.ends_with("timedelta"))
}

/// The second part of `time.time() + 3600`.
fn seconds_added<'n>(module: &Module<'_>, node: Node<'n>) -> Option<Node<'n>> {
    let left = node.child_by_field_name("left").filter(|_| node.kind() == "binary_operator")?;
    node.child_by_field_name("right").filter(|_| module.text(left).contains("time()"))
}

/// Whether the claims stand in the function itself, so that nobody else adds a time.
fn states_payload(module: &Module<'_>, call: Node<'_>) -> bool {
    let Some(first) = argument(call, 0) else { return false };
    let value = if first.kind() == "identifier" { local(module, first) } else { Some(first) };
    value.is_some_and(|value| value.kind() == "dictionary" && !module.text(value).contains("**"))
}

/// `create_access_token(user, expires_delta=timedelta(days=30))`.
fn given(ground: &Ground<'_, '_>, function: &str, verdict: &mut Verdict) {
    for call in python(ground, &[function]) {
        let Call { module, node, name } = &call;
        let target = assignment_of(*node).map_or("", |left| module.text(left));
        if name.rsplit('.').next() != Some(function) || is_named_otherwise(target) {
            continue;
        }
        let Some(arguments) = node.child_by_field_name("arguments") else { continue };
        let mut cursor = arguments.walk();
        for part in arguments.named_children(&mut cursor) {
            let value = part.child_by_field_name("value").unwrap_or(part);
            let value = Some(value)
                .filter(|value| value.kind() == "identifier")
                .and_then(|name| local(module, name))
                .unwrap_or(value);
            if value.kind() == "call" && is_delta(module, value) && !is_named_otherwise(module.text(value)) {
                long(of_python(ground, module, value), module.evidence(value), verdict);
            }
        }
    }
}

fn assignment_of(node: Node<'_>) -> Option<Node<'_>> {
    assignment(node.parent()?).map(|(left, _)| left)
}

/// Libraries that make tokens themselves.
fn library(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    let time = match name.as_str() {
        "flask_jwt_extended.create_access_token" => keyword(module, *node, "expires_delta"),
        _ if name.ends_with(".JWTStrategy") => keyword(module, *node, "lifetime_seconds"),
        _ => None,
    };
    if let Some(time) = time {
        long(of_python(ground, module, time), module.evidence(*node), verdict);
    }
}

/// `app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(days=30)`; `False` means never.
fn configured(ground: &Ground<'_, '_>, module: &Module<'_>, verdict: &mut Verdict) {
    module.walk(&mut |node| {
        let Some((left, right)) = assignment(node) else { return true };
        if module.text(left).trim_end_matches(['"', '\'', ']']).ends_with("JWT_ACCESS_TOKEN_EXPIRES") {
            match right.kind() {
                "false" => endless(module.evidence(node), verdict),
                _ => long(of_python(ground, module, right), module.evidence(node), verdict),
            }
        }
        false
    });
}

/// `jwt.sign(claims, key, { expiresIn: '7d' })`, and the module of Nest.
fn signed<'g, 't>(ground: &Ground<'g, 't>, call: &JsCall<'g, 't>, verdict: &mut Verdict) {
    let eval = Eval::new(&ground.code.js);
    let evidence = || call.spot.module.evidence(call.spot.node);
    let options = match call.name.as_str() {
        "jsonwebtoken.sign" => call.object(&eval, 2),
        name if name.starts_with("@nestjs/jwt.JwtModule.") => {
            let options = call.object(&eval, 0).and_then(|options| eval.part(options, "signOptions"));
            options.filter(|options| options.node.kind() == "object")
        }
        _ => return,
    };
    if is_other(call.spot) {
        return;
    }
    let time = options.and_then(|options| eval.part(options, "expiresIn"));
    if let Some(worth) = time.and_then(|time| unset::javascript(&eval, time)) {
        let lifetime = of_js(&worth.value).map(|seconds| Lifetime { seconds, asked: worth.asked });
        return long(lifetime, evidence(), verdict);
    }
    let claims = call.object(&eval, 0).map_or("exp", |claims| claims.module.text(claims.node));
    let bare =
        call.argument(2).is_none() || options.is_some_and(|options| !options.module.text(options.node).contains("..."));
    if call.name == "jsonwebtoken.sign" && time.is_none() && bare && !claims.contains("exp") && !claims.contains("...")
    {
        endless(evidence(), verdict);
    }
}

/// A token of another kind, by the names around it and the key that signs it.
fn is_other(spot: Spot<'_, '_>) -> bool {
    let text = |node: Node<'_>| spot.module.text(node).to_owned();
    let mut names: Vec<String> =
        argument_js(spot.node, 1).into_iter().chain(argument_js(spot.node, 2)).map(text).collect();
    let mut outer = spot.node.parent();
    let function = function_of(spot.node);
    while let Some(node) = outer {
        names.extend(["name", "left", "key"].iter().filter_map(|field| node.child_by_field_name(field)).map(text));
        if function.is_some_and(|function| node == function) && node.child_by_field_name("name").is_some() {
            break;
        }
        outer = node.parent().filter(|node| node.kind() != "program");
    }
    names.iter().any(|name| is_named_otherwise(name))
}
