//! Paths that the code puts together: `path.join(__dirname, "logs")`, `${DIR}/x.log`.

use crate::detect::js::aliases::joined;
use crate::detect::js::nodes::{arguments, children};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::paths::{From, Place};

/// How deep an expression is entered.
const DEPTH: usize = 12;

/// The path that an expression stands for.
pub fn place<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Option<Place> {
    at_depth(eval, spot, DEPTH)
}

fn at_depth<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>, depth: usize) -> Option<Place> {
    let depth = depth.checked_sub(1)?;
    match spot.module.text(spot.node) {
        "__dirname" | "import.meta.dirname" => {
            let folder = spot.module.path.parent();
            let parts =
                if folder.is_root() { Vec::new() } else { folder.as_str().split('/').map(str::to_owned).collect() };
            return Some(Place { from: From::Repository, parts, whole: true });
        }
        _ => {}
    }
    match eval.value(spot)? {
        Value::Literal(Literal::Text(text)) => written(&text),
        Value::Variable(reading) => written(&reading.default?),
        Value::Outside(name) if name == "os.tmpdir" => None,
        Value::Here(spot) => match spot.node.kind() {
            "call_expression" => call(eval, spot, depth),
            "template_string" => template(eval, spot, depth),
            "binary_expression" => {
                let left = at_depth(eval, spot.to(spot.node.child_by_field_name("left")?), depth)?;
                let right = at_depth(eval, spot.to(spot.node.child_by_field_name("right")?), depth);
                below(left, right)
            }
            "new_expression" => at_depth(eval, spot.to(*arguments(spot.node).first()?), depth),
            _ => None,
        },
        _ => None,
    }
}

fn call<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>, depth: usize) -> Option<Place> {
    let given = arguments(spot.node);
    let mut parts = given.iter().map(|node| at_depth(eval, spot.to(*node), depth));
    match eval.name(spot.callee()?)?.as_str() {
        "process.cwd" => Some(Place { from: From::Working, parts: Vec::new(), whole: true }),
        "path.join" | "path.resolve" | "path.posix.join" => {
            let first = parts.next()??;
            parts.try_fold(first, below)
        }
        "path.normalize" | "url.fileURLToPath" => parts.next()?,
        "path.dirname" => {
            let mut place = parts.next()??;
            place.parts.pop();
            Some(place)
        }
        _ => None,
    }
}

/// What is filled in and not known ends the path at its folder.
fn template<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>, depth: usize) -> Option<Place> {
    let mut text = String::new();
    let mut front = None;
    let mut whole = true;
    for part in children(spot.node) {
        match part.kind() {
            "template_substitution" if text.is_empty() && front.is_none() => {
                front = Some(at_depth(eval, spot.to(part.named_child(0)?), depth)?);
            }
            "template_substitution" => {
                let known = eval.value(spot.to(part.named_child(0)?));
                match known {
                    Some(Value::Literal(literal)) => text.push_str(&literal.shown()?),
                    _ => {
                        whole = false;
                        break;
                    }
                }
            }
            _ => text.push_str(spot.module.text(part)),
        }
    }
    let known = if whole { text.as_str() } else { text.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut place = match front {
        Some(front) => below(front, written(known.trim_start_matches('/')))?,
        None => written(known).filter(|place| !place.parts.is_empty())?,
    };
    place.whole &= whole;
    Some(place)
}

fn written(text: &str) -> Option<Place> {
    if text.contains("://") {
        return None;
    }
    let from = if text.starts_with('/') { From::System } else { From::Working };
    let parts = text.split('/').filter(|part| !matches!(*part, "" | ".")).map(str::to_owned).collect();
    Some(Place { from, parts, whole: true })
}

/// `left` with `right` below it; an absolute `right` wins, an unknown one leaves the folder.
fn below(left: Place, right: Option<Place>) -> Option<Place> {
    let Some(right) = right else { return Some(Place { whole: false, ..left }) };
    if right.from != From::Working {
        return Some(right);
    }
    if !left.whole {
        return Some(left);
    }
    let path = joined(&crate::tree::RelPath::root(), &[left.parts, right.parts].concat().join("/"))?;
    let parts = path.split('/').filter(|part| *part != ".").map(str::to_owned).collect();
    Some(Place { from: left.from, parts, whole: right.whole })
}
