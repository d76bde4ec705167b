//! Properties: of objects, of what a file exports, of instances of a class, of the environment.

use tree_sitter::Node;

use crate::detect::js::literal::key_text;
use crate::detect::js::nodes::{children, is_class, parameters, returned};
use crate::detect::js::value::{Eval, Frame, Spot, Value};
use crate::detect::variables::Reading;
use crate::facts::ValueType;

/// The names under which the environment is known.
pub const ENVIRONMENTS: &[&str] = &["process.env", "import.meta.env", "Bun.env"];

impl<'s, 't> Eval<'s, 't> {
    /// The property `key` of `value`; `spot` is where it is asked for.
    pub(super) fn property(
        &self,
        value: &Value<'s, 't>,
        key: &str,
        spot: Spot<'s, 't>,
        frame: Option<&Frame<'_, 's, 't>>,
    ) -> Option<Value<'s, 't>> {
        match value {
            Value::Outside(name) if ENVIRONMENTS.contains(&name.as_str()) => {
                is_name(key).then(|| Value::Variable(reading(key, spot)))
            }
            Value::Outside(name) if key == "default" => Some(Value::Outside(name.clone())),
            Value::Outside(name) => Some(Value::Outside(format!("{name}.{key}"))),
            Value::File(file) => self.exported(file, key),
            Value::Here(holder) => match holder.node.kind() {
                "object" => self.of_object(*holder, key, frame),
                "array" => self.at(holder.to(*children(holder.node).get(key.parse::<usize>().ok()?)?), frame),
                "enum_declaration" => enumerated(*holder, key).map(Value::Literal),
                "new_expression" => {
                    let class = self.class_of(*holder, frame);
                    class.and_then(|class| self.of_class(class, key)).or_else(|| self.setting(*holder, key))
                }
                "call_expression" => self.setting(*holder, key),
                _ if is_class(holder.node) => self.of_class(*holder, key),
                _ => None,
            },
            Value::Variable(_) | Value::Literal(_) => None,
        }
    }

