//! The path below which all routes of an Express application are.

use crate::detect::js::nodes::arguments;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::prefix::first_part;
use crate::facts::{Confidence, Evidence, Seen};

const METHODS: &[&str] = &["use", "get", "post", "put", "patch", "delete", "all"];

/// The first part of the path that every router and every route stands below, where all have the same: `/api`.
pub fn prefix<'s, 't>(sources: &'s JsSources<'t>, files: &[&'s JsSource<'t>]) -> Option<Seen<String>> {
    let mut found: Option<(String, Evidence)> = None;
    for module in files.iter().filter(|file| file.mentions(&[".use("])).filter_map(|file| file.module()) {
        for node in module.calls() {
            let call = Spot { module, node };
            let Some(given) = put_below(sources, call) else { continue };
            let (head, evidence) = (first_part(&given?)?, module.evidence(node));
            match &found {
                Some((known, _)) if *known != head => return None,
                Some(_) => {}
                None => found = Some((head, evidence)),
            }
        }
    }
    let (value, evidence) = found?;
    Some(Seen { value, confidence: Confidence::Likely, evidence: vec![evidence] })
}

/// The path that a call puts routes of an application below: Some(None) where it is none or not known.
fn put_below<'s, 't>(sources: &'s JsSources<'t>, call: Spot<'s, 't>) -> Option<Option<String>> {
    let callee = call.callee()?;
    let method = callee.node.child_by_field_name("property").map(|property| call.module.text(property))?;
    let given = arguments(call.node);
    let first = call.to(*given.first().filter(|_| METHODS.contains(&method))?);
    // With a name alone, `get` asks for a setting.
    if method != "use" && given.len() < 2 {
        return None;
    }
    let object = callee.to(callee.node.child_by_field_name("object")?);
    let (maker, _) = Eval::new(sources).made(object)?;
    if maker != "express" {
        return None;
    }
    match Eval::new(sources).value(first) {
        Some(Value::Literal(Literal::Text(path))) => Some(Some(path)),
        // What stands before all routes is none itself.
        Some(Value::Here(call)) if method == "use" => {
            let router = Eval::new(sources).made_by(&Value::Here(call));
            router.is_some_and(|(maker, _)| maker == "express.Router").then_some(None)
        }
        _ if method == "use" => None,
        _ => Some(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::js::testing::tree;

    fn seen(text: &str) -> Option<String> {
        let tree = tree(&[("app.js", text)]);
        let sources = JsSources::of(&tree);
        prefix(&sources, &sources.iter().collect::<Vec<_>>()).map(|prefix| prefix.value)
    }

    #[test]
    fn routes_are_below_what_all_of_them_share() {
        let head =
            "const express = require('express');\nconst app = express();\napp.use(express.json());\napp.get('port');\n";
        let with = |rest: &str| seen(&format!("{head}{rest}"));
        assert_eq!(with("app.use('/v1/auth', limit);\napp.use('/v1', routes);\n"), Some("/v1".into()));
        assert_eq!(with("app.use('/api', routes);\napp.get('/health', (q, a) => a.end());\n"), None);
        assert_eq!(with("app.use('/api', routes);\napp.use(express.Router());\n"), None);
        assert_eq!(with(""), None);
    }
}
