//! Which layer each box of a component stands in.

use std::collections::BTreeSet;

/// The layers of a component, and the links that had to be turned around.
#[derive(Debug, PartialEq)]
pub(super) struct Layers {
    /// The layer of each box.
    pub(super) of: Vec<usize>,
    /// The links (child, parent) that close a circle: there the parent stands right of the child.
    pub(super) turned: BTreeSet<(usize, usize)>,
}

/// Layers for boxes with these heights; a parent stands left of its children, and no layer is much higher than `most`.
///
/// `links` are pairs (child, parent) of different boxes.
pub(super) fn layers(heights: &[f64], links: &BTreeSet<(usize, usize)>, most: f64) -> Layers {
    let turned = circles(heights.len(), links);
    let forward: BTreeSet<(usize, usize)> = links
        .iter()
        .map(|&(child, parent)| if turned.contains(&(child, parent)) { (parent, child) } else { (child, parent) })
        .collect();
    let mut parents = vec![Vec::new(); heights.len()];
    let mut children = vec![Vec::new(); heights.len()];
    for (child, parent) in forward {
        parents[child].push(parent);
        children[parent].push(child);
    }
    let mut of = fill(heights, &parents, &children, most);
    pull(&mut of, &parents, &children);
    close_gaps(&mut of);
    Layers { of, turned }
}

/// The links to a box that is still open in a walk in depth: without them there is no circle.
fn circles(count: usize, links: &BTreeSet<(usize, usize)>) -> BTreeSet<(usize, usize)> {
    let mut parents = vec![Vec::new(); count];
    for (child, parent) in links {
        parents[*child].push(*parent);
    }
    let mut turned = BTreeSet::new();
    // 0: not seen, 1: open, 2: done.
    let mut state = vec![0_u8; count];
    for start in 0..count {
        if state[start] != 0 {
            continue;
        }
        let mut walk = vec![(start, 0)];
        state[start] = 1;
        while let Some((at, next)) = walk.pop() {
            let Some(parent) = parents[at].get(next).copied() else {
                state[at] = 2;
                continue;
            };
            walk.push((at, next + 1));
            match state[parent] {
                0 => {
                    state[parent] = 1;
                    walk.push((parent, 0));
                }
                1 => {
                    turned.insert((at, parent));
                }
                _ => {}
            }
        }
    }
    turned
}

/// The first layer right of all parents that has room; boxes with children first, because more depends on them.
fn fill(heights: &[f64], parents: &[Vec<usize>], children: &[Vec<usize>], most: f64) -> Vec<usize> {
    let depth = depths(parents, children);
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by_key(|at| (depth[*at], children[*at].is_empty(), *at));
    let mut of = vec![0; heights.len()];
    let mut filled: Vec<f64> = Vec::new();
    for at in order {
        let mut layer = parents[at].iter().map(|parent| of[*parent] + 1).max().unwrap_or(0);
        while filled.get(layer).is_some_and(|height| *height > 0.0 && height + heights[at] > most) {
            layer += 1;
        }
        if filled.len() <= layer {
            filled.resize(layer + 1, 0.0);
        }
        filled[layer] += heights[at];
        of[at] = layer;
    }
    of
}

/// The longest way to each box from one without parents.
fn depths(parents: &[Vec<usize>], children: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = parents.iter().map(Vec::len).collect();
    let mut ready: Vec<usize> = (0..parents.len()).filter(|at| waiting[*at] == 0).collect();
    let mut depth = vec![0; parents.len()];
    while let Some(at) = ready.pop() {
        for child in &children[at] {
            depth[*child] = depth[*child].max(depth[at] + 1);
            waiting[*child] -= 1;
            if waiting[*child] == 0 {
                ready.push(*child);
            }
        }
    }
    depth
}

/// A box without parents stands beside its first child, not at the far left.
fn pull(of: &mut [usize], parents: &[Vec<usize>], children: &[Vec<usize>]) {
    for at in 0..of.len() {
        let first = children[at].iter().map(|child| of[*child]).min();
        if let Some(first) = first.filter(|_| parents[at].is_empty()) {
            of[at] = of[at].max(first - 1);
        }
    }
}

fn close_gaps(of: &mut [usize]) {
    let used: Vec<usize> = of.iter().copied().collect::<BTreeSet<usize>>().into_iter().collect();
    for layer in of {
        *layer = used.partition_point(|other| *other < *layer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(count: usize, links: &[(usize, usize)], most: f64) -> Layers {
        layers(&vec![10.0; count], &links.iter().copied().collect(), most)
    }

    #[test]
    fn a_parent_stands_left_of_its_children() {
        let layers = made(3, &[(1, 0), (2, 1), (2, 0)], 100.0);
        assert_eq!(layers.of, [0, 1, 2]);
        assert!(layers.turned.is_empty());
    }

    #[test]
    fn a_circle_is_cut_at_one_link() {
        let layers = made(3, &[(0, 1), (1, 2), (2, 0)], 100.0);
        assert_eq!(layers.turned.len(), 1);
        let (child, parent) = *layers.turned.first().expect("one");
        assert!(layers.of[child] < layers.of[parent], "{layers:?}");
    }

    #[test]
    fn many_children_of_one_parent_fill_several_layers() {
        let links: Vec<(usize, usize)> = (1..=50).map(|child| (child, 0)).collect();
        let layers = made(51, &links, 100.0);
        assert_eq!(layers.of.iter().max(), Some(&5));
    }

    #[test]
    fn a_chain_of_many_tables_needs_no_deep_stack() {
        let links: Vec<(usize, usize)> = (1..100_000).map(|child| (child, child - 1)).collect();
        assert_eq!(made(100_000, &links, 100.0).of[99_999], 99_999);
    }
}
