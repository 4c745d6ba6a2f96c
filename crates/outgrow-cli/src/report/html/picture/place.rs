//! Heights: everything as near as can be to what it is joined to, nothing upon another.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::nets::{Item, Layout};

/// Ends of lines have their places on this grid.
const GRID: f64 = 8.0;
const BETWEEN_BOXES: f64 = 24.0;
const BETWEEN_LINES: f64 = 8.0;
const SWEEPS: usize = 16;

/// The top of everything in each layer, in the order of the layer; the least is 0.
pub(super) fn tops(graph: &Graph, layout: &Layout) -> Vec<Vec<f64>> {
    let gaps: Vec<Vec<f64>> = layout.layers.iter().map(|items| offsets(graph, items)).collect();
    let mut tops = gaps.clone();
    let joins = joins(layout);
    for sweep in 0..SWEEPS {
        let mut layers: Vec<usize> = (0..layout.layers.len()).collect();
        if sweep % 2 == 1 {
            layers.reverse();
        }
        for layer in layers {
            let wishes = wishes(&tops, &joins[layer], layer);
            tops[layer] = spread(&wishes, &gaps[layer]);
        }
    }
    snap(&mut tops, &gaps);
    tops
}

/// The height of an item.
pub(super) fn height(graph: &Graph, item: Item) -> f64 {
    match item {
        Item::Box(at) => graph.boxes[at].height(),
        Item::Line(_) => 0.0,
    }
}

/// How far each item stands below the first one where all stand as close as they may.
fn offsets(graph: &Graph, items: &[Item]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(items.len());
    let mut next = 0.0;
    for (position, item) in items.iter().enumerate() {
        offsets.push(next);
        let alone = matches!((item, items.get(position + 1)), (Item::Line(_), Some(Item::Line(_))));
        next += height(graph, *item) + if alone { BETWEEN_LINES } else { BETWEEN_BOXES };
    }
    offsets
}

/// What an item is joined to: its own end, and layer, place and end of the other.
struct Join {
    own: f64,
    layer: usize,
    place: usize,
    other: f64,
}

/// All joins of each item of each layer.
fn joins(layout: &Layout) -> Vec<Vec<Vec<Join>>> {
    let place: Vec<BTreeMap<(bool, usize), usize>> = layout
        .layers
        .iter()
        .map(|items| items.iter().enumerate().map(|(at, item)| (key(*item), at)).collect())
        .collect();
    let mut joins: Vec<Vec<Vec<Join>>> =
        layout.layers.iter().map(|items| items.iter().map(|_| Vec::new()).collect()).collect();
    for (number, net) in layout.nets.iter().enumerate() {
        for layer in net.from.layer..net.last() {
            let (left, own) = net.leaves(number, layer);
            let left = place[layer][&key(left)];
            for (right, other) in net.touches(number, layer + 1) {
                let right = place[layer + 1][&key(right)];
                joins[layer][left].push(Join { own, layer: layer + 1, place: right, other });
                joins[layer + 1][right].push(Join { own: other, layer, place: left, other: own });
            }
        }
    }
    joins
}

fn key(item: Item) -> (bool, usize) {
    match item {
        Item::Box(at) => (true, at),
        Item::Line(net) => (false, net),
    }
}

/// The top that each item would like best: its lines run straight on the whole.
fn wishes(tops: &[Vec<f64>], joins: &[Vec<Join>], layer: usize) -> Vec<f64> {
    let wish = |(position, joins): (usize, &Vec<Join>)| {
        if joins.is_empty() {
            return tops[layer][position];
        }
        let sum: f64 = joins.iter().map(|join| tops[join.layer][join.place] + join.other - join.own).sum();
        sum / joins.len() as f64
    };
    joins.iter().enumerate().map(wish).collect()
}

/// The tops nearest to the wishes, in least squares, that keep order and distance: neighbors that want to
/// stand in one place are joined into a block that stands at the mean of its wishes.
fn spread(wishes: &[f64], offsets: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (wish, offset) in wishes.iter().zip(offsets) {
        let mut block = (wish - offset, 1);
        while let Some(last) = blocks.last().copied().filter(|last| last.0 > block.0) {
            blocks.pop();
            let together = last.1 + block.1;
            block = ((last.0 * last.1 as f64 + block.0 * block.1 as f64) / together as f64, together);
        }
        blocks.push(block);
    }
    let places = blocks.into_iter().flat_map(|(place, count)| std::iter::repeat_n(place, count));
    places.zip(offsets).map(|(place, offset)| place + offset).collect()
}

/// Moves everything onto the grid, and the topmost to 0.
fn snap(tops: &mut [Vec<f64>], offsets: &[Vec<f64>]) {
    let least = tops.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    for (tops, offsets) in tops.iter_mut().zip(offsets) {
        for (top, offset) in tops.iter_mut().zip(offsets) {
            // Offsets are on the grid, so rounding what is left keeps every distance.
            *top = ((*top - offset - least) / GRID).round() * GRID + offset;
        }
    }
    let least = tops.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    tops.iter_mut().flatten().for_each(|top| *top -= least);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wants_one_place_stands_around_it() {
        assert_eq!(spread(&[100.0, 100.0], &[0.0, 50.0]), [75.0, 125.0]);
        assert_eq!(spread(&[0.0, 500.0], &[0.0, 50.0]), [0.0, 500.0]);
    }

    #[test]
    fn order_and_distance_are_kept() {
        let tops = spread(&[300.0, 10.0, 200.0], &[0.0, 40.0, 90.0]);
        assert!(tops[1] - tops[0] >= 40.0 - 1e-9 && tops[2] - tops[1] >= 50.0 - 1e-9, "{tops:?}");
    }
}
