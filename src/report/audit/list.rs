//! The rules by their areas, for whoever looks for a name.

use crate::audit::{RULES, Rule};
use crate::finding::Area;
use crate::report::Look;
use crate::report::style::{FAINT, STRONG};
use crate::report::table::{self, Cell};

/// Every rule with its severity and what holds where nothing is found.
pub fn rules(look: Look) -> String {
    let mut text = String::new();
    for area in Area::ALL {
        let of_area = RULES.iter().filter(|rule| rule.area == area);
        let rows: Vec<Vec<Cell>> = of_area.map(row).collect();
        text.push_str(&format!("{}\n{}\n", look.paint(STRONG, area.title()), table::lines(&rows, 2, look)));
    }
    text
}

fn row(rule: &Rule) -> Vec<Cell> {
    vec![Cell::plain(rule.id), Cell::new(rule.severity.name(), FAINT), Cell::plain(rule.title)]
}
