//! The entity-relationship picture of the target: parents left, what refers to them right.
//!
//! Tables stand in layers by the depth of their foreign keys, and lines run in the channels between the layers:
//!
//! 1. [`graph`] makes boxes and links of the tables, and finds what hangs together;
//! 2. [`layers`] gives every box a layer, turning around links that close a circle;
//! 3. [`nets`] joins the lines that leave one box, and gives a line a place in every layer that it crosses;
//! 4. [`order`] sorts each layer so that few lines cross;
//! 5. [`place`] gives heights, [`route`] gives each line its track, and [`draw`] writes SVG.

mod graph;
mod layers;
mod nets;
mod order;
mod place;
mod route;
mod draw;

use super::markup::Html;
use crate::report::facts::TableFacts;
use graph::Graph;

/// With more tables than these, only those with foreign keys are drawn.
const ALL_TABLES: usize = 150;
/// With more boxes than these, a picture helps nobody, and its layout takes long.
const MOST_BOXES: usize = 1_000;

/// The section; empty where there is nothing to draw.
pub(super) fn body(tables: &[&TableFacts]) -> Html {
    let mut html = Html::default();
    let Some(graph) = Graph::new(tables, tables.len() <= ALL_TABLES, MOST_BOXES) else {
        html.push("<p>There are too many related tables for a picture; every table above lists its foreign keys.</p>");
        return html;
    };
    if graph.boxes.is_empty() || (graph.links.is_empty() && graph.boxes.len() < 2) {
        return html;
    }
    html.push("<figure class=\"picture\"><figcaption>");
    html.push(
        "Lines lead from a table on the left to the rows that refer to it; the fork is at the side of the many. ",
    );
    html.push("A dashed line closes a circle. Every table lists the same foreign keys in words above.");
    html.push("</figcaption><div class=\"zoom\" hidden><button type=\"button\" data-fit aria-pressed=\"false\">");
    html.push("Fit to width</button></div>");
    html.push("<div class=\"scroll canvas\" tabindex=\"0\" role=\"group\" aria-label=\"Picture of the tables\">");
    draw::draw(&mut html, &graph);
    html.push("</div></figure>");
    html
}
