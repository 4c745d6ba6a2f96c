//! The picture as SVG.

use std::collections::BTreeSet;

use super::super::markup::Html;
use super::graph::{Graph, HEAD, ROW, TableBox};
use super::nets::{self, Item, Layout, Net};
use super::route::{self, Upright};
use super::{layers, order, place};

/// Between components.
const GAP: f64 = 32.0;
/// Between a box and the first track, and between tracks.
const MARGIN: f64 = 20.0;
const TRACK: f64 = 8.0;
/// The classes that colour lines.
const COLOURS: [&str; 5] = ["c1", "c2", "c3", "c4", "c5"];
/// Components share a row up to this width.
const WIDTH: f64 = 1_080.0;

/// A part of the picture that stands by itself.
struct Part {
    html: Html,
    width: f64,
    height: f64,
}

/// Draws all components, the largest first.
pub(super) fn draw(html: &mut Html, graph: &Graph) {
    let parts: Vec<Part> = graph.components().iter().map(|boxes| part(graph, boxes)).collect();
    let width = parts.iter().map(|part| part.width).fold(WIDTH, f64::max);
    let mut body = Html::default();
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    let mut widest: f64 = 0.0;
    for part in &parts {
        if x > 0.0 && x + part.width > width {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        body.push("<g transform=\"translate(").coordinate(x).push(",").coordinate(y).push(")\">");
        body.append(&part.html).push("</g>");
        widest = widest.max(x + part.width);
        x += part.width + GAP;
        row = row.max(part.height);
    }
    let (width, height) = (widest + 4.0, y + row + 4.0);
    html.push("<svg class=\"er\" role=\"group\" aria-label=\"Tables and their foreign keys\" width=\"")
        .coordinate(width);
    html.push("\" height=\"").coordinate(height).push("\" viewBox=\"-2 -2 ").coordinate(width).push(" ");
    html.coordinate(height).push("\">").append(&body).push("</svg>");
}

fn part(graph: &Graph, boxes: &[usize]) -> Part {
    let (layout, tops) = laid_out(graph, boxes);
    Canvas::new(graph, &layout, &tops).finish()
}

/// A component in layers, and the top of everything in them.
fn laid_out(graph: &Graph, boxes: &[usize]) -> (Layout, Vec<Vec<f64>>) {
    let heights: Vec<f64> = boxes.iter().map(|at| graph.boxes[*at].height() + 24.0).collect();
    let local = |at: usize| boxes.binary_search(&at).ok();
    let links: BTreeSet<(usize, usize)> = graph
        .links
        .iter()
        .filter(|link| link.child != link.parent)
        .filter_map(|link| Some((local(link.child)?, local(link.parent)?)))
        .collect();
    // About as wide as a screen is, seen with its height: 8 to 5.
    let area: f64 = boxes.iter().zip(&heights).map(|(at, height)| (graph.boxes[*at].width() + 70.0) * height).sum();
    let layers = layers::layers(&heights, &links, (area / 1.6).sqrt().clamp(480.0, 2_000.0));
    let mut layout = nets::layout(graph, boxes, &layers);
    order::order(&mut layout);
    let tops = place::tops(graph, &layout);
    (layout, tops)
}

/// A component with all its coordinates.
struct Canvas<'a> {
    graph: &'a Graph,
    layout: &'a Layout,
    tops: &'a [Vec<f64>],
    /// The left of each layer.
    lefts: Vec<f64>,
    /// The width of each layer.
    widths: Vec<f64>,
    /// The uprights of the channel right of each layer, with their tracks.
    channels: Vec<(Vec<Upright>, Vec<usize>)>,
}

