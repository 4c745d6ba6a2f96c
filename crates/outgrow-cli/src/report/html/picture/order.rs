//! The order within layers: few lines cross.

use std::collections::BTreeMap;

use super::nets::{Item, Layout};

/// How often all layers are sorted; more changes little.
const SWEEPS: usize = 12;

/// Sorts every layer by where its neighbors stand, and keeps the best order that was seen.
pub(super) fn order(layout: &mut Layout) {
    let hops = hops(layout);
    let mut best = (crossings(layout, &hops), layout.layers.clone());
    for sweep in 0..SWEEPS {
        let count = layout.layers.len();
        if sweep % 2 == 0 {
            (1..count).for_each(|layer| sort(layout, &hops, layer, layer - 1));
        } else {
            (0..count.saturating_sub(1)).rev().for_each(|layer| sort(layout, &hops, layer, layer + 1));
        }
        let crossings = crossings(layout, &hops);
        if crossings < best.0 {
            best = (crossings, layout.layers.clone());
        }
    }
    layout.layers = best.1;
}

/// A line between neighbors: its left and its right item, each with the distance from its top.
type Hop = ((Item, f64), (Item, f64));

/// The lines in the channel right of each layer.
fn hops(layout: &Layout) -> Vec<Vec<Hop>> {
    let mut hops = vec![Vec::new(); layout.layers.len()];
    for (number, net) in layout.nets.iter().enumerate() {
        for (layer, hops) in hops.iter_mut().enumerate().filter(|(layer, _)| net.crosses(*layer)) {
            let left = net.leaves(number, layer);
            hops.extend(net.touches(number, layer + 1).into_iter().map(|right| (left, right)));
        }
    }
    hops
}

fn key(item: Item) -> (u8, usize) {
    match item {
        Item::Box(at) => (0, at),
        Item::Line(net) => (1, net),
    }
}

fn positions(items: &[Item]) -> BTreeMap<(u8, usize), usize> {
    items.iter().enumerate().map(|(position, item)| (key(*item), position)).collect()
}

/// Sorts a layer by the mean place of what its items are joined to in a neighbor layer.
fn sort(layout: &mut Layout, hops: &[Vec<Hop>], layer: usize, neighbor: usize) {
    let places = positions(&layout.layers[neighbor]);
    let mut sums: BTreeMap<(u8, usize), (f64, f64)> = BTreeMap::new();
    for (left, right) in &hops[layer.min(neighbor)] {
        let (own, other) = if neighbor < layer { (right, left) } else { (left, right) };
        // Within a box, the rows stand below each other too.
        let place = places[&key(other.0)] as f64 + other.1 / 1000.0;
        let sum = sums.entry(key(own.0)).or_default();
        *sum = (sum.0 + place, sum.1 + 1.0);
    }
    let own = positions(&layout.layers[layer]);
    let wish = |item: &Item| match sums.get(&key(*item)) {
        Some((sum, count)) => sum / count,
        None => own[&key(*item)] as f64,
    };
    let mut items = layout.layers[layer].clone();
    items.sort_by(|a, b| wish(a).total_cmp(&wish(b)));
    layout.layers[layer] = items;
}

fn crossings(layout: &Layout, hops: &[Vec<Hop>]) -> usize {
    let channels = hops.iter().enumerate().filter(|(_, hops)| !hops.is_empty());
    channels
        .map(|(layer, hops)| {
            let (left, right) = (positions(&layout.layers[layer]), positions(&layout.layers[layer + 1]));
            let place = |hop: &Hop| {
                let (from, to) = hop;
                (left[&key(from.0)] as f64 + from.1 / 1000.0, right[&key(to.0)] as f64 + to.1 / 1000.0)
            };
            inversions(hops.iter().map(place).collect())
        })
        .sum()
}

/// How many pairs stand in one order at the left and in the other at the right.
fn inversions(mut ends: Vec<(f64, f64)>) -> usize {
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut seen: Vec<f64> = Vec::with_capacity(ends.len());
    let mut count = 0;
    for (_, right) in ends {
        let at = seen.partition_point(|other| *other <= right);
        count += seen.len() - at;
        seen.insert(at, right);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_pairs_in_different_order() {
        assert_eq!(inversions(vec![(0.0, 1.0), (1.0, 0.0)]), 1);
        assert_eq!(inversions(vec![(0.0, 0.0), (1.0, 1.0), (1.0, 0.5)]), 0);
        assert_eq!(inversions(vec![(0.0, 2.0), (1.0, 1.0), (2.0, 0.0)]), 3);
    }
}
