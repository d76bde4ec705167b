//! memory-state: what users rely on outlives the process that was told.

use crate::audit::calls::{Call, JsCall, javascript, python};
use crate::audit::kept::{Kept, kept, kept_js};
use crate::audit::production::{is_rehearsal, is_rehearsal_js};
use crate::audit::settings::Settings;
use crate::audit::{Ground, Raised, Rule, Verdict, unset};
use crate::detect::js::value::Eval;
use crate::detect::literal::Literal;
use crate::detect::nodes::keyword;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "memory-state",
    title: "Sessions, one-time passwords, carts and limits are kept where every process sees them",
    area: Area::Application,
    severity: Severity::High,
    meaning: "A restart or a deploy logs everybody out, empties their carts and forgets the code that was just sent. \
              With a second process, half of the requests reach the one that knows nothing of it.",
    fix: "keep it in Redis or the database, with a time after which it is gone",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for Kept { what, name, evidence } in kept(ground).into_iter().chain(kept_js(ground)) {
        let message = format!("`{name}` keeps {what} in the memory of one process");
        let fix = format!("keep {what} in Redis with a time to live: `await redis.set(key, value, ex=600)`");
        let fix = if evidence.path.extension() == Some("py") { fix } else { fix.replace("ex=600", "{ EX: 600 }") };
        verdict.raise(Raised::fault(message, evidence).fix(fix));
    }
    for call in python(ground, &["Limiter(", "MemoryStorage("]) {
        limiter(ground, &call, verdict);
    }
    for call in javascript(ground, &["session", "rate", "Rate"]) {
        store(ground, &call, verdict);
    }
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
}

/// flask-limiter, slowapi and the state machine of aiogram, which count in memory unless told otherwise.
fn limiter(ground: &Ground<'_, '_>, call: &Call<'_, '_>, verdict: &mut Verdict) {
    let Call { module, node, name } = call;
    let stored = |argument: &str| match keyword(module, *node, argument) {
        Some(given) => match unset::python(&ground.code.python, module, given).map(|worth| worth.value) {
            Some(Literal::Text(uri)) => !uri.starts_with("memory"),
            Some(Literal::Nothing) => false,
            _ => true,
        },
        None => false,
    };
    let raised = match name.as_str() {
        "flask_limiter.Limiter" if !stored("storage_uri") && !configured(ground) => Raised::fault(
            "the limits of flask-limiter are counted in the memory of each process",
            module.evidence(*node),
        )
        .fix("`storage_uri=os.environ[\"REDIS_URL\"]`"),
        "slowapi.Limiter" | "slowapi.extension.Limiter" if !stored("storage_uri") => {
            Raised::fault("the limits of slowapi are counted in the memory of each process", module.evidence(*node))
                .fix("`storage_uri=os.environ[\"REDIS_URL\"]`")
        }
        _ if name.starts_with("aiogram.") && name.ends_with(".MemoryStorage") => Raised::fault(
            "where each person stands in a conversation with the bot is kept in memory",
            module.evidence(*node),
        )
        .severity(Severity::Medium)
        .fix("`RedisStorage.from_url(…)` of aiogram"),
        _ => return,
    };
    if !is_rehearsal(ground, module, *node) {
        verdict.raise(raised);
    }
}

/// flask-limiter also takes its storage from the application's configuration.
fn configured(ground: &Ground<'_, '_>) -> bool {
    let named = |text: &str| text.contains("RATELIMIT_STORAGE_UR") && !text.contains("memory://");
    ground.python(&["RATELIMIT_STORAGE_UR"]).any(|file| named(file.text))
}

/// express-session and express-rate-limit, which keep what they know in memory unless given a store.
fn store<'g, 't>(ground: &Ground<'g, 't>, call: &JsCall<'g, 't>, verdict: &mut Verdict) {
    let eval = Eval::new(&ground.code.js);
    let Some((message, fix)) = in_memory(&eval, call) else { return };
    if is_rehearsal_js(&eval, call.spot) {
        return;
    }
    let evidence = call.spot.module.evidence(call.spot.node);
    // Limiters that stand together are one decision.
    let beside = |known: &&mut Raised| {
        known.message == message && known.evidence.first().is_some_and(|first| first.path == evidence.path)
    };
    match verdict.findings.iter_mut().find(beside) {
        Some(known) => known.evidence.push(evidence),
        None => verdict.raise(Raised::fault(message, evidence).fix(fix)),
    }
}

/// What `call` keeps in memory, and what to give it instead.
fn in_memory<'g, 't>(eval: &Eval<'g, 't>, call: &JsCall<'g, 't>) -> Option<(&'static str, &'static str)> {
    let stored = |key: &str| match call.argument(0).map(|_| call.object(eval, 0)) {
        // Options that cannot be followed may hold a store.
        Some(None) => true,
        Some(Some(options)) => eval.part(options, key).is_some() || options.module.text(options.node).contains("..."),
        None => false,
    };
    match call.name.as_str() {
        "express-session" if !stored("store") => Some((
            "sessions are kept in the memory of one process, which also grows with each",
            "`store: new RedisStore({ client })` of connect-redis",
        )),
        "express-rate-limit" | "express-rate-limit.rateLimit" if !stored("store") => Some((
            "the limits of express-rate-limit are counted in the memory of each process",
            "`store: new RedisStore({ sendCommand })` of rate-limit-redis",
        )),
        "rate-limiter-flexible.RateLimiterMemory" => Some((
            "limits are counted in the memory of each process",
            "`RateLimiterRedis` in the place of `RateLimiterMemory`",
        )),
        "grammy.session" if !stored("storage") => Some((
            "what the bot knows of each chat is kept in memory",
            "`storage: new RedisAdapter({ instance })` of @grammyjs/storage-redis",
        )),
        "telegraf.session" if !stored("store") => {
            Some(("what the bot knows of each chat is kept in memory", "a `store` of @telegraf/session"))
        }
        _ => None,
    }
}

/// Sessions and throttles of Django that stand on a cache in memory.
fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    let holds = |name: &str, part: &str| settings.texts(name).iter().any(|(text, _)| text.contains(part));
    let alone = !settings.has("CACHES") || settings.texts("CACHES").iter().any(|(text, _)| text.contains("LocMem"));
    let shared = settings.texts("CACHES").iter().any(|(text, _)| {
        text.contains(".cache") && text.contains("ache") && !text.contains("LocMem") && !text.contains("Dummy")
    });
    if !alone || shared || reads_cache(ground, settings) {
        return;
    }
    if holds("SESSION_ENGINE", "backends.cache") && !holds("SESSION_ENGINE", "cached_db") {
        let message = "sessions are kept in a cache that is the memory of one process";
        verdict.raise(Raised::fault(message, settings.place_of("SESSION_ENGINE")).fix("give `CACHES` a Redis"));
    }
    if holds("REST_FRAMEWORK", "DEFAULT_THROTTLE_RATES") {
        let message = "the throttles of REST framework are counted in a cache that is the memory of one process";
        verdict.raise(Raised::fault(message, settings.place_of("REST_FRAMEWORK")).fix("give `CACHES` a Redis"));
    }
}

/// `CACHES = {"default": env.cache()}` may be anything.
fn reads_cache(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>) -> bool {
    let values = settings.values().of("CACHES");
    values.iter().any(|(module, node)| {
        unset::python(&ground.code.python, module, *node).is_none() && {
            let text = module.text(*node);
            !text.contains("LocMem")
        }
    })
}