impl<'a> Canvas<'a> {
    fn new(graph: &'a Graph, layout: &'a Layout, tops: &'a [Vec<f64>]) -> Canvas<'a> {
        let mut canvas = Canvas { graph, layout, tops, lefts: Vec::new(), widths: Vec::new(), channels: Vec::new() };
        let mut left = 0.0;
        for layer in 0..layout.layers.len() {
            let width = canvas.boxes(layer).map(|(at, _)| graph.boxes[at].width()).fold(0.0, f64::max);
            let uprights = canvas.uprights(layer);
            let (tracks, count) = route::tracks(&uprights);
            canvas.lefts.push(left);
            canvas.widths.push(width);
            canvas.channels.push((uprights, tracks));
            left += width + 2.0 * MARGIN + count.saturating_sub(1) as f64 * TRACK;
        }
        canvas
    }

    fn finish(&self) -> Part {
        let mut html = Html::default();
        for (number, net) in self.layout.nets.iter().enumerate() {
            self.net(&mut html, number, net);
        }
        for layer in 0..self.layout.layers.len() {
            for (at, top) in self.boxes(layer) {
                self.self_references(&mut html, layer, at, top);
                let corner = (self.lefts[layer], top);
                table(&mut html, at, &self.graph.boxes[at], corner, self.widths[layer]);
            }
        }
        let last = self.lefts.len() - 1;
        let bottom = |layer: usize| {
            let items = self.layout.layers[layer].iter().zip(&self.tops[layer]);
            items.map(|(item, top)| top + place::height(self.graph, *item)).fold(0.0, f64::max)
        };
        Part {
            html,
            width: self.lefts[last] + self.widths[last] + MARGIN,
            height: (0..=last).map(bottom).fold(0.0, f64::max),
        }
    }

    /// The boxes of a layer with their tops.
    fn boxes(&self, layer: usize) -> impl Iterator<Item = (usize, f64)> {
        self.layout.layers[layer].iter().zip(&self.tops[layer]).filter_map(|(item, top)| match item {
            Item::Box(at) => Some((*at, *top)),
            Item::Line(_) => None,
        })
    }

    fn y(&self, layer: usize, (item, below): (Item, f64)) -> f64 {
        let place = self.layout.layers[layer].iter().position(|other| *other == item);
        self.tops[layer][place.expect("a net touches only what stands in the layer")] + below
    }

    fn uprights(&self, layer: usize) -> Vec<Upright> {
        let nets = self.layout.nets.iter().enumerate().filter(|(_, net)| net.crosses(layer));
        nets.map(|(number, net)| {
            let mut ys = self.right_ends(number, net, layer);
            ys.push(self.y(layer, net.leaves(number, layer)));
            let top = ys.iter().copied().fold(f64::INFINITY, f64::min);
            Upright { net: number, top, bottom: ys.into_iter().fold(0.0, f64::max) }
        })
        .collect()
    }

    /// The heights at which a net ends at the right of the channel of a layer.
    fn right_ends(&self, number: usize, net: &Net, layer: usize) -> Vec<f64> {
        net.touches(number, layer + 1).into_iter().map(|touched| self.y(layer + 1, touched)).collect()
    }

    fn net(&self, html: &mut Html, number: usize, net: &Net) {
        // Lines that run side by side have different colours, so that the eye can follow one.
        html.push("<path class=\"line ").push(COLOURS[number % COLOURS.len()]);
        html.push(if net.turned { " turned" } else { "" }).push("\" data-boxes=\" ");
        for at in std::iter::once(&net.from).chain(&net.to).map(|end| end.at) {
            html.integer(at).push(" ");
        }
        html.push("\" d=\"");
        for layer in net.from.layer..net.last() {
            self.hop(html, number, net, layer);
        }
        let start = (self.right(net.from.layer), self.y(net.from.layer, (Item::Box(net.from.at), net.from.below)));
        let ends = net.to.iter().map(|end| (self.lefts[end.layer], self.y(end.layer, (Item::Box(end.at), end.below))));
        if net.turned {
            fork(html, start, 8.0);
            ends.for_each(|end| tick(html, end, -6.0));
        } else {
            tick(html, start, 6.0);
            ends.for_each(|end| fork(html, end, -8.0));
        }
        html.push("\"/>");
    }

    /// A net from one layer to the next.
    fn hop(&self, html: &mut Html, number: usize, net: &Net, layer: usize) {
        let (uprights, tracks) = &self.channels[layer];
        let at = uprights.iter().position(|upright| upright.net == number).expect("a net has its upright here");
        let track = self.right(layer) + MARGIN + tracks[at] as f64 * TRACK;
        let from = if layer == net.from.layer { self.right(layer) } else { self.lefts[layer] };
        let y = self.y(layer, net.leaves(number, layer));
        html.push("M").coordinate(from).push(" ").coordinate(y).push("H").coordinate(track);
        if uprights[at].bottom > uprights[at].top {
            html.push("M").coordinate(track).push(" ").coordinate(uprights[at].top).push("V");
            html.coordinate(uprights[at].bottom);
        }
        for y in self.right_ends(number, net, layer) {
            html.push("M").coordinate(track).push(" ").coordinate(y).push("H").coordinate(self.lefts[layer + 1]);
        }
    }

    fn right(&self, layer: usize) -> f64 {
        self.lefts[layer] + self.widths[layer]
    }

    fn self_references(&self, html: &mut Html, layer: usize, at: usize, top: f64) {
        let right = self.right(layer);
        for link in self.graph.links.iter().filter(|link| link.child == at && link.parent == at) {
            let (row, head) = (top + nets::row_end(link.row), top + nets::head_end() - 6.0);
            html.push("<path class=\"line\" data-boxes=\" ")
                .integer(at)
                .push(" \" d=\"M")
                .coordinate(right)
                .push(" ")
                .coordinate(row)
                .push("h12V");
            html.coordinate(head).push("h-12");
            fork(html, (right, row), 8.0);
            tick(html, (right, head), 6.0);
            html.push("\"/>");
        }
    }
}

/// The end of the many: three prongs at a box, `out` from it.
fn fork(html: &mut Html, (x, y): (f64, f64), out: f64) {
    html.push("M").coordinate(x).push(" ").coordinate(y - 4.0).push("L").coordinate(x + out).push(" ").coordinate(y);
    html.push("L").coordinate(x).push(" ").coordinate(y + 4.0);
}

/// The end of the one: a small upright, `out` from the box.
fn tick(html: &mut Html, (x, y): (f64, f64), out: f64) {
    html.push("M").coordinate(x + out).push(" ").coordinate(y - 4.0).push("v8");
}

fn table(html: &mut Html, at: usize, table: &TableBox, (x, y): (f64, f64), width: f64) {
    html.push("<a href=\"#t-").integer(table.position).push("\" data-box=\"").integer(at);
    html.push("\"><g class=\"box\" transform=\"translate(").coordinate(x);
    html.push(",").coordinate(y).push(")\"><title>").name(&table.full).push("</title>");
    rectangle(html, "frame", width, table.height());
    html.push("<path class=\"head\" d=\"M0 ").coordinate(HEAD).push("V4a4 4 0 0 1 4-4H").coordinate(width - 4.0);
    html.push("a4 4 0 0 1 4 4V").coordinate(HEAD).push("Z\"/><text class=\"name\" x=\"10\" y=\"16\">");
    html.name(&table.title).push("</text>");
    for (position, row) in table.rows.iter().enumerate() {
        let baseline = HEAD + position as f64 * ROW + 12.0;
        html.push("<text class=\"badge-text\" x=\"8\" y=\"").coordinate(baseline).push("\">").push(row.keys);
        html.push("</text><text x=\"40\" y=\"").coordinate(baseline).push("\">").name(&row.name).push("</text>");
    }
    if table.hidden > 0 {
        html.push("<text x=\"40\" y=\"").coordinate(HEAD + table.rows.len() as f64 * ROW + 12.0).push("\">and ");
        html.integer(table.hidden).push(" more</text>");
    }
    html.push("</g></a>");
}

fn rectangle(html: &mut Html, class: &'static str, width: f64, height: f64) {
    html.push("<rect class=\"").push(class).push("\" rx=\"4\" width=\"").coordinate(width).push("\" height=\"");
    html.coordinate(height).push("\"/>");
}

#[cfg(test)]
mod tests {
    use super::super::graph::{Link, Row};
    use super::*;

