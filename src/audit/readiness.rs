//! How much of the way is behind: points that are met, weighted by what they are worth.

use schemars::JsonSchema;
use serde::Serialize;

use crate::audit::{Point, Standing};

/// A share of the points that are of concern here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Readiness {
    /// Percent, from 0 to 100.
    pub now: u32,
    /// Percent that the suggested commands would raise it to.
    pub raised: u32,
    /// How many points are met.
    pub met: usize,
    /// How many are of concern.
    pub of: usize,
}

/// Whether a command settles all that is found; what a baseline knows is found nevertheless.
fn is_settled(point: &Point) -> bool {
    !point.findings.is_empty() && point.findings.iter().all(|finding| finding.command.is_some())
}

/// Of `points`; all is well where none is of concern.
pub fn readiness<'p>(points: impl Iterator<Item = &'p Point>) -> Readiness {
    let (mut met, mut raised, mut whole) = (0_u32, 0_u32, 0_u32);
    let (mut number, mut of) = (0, 0);
    for point in points {
        let weight = point.rule.severity.weight();
        match point.standing {
            Standing::Aside(_) => continue,
            Standing::Met(_) => {
                met += weight;
                raised += weight;
                number += 1;
            }
            Standing::Open if is_settled(point) => raised += weight,
            Standing::Open => {}
        }
        whole += weight;
        of += 1;
    }
    let percent = |part: u32| (part * 100).checked_div(whole).unwrap_or(100);
    Readiness { now: percent(met), raised: percent(raised), met: number, of }
}
