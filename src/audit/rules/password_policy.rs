//! password-policy: passwords that everybody guesses are not taken.

use tree_sitter::Node;

use crate::audit::calls::python;
use crate::audit::settings::Settings;
use crate::audit::shown::in_code;
use crate::audit::terms::{has_term, terms};
use crate::audit::{Ground, Raised, Rule, Verdict, unset};
use crate::detect::django::values::evidence;
use crate::detect::literal::Literal;
use crate::detect::nodes::{keyword, walk};
use crate::detect::syntax::Module;
use crate::facts::{AppFacts, Evidence};
use crate::finding::{Area, Severity};
use crate::tree::RelPath;

pub const RULE: Rule = Rule {
    id: "password-policy",
    title: "New passwords are long, and not among the usual ones",
    area: Area::Application,
    severity: Severity::Medium,
    meaning: "Accounts with `123456` are taken over within minutes, by programs that try the same list everywhere. \
              One of them with more rights than the others is enough for all the data.",
    fix: "ask for 12 characters or more, and refuse the usual passwords",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    for settings in &ground.settings {
        django(ground, settings, verdict);
    }
    for app in ground.visited().filter(|app| app.django.is_none()) {
        match app.node.is_some() {
            true => node(ground, app, verdict),
            false => other(ground, app, verdict),
        }
    }
    if verdict == &Verdict::default() {
        verdict.aside("nothing here takes new passwords");
    }
}

fn django(ground: &Ground<'_, '_>, settings: &Settings<'_, '_>, verdict: &mut Verdict) {
    const FIX: &str = "list Django's own four in `AUTH_PASSWORD_VALIDATORS`, with `MinimumLengthValidator` and `{\"min_length\": 12}`";
    if !settings.texts("INSTALLED_APPS").iter().any(|(text, _)| text == "django.contrib.auth") {
        return;
    }
    let name = "AUTH_PASSWORD_VALIDATORS";
    let Some((module, node)) = settings.get(name) else {
        let raised =
            Raised::fault("any password is taken: nothing sets `AUTH_PASSWORD_VALIDATORS`", settings.place.clone());
        return verdict.raise(raised.fix(FIX));
    };
    let texts = settings.texts(name);
    let worth = unset::python(&ground.code.python, module, node);
    let empty = worth.is_some_and(|worth| worth.value == Literal::List(Vec::new()));
    let long =
        texts.iter().any(|(text, _)| text.contains("Length") || !text.starts_with("django.") && text.contains('.'));
    match () {
        () if empty => verdict
            .raise(Raised::fault("any password is taken: there are no validators", evidence((module, node))).fix(FIX)),
        () if !long => {
            verdict.raise(Raised::fault("passwords of any length are taken", evidence((module, node))).fix(FIX))
        }
        () => match short(module, node) {
            Some((length, place)) => {
                verdict.raise(Raised::fault(format!("passwords of {length} characters are taken"), place).fix(FIX));
            }
            None => verdict.met(evidence((module, node))),
        },
    }
}

/// `"min_length": 4`.
fn short(module: &Module<'_>, node: Node<'_>) -> Option<(i64, Evidence)> {
    let mut found = None;
    walk(node, &mut |node| {
        let key = node.child_by_field_name("key").filter(|_| node.kind() == "pair");
        let is = key.is_some_and(|key| module.text(key).trim_matches(['"', '\'']) == "min_length");
        let value = node.child_by_field_name("value").filter(|_| is);
        if let Some(Literal::Integer(length)) = value.and_then(|value| crate::detect::literal::literal(module, value))
            && length < 8
        {
            found = Some((length, module.evidence(node)));
        }
        found.is_none()
    });
    found
}

/// Words of code that looks at passwords before it takes them.
const LOOKS: &[&str] = &[
    "len(password)",
    "len(new_password)",
    "validate_password",
    "password_strength",
    "check_password_strength",
    "zxcvbn",
    "password_validator",
    "validate_new_password",
    "PasswordPolicy",
    "isStrongPassword",
    "password-validator",
    "passwordStrength",
    "password.length",
    "validatePassword",
    "PASSWORD_REGEX",
    "passwordRegex",
    "field_validator(\"password",
    "field_validator('password",
    "validator(\"password",
    "validator('password",
    "minlength",
    "minLength",
];

fn looks(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    in_code(ground, LOOKS).filter(|evidence| evidence.path.below(&app.root).is_some())
}

