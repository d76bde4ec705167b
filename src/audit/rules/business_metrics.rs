//! business-metrics: what the program is for is counted.

use tree_sitter::Node;

use crate::audit::routes::routes;
use crate::audit::signs::listed;
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::detect::js::value::{Eval, Spot};
use crate::facts::Evidence;
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "business-metrics",
    title: "Orders, sign-ups and payments are counted",
    area: Area::Observability,
    severity: Severity::Low,
    meaning: "Every request is answered, and nobody can pay: technical figures do not show it. The day that orders stop is noticed when the money is missing.",
    fix: "count orders by status, sign-ups and payments with a counter of Prometheus, and tell when one of them stops",
    check,
};

/// Packages that take money or sign people up.
const SELLS: &[&str] = &[
    "stripe",
    "razorpay",
    "paypalrestsdk",
    "braintree",
    "mollie-api-python",
    "@mollie/api-client",
    "square",
    "squareup",
    "adyen",
    "paddle-python-sdk",
    "@paddle/paddle-node-sdk",
    "dj-stripe",
    "paypal-rest-sdk",
    "@paypal/checkout-server-sdk",
    "iyzipay",
    "payu",
    "yookassa",
    "coinbase-commerce",
    "django-oscar",
    "saleor",
    "midtrans-client",
    "flutterwave-node-v3",
];
/// Files of the code that do.
const FILES: &[&str] = &[
    "order",
    "orders",
    "payment",
    "payments",
    "checkout",
    "cart",
    "carts",
    "billing",
    "subscription",
    "subscriptions",
    "invoice",
    "invoices",
    "signup",
    "sign_up",
    "register",
    "registration",
    "purchase",
    "purchases",
    "booking",
    "bookings",
];
/// Parts of the paths of routes at which people buy.
const PATHS: &[&str] =
    &["order", "orders", "payment", "payments", "checkout", "purchase", "purchases", "booking", "bookings", "invoices"];
const COUNTERS: &[&str] = &["prometheus_client.Counter", "prom-client.Counter"];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(needs) = sells(ground) else {
        return verdict.aside("nothing here sells anything or signs anybody up");
    };
    verdict.met_or(counter(ground), || Raised::absence("nothing counts orders, payments or sign-ups", [needs]));
}

fn sells(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let package = ground.programs().find_map(|app| listed(ground, app, SELLS));
    let is = |path: &&RelPath| {
        let stem = path.name().split('.').next().unwrap_or("").to_ascii_lowercase();
        let own = ground.app_of(path).is_some_and(|app| app.site.is_none());
        FILES.contains(&stem.as_str()) && own
    };
    let files = ground.python(&[""]).map(|file| file.path).chain(ground.js(&[""]).map(|file| file.path));
    let file = files.into_iter().find(is);
    let file = || file.map(|path| Evidence { path: path.clone(), line: None, text: path.name().to_owned() });
    package.or_else(file).or_else(|| route(ground))
}

fn route(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let buys = |path: &str| path.split('/').any(|part| PATHS.contains(&part));
    routes(ground, PATHS, &buys)
        .into_iter()
        .find(|route| route.changes && buys(&route.path))
        .map(|route| route.evidence)
}

/// A counter of the program's own.
fn counter(ground: &Ground<'_, '_>) -> Option<Evidence> {
    let python = ground.python(&["Counter"]).filter_map(|file| file.module()).find_map(|module| {
        let is = |call: &Node<'_>| module.callee(*call).is_some_and(|callee| COUNTERS.contains(&callee.as_str()));
        module.calls().find(is).map(|call| module.evidence(call))
    });
    let js = ground
        .js(&["Counter"])
        .filter_map(|file| file.module())
        .find_map(|module| module.calls().map(|node| Spot { module, node }).find(|call| is_counter(ground, *call)));
    python.or(js.map(|call| call.module.evidence(call.node)))
}

fn is_counter<'s, 't>(ground: &'s Ground<'_, 't>, call: Spot<'s, 't>) -> bool {
    let name = call.callee().and_then(|callee| Eval::new(&ground.code.js).name(callee));
    name.is_some_and(|name| COUNTERS.contains(&name.as_str()))
}
