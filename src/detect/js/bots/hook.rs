//! What a webhook of a bot is told and guarded by: the variables of its secret, its address, and its server.

use crate::detect::bots::SECRETS;
use crate::detect::js::bots::{Ground, method, variable};
use crate::detect::js::nodes::argument;
use crate::detect::js::origin::constant;
use crate::detect::js::servers::servers;
use crate::detect::js::value::Spot;
use crate::facts::Hook;

/// What tells Telegram where updates are brought; `launch` does so with a webhook.
const TELLS: &[&str] = &["setWebhook", "setWebHook", "createWebhook", "launch"];
/// What libraries call the secret.
const KEYS: &[&str] = &["secretToken", "secret_token"];

/// What the code says of a webhook.
pub fn hook(ground: &Ground<'_, '_, '_>) -> Hook {
    let server = servers(ground.sources, ground.files).into_iter().find(|server| server.port.is_some());
    let (host, port) = server.map(|server| (server.host.and_then(|host| host.variable), server.variable)).unzip();
    let mut found = Hook { host: host.flatten(), port: port.flatten(), ..Hook::default() };
    let mut guarded = false;
    for module in ground.files.iter().filter_map(|file| file.module()) {
        for node in module.calls() {
            let call = Spot { module, node };
            let name = method(call);
            found.announced |= TELLS.contains(&name);
            let address = argument(node, 0).filter(|_| name.eq_ignore_ascii_case("setWebhook"));
            found.address = found.address.take().or_else(|| named(ground, call.to(address?)));
        }
        module.walk(&mut |node| {
            let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair");
            let is_secret = |text: &str| KEYS.contains(&text.trim_matches(['"', '\'']));
            if key.is_some_and(|key| is_secret(module.text(key))) {
                guarded = true;
                let value = node.child_by_field_name("value").map(|node| Spot { module, node });
                found.secret = found.secret.take().or_else(|| named(ground, value?));
            }
            guarded |= node.kind() == "shorthand_property_identifier" && is_secret(module.text(node));
            true
        });
    }
    found.secret = found.secret.or_else(|| usual(ground).filter(|_| guarded));
    found
}

/// The variable that an expression stands for, else the one that its last name is made of: `config.botWebhook`.
fn named<'s, 't>(ground: &Ground<'_, 's, 't>, spot: Spot<'s, 't>) -> Option<String> {
    variable(ground, spot).or_else(|| {
        let property = spot.node.child_by_field_name("property").filter(|_| spot.node.kind() == "member_expression")?;
        let name = constant(spot.module.text(property));
        ground.variables.iter().any(|variable| variable.name == name).then_some(name)
    })
}

/// The only variable that is called like a secret of a webhook.
fn usual(ground: &Ground<'_, '_, '_>) -> Option<String> {
    let mut alike = ground.variables.iter().filter(|variable| SECRETS.contains(&variable.name.as_str()));
    alike.next().filter(|_| alike.next().is_none()).map(|variable| variable.name.clone())
}
