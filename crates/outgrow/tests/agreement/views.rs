//! Views: the same rows.

use outgrow::planner::plan::{Made, ObjectKind};

use crate::rows;
use crate::sides::{Sides, quoted};

/// What does not agree, and how many views were compared.
pub(crate) fn compare(sides: &Sides) -> (Vec<String>, usize) {
    let views = sides.converted(ObjectKind::View);
    let wrong = views.iter().filter_map(|view| {
        let [Made::View { name }] = view.made.as_slice() else {
            return Some(format!("view {} is not made", view.name));
        };
        let target = format!("SELECT * FROM {name}");
        rows::difference(sides, &format!("SELECT * FROM {}", quoted(&view.name)), &target)
    });
    (wrong.collect(), views.len())
}