    fn graph(count: usize, links: &[(usize, usize)]) -> Graph {
        let rows = |at: usize| {
            let keys = links.iter().filter(move |(child, _)| *child == at);
            keys.map(|(_, parent)| Row { name: format!("parent_{parent}"), keys: "FK" }).collect::<Vec<_>>()
        };
        let table = |at: usize| TableBox {
            position: at,
            title: format!("table_{at}"),
            full: format!("public.table_{at}"),
            rows: rows(at),
            hidden: 0,
        };
        let link = |(number, (child, parent)): (usize, &(usize, usize))| Link {
            child: *child,
            row: links[..number].iter().filter(|(other, _)| other == child).count(),
            parent: *parent,
        };
        Graph { boxes: (0..count).map(table).collect(), links: links.iter().enumerate().map(link).collect() }
    }

    /// The corners of all boxes of one component: left, top, right, bottom.
    fn corners(graph: &Graph) -> Vec<[f64; 4]> {
        let boxes: Vec<usize> = (0..graph.boxes.len()).collect();
        let (layout, tops) = laid_out(graph, &boxes);
        let canvas = Canvas::new(graph, &layout, &tops);
        let of_layer = |layer: usize| {
            let (left, right) = (canvas.lefts[layer], canvas.right(layer));
            let corner = move |(at, top): (usize, f64)| [left, top, right, top + graph.boxes[at].height()];
            canvas.boxes(layer).map(corner).collect::<Vec<_>>()
        };
        (0..layout.layers.len()).flat_map(of_layer).collect()
    }

    /// A web of 100 tables: every table refers to two earlier ones, some to themselves, some in circles.
    fn web() -> Vec<(usize, usize)> {
        let earlier = (1..100).flat_map(|at| [(at, at * 7 % at.max(1)), (at, at / 3)]);
        let circles = [(0, 50), (3, 99), (5, 5), (60, 60)];
        let mut links: Vec<(usize, usize)> = earlier.chain(circles).collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    #[test]
    fn no_table_stands_upon_another() {
        let corners = corners(&graph(100, &web()));
        assert_eq!(corners.len(), 100);
        for (at, a) in corners.iter().enumerate() {
            for b in &corners[at + 1..] {
                let apart = a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn every_foreign_key_has_its_fork() {
        let links = web();
        let mut html = Html::default();
        draw(&mut html, &graph(100, &links));
        // A fork is the only thing with two slanted strokes.
        assert_eq!(html.finish().matches('L').count(), links.len() * 2);
    }

    #[test]
    fn the_same_tables_give_the_same_picture() {
        let picture = || {
            let mut html = Html::default();
            draw(&mut html, &graph(100, &web()));
            html.finish()
        };
        assert_eq!(picture(), picture());
    }
}
