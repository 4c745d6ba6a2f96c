//! Lines, joined where they leave the same box, with a place in every layer that they cross.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, HEAD, Link, ROW};
use super::layers::Layers;

/// Something that has a place in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A box, by its number in the graph.
    Box(usize),
    /// A line that goes on to the next layer, by the number of its net.
    Line(usize),
}

/// A component in layers.
pub(super) struct Layout {
    /// What stands in each layer, from the top.
    pub(super) layers: Vec<Vec<Item>>,
    /// Its lines.
    pub(super) nets: Vec<Net>,
}

/// A line with one end at the left and one or more ends right of it.
pub(super) struct Net {
    /// Where it begins.
    pub(super) from: End,
    /// Where it ends.
    pub(super) to: Vec<End>,
    /// Whether it closes a circle: then it begins at the child.
    pub(super) turned: bool,
}

/// An end of a line at a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct End {
    /// The box.
    pub(super) at: usize,
    /// Its layer.
    pub(super) layer: usize,
    /// How far below the top of the box.
    pub(super) below: f64,
}

/// Heights of ends differ modulo 8, so that lines of different kinds never lie upon each other.
const OUT: f64 = HEAD / 2.0;
const INTO_PARENT: f64 = HEAD / 2.0 + 2.0;
/// Where a line passes its own place in a layer.
pub(super) const THROUGH: f64 = 2.0;

/// Where a foreign key leaves its child, below the top of the box.
pub(super) fn row_end(row: usize) -> f64 {
    HEAD + row as f64 * ROW + ROW / 2.0
}

/// Where the lines to children leave a parent, below the top of the box.
pub(super) fn head_end() -> f64 {
    OUT
}

/// A component with its lines; `layers` counts boxes by their place in `boxes`.
pub(super) fn layout(graph: &Graph, boxes: &[usize], layers: &Layers) -> Layout {
    let count = layers.of.iter().max().map_or(0, |last| last + 1);
    let local: BTreeMap<usize, usize> = boxes.iter().enumerate().map(|(local, at)| (*at, local)).collect();
    let layer_of = |at: usize| layers.of[local[&at]];
    let mut contents = vec![Vec::new(); count];
    for at in boxes {
        contents[layer_of(*at)].push(Item::Box(*at));
    }
    let links = graph.links.iter().filter(|link| local.contains_key(&link.child) && link.child != link.parent);
    let (turned, forward): (Vec<&Link>, Vec<&Link>) =
        links.partition(|link| layers.turned.contains(&(local[&link.child], local[&link.parent])));
    let mut nets: Vec<Net> = Vec::new();
    let parents: BTreeSet<usize> = forward.iter().map(|link| link.parent).collect();
    for parent in parents {
        let end = |link: &&&Link| End { at: link.child, layer: layer_of(link.child), below: row_end(link.row) };
        let to = forward.iter().filter(|link| link.parent == parent).map(|link| end(&link)).collect();
        nets.push(Net { from: End { at: parent, layer: layer_of(parent), below: OUT }, to, turned: false });
    }
    for link in turned {
        let from = End { at: link.child, layer: layer_of(link.child), below: row_end(link.row) };
        let to = vec![End { at: link.parent, layer: layer_of(link.parent), below: INTO_PARENT }];
        nets.push(Net { from, to, turned: true });
    }
    for (number, net) in nets.iter().enumerate() {
        let crossed = net.from.layer + 1..net.last().max(net.from.layer + 1);
        contents[crossed].iter_mut().for_each(|items: &mut Vec<Item>| items.push(Item::Line(number)));
    }
    Layout { layers: contents, nets }
}

impl Net {
    /// The layer of its last end.
    pub(super) fn last(&self) -> usize {
        self.to.iter().map(|end| end.layer).max().unwrap_or(self.from.layer)
    }

    /// What it touches in a layer, each with the distance from the top.
    pub(super) fn touches(&self, number: usize, layer: usize) -> Vec<(Item, f64)> {
        if layer == self.from.layer {
            return vec![(Item::Box(self.from.at), self.from.below)];
        }
        let mut touched: Vec<(Item, f64)> =
            self.to.iter().filter(|end| end.layer == layer).map(|end| (Item::Box(end.at), end.below)).collect();
        if layer > self.from.layer && layer < self.last() {
            touched.push((Item::Line(number), THROUGH));
        }
        touched
    }

    /// Where it leaves a layer to the right.
    pub(super) fn leaves(&self, number: usize, layer: usize) -> (Item, f64) {
        if layer == self.from.layer {
            (Item::Box(self.from.at), self.from.below)
        } else {
            (Item::Line(number), THROUGH)
        }
    }

    /// Whether it runs in the channel right of a layer.
    pub(super) fn crosses(&self, layer: usize) -> bool {
        self.from.layer <= layer && layer < self.last()
    }
}