    fn of_object(&self, object: Spot<'s, 't>, key: &str, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let source = object.module.source;
        // What stands later wins.
        for part in children(object.node).into_iter().rev() {
            let named = |field| part.child_by_field_name(field).and_then(|name| key_text(source, name));
            match part.kind() {
                "pair" if named("key").as_deref() == Some(key) => {
                    return self.at(object.to(part.child_by_field_name("value")?), frame);
                }
                "shorthand_property_identifier" if object.module.text(part) == key => {
                    return self.at(object.to(part), frame);
                }
                "method_definition" if named("name").as_deref() == Some(key) => {
                    return self.of_method(object.to(part), frame);
                }
                "spread_element" => {
                    let inner = part.named_child(0).and_then(|inner| self.at(object.to(inner), frame));
                    if let Some(found) = inner.and_then(|inner| self.property(&inner, key, object, frame)) {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The expression that an object gives to `key`, as it stands there.
    pub fn part(&self, object: Spot<'s, 't>, key: &str) -> Option<Spot<'s, 't>> {
        let source = object.module.source;
        let is = |part: &Node<'s>, field| {
            part.child_by_field_name(field).and_then(|name| key_text(source, name)).as_deref() == Some(key)
        };
        children(object.node).into_iter().rev().find_map(|part| match part.kind() {
            "pair" if is(&part, "key") => part.child_by_field_name("value").map(|value| object.to(value)),
            "shorthand_property_identifier" if object.module.text(part) == key => Some(object.to(part)),
            "method_definition" if is(&part, "name") => Some(object.to(part)),
            _ => None,
        })
    }

    /// A getter stands for what it answers, a method for itself.
    fn of_method(&self, method: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let getter = method.node.children(&mut method.node.walk()).any(|child| child.kind() == "get");
        match getter {
            true => returned(method.node).into_iter().find_map(|node| self.at(method.to(node), frame)),
            false => Some(Value::Here(method)),
        }
    }

    /// The class that `new` makes an instance of.
    fn class_of(&self, new: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Spot<'s, 't>> {
        match self.at(new.callee()?, frame)? {
            Value::Here(class) if is_class(class.node) => Some(class),
            _ => None,
        }
    }

    /// The class around `this`.
    pub(super) fn around(&self, spot: Spot<'s, 't>) -> Option<Spot<'s, 't>> {
        let mut node = spot.node;
        while !is_class(node) {
            node = node.parent()?;
            if node.kind() == "object" {
                break;
            }
        }
        Some(spot.to(node))
    }

    /// A field, method or getter; or what the class assigns to `this`.
    fn of_class(&self, class: Spot<'s, 't>, key: &str) -> Option<Value<'s, 't>> {
        let source = class.module.source;
        let body = class.node.child_by_field_name("body")?;
        let named = class.module.text(body).contains(key);
        for part in children(body).into_iter().filter(|_| named) {
            let name = part.child_by_field_name("name").or_else(|| part.child_by_field_name("property"));
            let is =
                name.and_then(|name| key_text(source, name)).is_some_and(|name| name.trim_start_matches('#') == key);
            match part.kind() {
                "method_definition" if is => return self.of_method(class.to(part), None),
                "public_field_definition" | "field_definition" if is => {
                    if let Some(value) = part.child_by_field_name("value") {
                        return self.at(class.to(value), None);
                    }
                }
                _ => {}
            }
        }
        self.stored(class, body, key).or_else(|| self.taken(class, body, key)).or_else(|| self.inherited(class, key))
    }

    /// `this.app = express()`.
    fn stored(&self, class: Spot<'s, 't>, body: Node<'s>, key: &str) -> Option<Value<'s, 't>> {
        let is = |node: &Node<'_>| {
            let left = node.child_by_field_name("left").map_or("", |left| class.module.text(left));
            left.strip_prefix("this.").is_some_and(|target| target.trim_start_matches('#') == key)
        };
        let inside = body.byte_range();
        let mut assigned = class.module.nodes(&["assignment_expression"]);
        let stored = assigned.find(|node| inside.contains(&node.start_byte()) && is(node))?;
        self.at(class.to(stored.child_by_field_name("right")?), None)
    }

    /// `constructor(private port: number)`.
    fn taken(&self, class: Spot<'s, 't>, body: Node<'s>, key: &str) -> Option<Value<'s, 't>> {
        let constructor = children(body).into_iter().find(|part| {
            part.child_by_field_name("name").is_some_and(|name| class.module.text(name) == "constructor")
        })?;
        let (pattern, _) =
            parameters(constructor).into_iter().find(|(pattern, _)| class.module.text(*pattern) == key)?;
        let own = pattern.parent()?;
        let kept = children(own).iter().any(|part| part.kind() == "accessibility_modifier");
        let readonly = own.children(&mut own.walk()).any(|part| part.kind() == "readonly");
        if kept || readonly { self.named(class.to(constructor.child_by_field_name("body")?), key, None) } else { None }
    }

    fn inherited(&self, class: Spot<'s, 't>, key: &str) -> Option<Value<'s, 't>> {
        let heritage = children(class.node).into_iter().find(|part| part.kind() == "class_heritage")?;
        let base = heritage.named_child(0)?;
        let base = base.child_by_field_name("value").unwrap_or(base);
        match self.at(class.to(base), None)? {
            Value::Here(base) if is_class(base.node) && !base.is(class) => self.of_class(base, key),
            _ => None,
        }
    }
}

/// The member of an enumeration of TypeScript.
fn enumerated(holder: Spot<'_, '_>, key: &str) -> Option<crate::detect::literal::Literal> {
    let source = holder.module.source;
    let body = holder.node.child_by_field_name("body")?;
    children(body).into_iter().find_map(|part| {
        let name = part.child_by_field_name("name").filter(|_| part.kind() == "enum_assignment")?;
        let value = part.child_by_field_name("value").filter(|_| key_text(source, name).as_deref() == Some(key))?;
        holder.to(value).literal()
    })
}

/// A variable that is read, with nothing known about it yet.
pub fn reading(name: &str, spot: Spot<'_, '_>) -> Reading {
    Reading {
        name: name.to_owned(),
        kind: ValueType::String,
        required: false,
        default: None,
        choices: Vec::new(),
        evidence: spot.module.evidence(spot.node),
    }
}

/// Whether a key of the environment is a variable's name.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
