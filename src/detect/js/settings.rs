//! Objects that hold settings of the environment, as a library checks and names them.

use crate::detect::js::chain::chain;
use crate::detect::js::convict;
use crate::detect::js::nodes::argument;
use crate::detect::js::rules::rule;
use crate::detect::js::schema::checked;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::variables::Reading;

impl<'s, 't> Eval<'s, 't> {
    /// The setting `key` of what the call `made` made.
    pub(super) fn setting(&self, made: Spot<'s, 't>, key: &str) -> Option<Value<'s, 't>> {
        let callee = made.callee()?;
        let property = callee.node.child_by_field_name("property");
        let whole = matches!(
            (property.map(|property| made.module.text(property)), key),
            (Some("safeParse" | "safeParseAsync"), "data" | "output") | (Some("validate"), "value")
        );
        if whole {
            return Some(Value::Here(made));
        }
        if let Some(checked) = checked(self, made) {
            return checked.reading(self, key).map(Value::Variable);
        }
        let settings = convict::of_schema(self, made);
        settings.into_iter().find(|(name, _)| name == key).map(|(_, reading)| Value::Variable(reading))
    }

    /// What an object of settings answers to `get("name")`, and a chain of env-var to its last call.
    pub(super) fn asked(&self, object: &Value<'s, 't>, method: &str, call: Spot<'s, 't>) -> Option<Value<'s, 't>> {
        if method.starts_with("as") {
            return self.environment(call).map(Value::Variable);
        }
        if !matches!(method, "get" | "getOrThrow") {
            return None;
        }
        let Literal::Text(name) = call.to(argument(call.node, 0)?).literal()? else { return None };
        match object {
            Value::Here(made) if made.callee().is_some() => self.setting(*made, &name),
            Value::Outside(package) if package == "config" => {
                let settings = convict::of_files(self.sources, call.module.path);
                settings.into_iter().find(|(known, _)| *known == name).map(|(_, reading)| Value::Variable(reading))
            }
            _ => None,
        }
    }

    /// `env.get("PORT").default("3000").asPortNumber()`.
    pub(super) fn environment(&self, call: Spot<'s, 't>) -> Option<Reading> {
        let chain = chain(self, call)?;
        if !chain.name.starts_with("env-var.") || chain.head() != "get" {
            return None;
        }
        let Literal::Text(name) = chain.argument(0)?.literal()? else { return None };
        let rule = rule(self, call);
        Some(Reading {
            name,
            kind: rule.kind,
            required: rule.required && rule.default.is_none(),
            default: rule.default,
            choices: rule.choices,
            evidence: call.module.evidence(call.node),
        })
    }
}
