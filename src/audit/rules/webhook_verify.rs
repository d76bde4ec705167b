//! webhook-verify: what a webhook says is believed only when its sender is known.

use crate::audit::routes::{Route, routes};
use crate::audit::terms::{has_term, terms};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "webhook-verify",
    title: "Webhooks prove who sent them, and count once",
    area: Area::Application,
    severity: Severity::Critical,
    meaning: "Whoever finds the address can say that an order is paid, or speak to the bot as anybody. \
              Senders also repeat what they sent, so that an order is paid or a message answered twice.",
    fix: "check the signature of the sender before anything else, and remember the ids of events that were handled",
    check,
};

/// A sender of webhooks: words that give it away, its name, and how what it sends is checked.
struct Sender {
    words: &'static [&'static str],
    name: &'static str,
    fix: &'static str,
    /// Money moves.
    pays: bool,
}

const SENDERS: &[Sender] = &[
    Sender {
        words: &["razorpay"],
        name: "Razorpay",
        fix: "`client.utility.verify_webhook_signature(body, signature, secret)`",
        pays: true,
    },
    Sender {
        words: &["stripe"],
        name: "Stripe",
        fix: "`stripe.Webhook.construct_event(payload, signature, endpoint_secret)`",
        pays: true,
    },
    Sender {
        words: &["paypal"],
        name: "PayPal",
        fix: "verify the signature that PayPal sends in its headers",
        pays: true,
    },
    Sender {
        words: &["de_json", "process_update", "feed_update", "handleupdate", "webhookcallback", "feed_webhook_update"],
        name: "Telegram",
        fix: "set `secret_token` with the webhook, and compare the header `X-Telegram-Bot-Api-Secret-Token` with it",
        pays: false,
    },
];

/// What a handler that checks its sender says, in lower case.
const PROOFS: &[&str] = &[
    "construct_event",
    "event.retrieve",
    "events.retrieve",
    "constructevent",
    "verify",
    "signature",
    "hmac",
    "compare_digest",
    "timingsafeequal",
    "secret_token",
    "secrettoken",
    "secret-token",
    "webhook_secret",
    "webhooksecret",
    "validatewebhook",
    "token ==",
    "token !=",
    "secret ==",
    "secret !=",
    "token ===",
    "token !==",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let wanted = |name: &str| {
        terms(name).iter().any(|word| matches!(word.as_str(), "webhook" | "webhooks" | "hook" | "callback"))
    };
    let found = routes(ground, &["webhook", "Webhook", "WEBHOOK", "/hook", "callback"], &wanted);
    if found.is_empty() {
        return verdict.aside("no webhook is answered here");
    }
    for route in found {
        judge(route, verdict);
    }
}

fn judge(route: Route, verdict: &mut Verdict) {
    let (path, text) = (route.path.to_ascii_lowercase(), route.text.to_ascii_lowercase());
    let has = |word: &str| path.contains(word) || text.contains(word);
    // Many a handler tells people through a bot what somebody else sent.
    let shown = route.evidence.text.to_ascii_lowercase();
    let is_named = |sender: &Sender| {
        let name = sender.name.to_ascii_lowercase();
        !sender.pays && (shown.contains(&name) || path.contains(&name) || has_term(&path, &["bot"]))
    };
    let sends = |sender: &&Sender| is_named(sender) || sender.words.iter().any(|word| has(word));
    let Some(sender) = SENDERS.iter().find(sends) else { return };
    // Telegram's own advice of old: an address that nobody can guess.
    let hidden = ["token", "secret"].iter().any(|word| path.contains(word));
    if hidden || PROOFS.iter().any(|proof| text.contains(proof)) {
        if sender.pays && route.changes && !ONCE.iter().any(|word| text.contains(word)) {
            verdict.raise(
                Raised::absence(format!("an event that {} sends twice is handled twice", sender.name), [route.evidence])
                    .severity(Severity::Medium)
                    .likely()
                    .fix("keep the id of each event in a table with a unique column, and answer 200 where it is there already"),
            );
        } else {
            verdict.met(route.evidence);
        }
        return;
    }
    if route.changes {
        let severity = if sender.pays { Severity::Critical } else { Severity::High };
        let message = format!("whoever knows the address can say what {} says: nothing checks the sender", sender.name);
        verdict.raise(Raised::fault(message, route.evidence).severity(severity).fix(sender.fix));
    }
}

/// What a handler that counts each event once says.
const ONCE: &[&str] = &[
    "event.id",
    "event[\"id\"]",
    "event['id']",
    "event_id",
    "eventid",
    "idempot",
    "get_or_create",
    "on_conflict",
    "processed",
    "already",
    "duplicate",
    "upsert",
    "setnx",
    "nx=true",
    "unique",
    "select_for_update",
    "with_for_update",
    ".delay(",
    "enqueue",
];