/// Python: the fields of models by which people register, else whatever hashes new passwords.
fn other(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    if let Some(evidence) = looks(ground, app) {
        return verdict.met(evidence);
    }
    let (mut open, mut limited) = (None, None);
    for module in ground
        .python(&["password"])
        .filter_map(|file| file.module())
        .filter(|module| module.path.below(&app.root).is_some())
    {
        for (place, checked) in module.nodes(&["assignment"]).filter_map(|node| field(module, node)) {
            let kept = if checked { &mut limited } else { &mut open };
            kept.get_or_insert(place);
        }
    }
    match (open, limited) {
        (Some(place), None) => verdict.raise(
            Raised::fault("a new password may be of any length", place)
                .likely()
                .fix("`password: str = Field(min_length=12, max_length=128)`"),
        ),
        (_, Some(place)) => verdict.met(place),
        (None, None) => {
            if let Some(place) = hashes(ground, app) {
                verdict.raise(
                    Raised::absence("nothing looks at new passwords before they are taken", [place])
                        .of(&app.name)
                        .likely(),
                );
            }
        }
    }
}

/// Where new passwords are hashed.
fn hashes(ground: &Ground<'_, '_>, app: &AppFacts) -> Option<Evidence> {
    const NAMES: &[&str] = &["generate_password_hash", "hashpw", "hash_password", "get_password_hash"];
    let here = |path: &RelPath| path.below(&app.root).is_some();
    let mut calls = python(ground, &["hash"]).into_iter().filter(|call| here(call.module.path));
    let call = calls.find(|call| NAMES.contains(&call.name.rsplit('.').next().unwrap_or(&call.name)))?;
    Some(call.module.evidence(call.node))
}

/// `password: str` of a class for new accounts, and whether something is asked of it.
fn field(module: &Module<'_>, node: Node<'_>) -> Option<(Evidence, bool)> {
    let left = node.child_by_field_name("left").filter(|left| left.kind() == "identifier")?;
    let annotation = node.child_by_field_name("type")?;
    let class = module.around(node).nth(2).filter(|class| class.kind() == "class_definition")?;
    let name = module.text(class.child_by_field_name("name")?);
    let bases = module.text(class.child_by_field_name("superclasses")?);
    let new = has_term(name, &["create", "register", "registration", "signup", "sign", "new", "reset"]);
    let model = bases.contains("Model") || bases.contains("Schema") || bases.contains("Base") || bases.contains("User");
    if !new || !model || !matches!(module.text(left), "password" | "new_password") {
        return None;
    }
    let text = module.text(node);
    let asks = ["min_length", "pattern", "regex", "constr", "Annotated", "AfterValidator"]
        .iter()
        .any(|word| text.contains(word));
    let named = !matches!(module.text(annotation).trim(), "str" | "SecretStr" | "Optional[str]" | "str | None");
    Some((module.evidence(node), asks || named || keyword(module, node, "min_length").is_some()))
}

/// Node: a field of a schema by which people register, of joi, zod or yup.
fn node(ground: &Ground<'_, '_>, app: &AppFacts, verdict: &mut Verdict) {
    if let Some(evidence) = looks(ground, app) {
        return verdict.met(evidence);
    }
    for module in ground
        .js(&["password"])
        .filter_map(|file| file.module())
        .filter(|module| module.path.below(&app.root).is_some())
    {
        let is_password =
            |node: &Node<'_>| node.child_by_field_name("key").is_some_and(|key| module.text(key) == "password");
        for node in module.nodes(&["pair"]).filter(is_password) {
            let value = node.child_by_field_name("value").map_or("", |value| module.text(value)).to_ascii_lowercase();
            let schema = ["joi.string()", "z.string()", "yup.string()"].iter().any(|start| value.starts_with(start));
            let asks = ["min(", "regex(", "pattern(", "custom(", "refine(", "matches(", "test("]
                .iter()
                .any(|word| value.contains(word));
            if schema && is_new(module.source, node) {
                match asks {
                    true => verdict.met(module.evidence(node)),
                    false => verdict.raise(
                        Raised::fault("a new password may be of any length", module.evidence(node))
                            .likely()
                            .fix("`.min(12)`"),
                    ),
                }
            }
        }
    }
}

/// Whether a name around the schema speaks of new accounts.
fn is_new(source: &str, node: Node<'_>) -> bool {
    let mut outer = node.parent();
    while let Some(parent) = outer {
        let name = parent.child_by_field_name("name").or_else(|| parent.child_by_field_name("key"));
        let text = name.and_then(|name| source.get(name.byte_range())).unwrap_or("");
        if terms(text)
            .iter()
            .any(|word| matches!(word.as_str(), "register" | "signup" | "create" | "registration" | "reset"))
        {
            return true;
        }
        outer = parent.parent();
    }
    false
}
