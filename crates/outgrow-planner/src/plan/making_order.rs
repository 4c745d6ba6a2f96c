//! In which order things can be made that name one another: views, generated columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::sqlite::parse::{Word, words};

/// For each of these names and texts the positions of the others that its text names.
///
/// A text can name something in another sense, or have no words at all; so this is a guess,
/// though nothing that a text reads is missing where the text has words.
pub(super) fn named(texts: &[(&str, &str)]) -> Vec<BTreeSet<usize>> {
    let positions: BTreeMap<String, usize> =
        texts.iter().enumerate().map(|(at, (name, _))| (name.to_ascii_lowercase(), at)).collect();
    let of_text = |(own, (_, text)): (usize, &(&str, &str))| {
        let words = words(text).unwrap_or_default();
        let found = words.iter().filter_map(|word| match word {
            Word::Name(name) => positions.get(&name.to_ascii_lowercase()).copied(),
            Word::Star | Word::Comma | Word::Dot | Word::Open | Word::Other => None,
        });
        found.filter(|other| *other != own).collect()
    };
    texts.iter().enumerate().map(of_text).collect()
}

/// All positions, each behind those that it names.
///
/// It is the order in which they would be found by going through all of them again and again,
/// taking each time those that stand on nothing but what is there already. In a circle one
/// stands too early.
pub(super) fn order(named: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut rounds: Vec<Option<usize>> = vec![None; named.len()];
    for position in 0..named.len() {
        find_round(position, named, &mut rounds);
    }
    let mut order: Vec<usize> = (0..named.len()).collect();
    order.sort_by_key(|position| (rounds[*position], *position));
    order
}

/// Finds the round of a thing and of all that it stands on, without a stack as deep as they are.
fn find_round(start: usize, named: &[BTreeSet<usize>], rounds: &mut [Option<usize>]) {
    if rounds[start].is_some() {
        return;
    }
    let mut seen = BTreeSet::from([start]);
    let mut walk = vec![(start, named[start].iter())];
    while let Some((at, others)) = walk.last_mut() {
        match others.next() {
            Some(other) if rounds[*other].is_none() && seen.insert(*other) => {
                walk.push((*other, named[*other].iter()));
            }
            Some(_) => {}
            None => {
                let at = *at;
                let after = named[at].iter().filter_map(|other| Some(rounds[*other]? + usize::from(*other > at)));
                rounds[at] = Some(after.max().unwrap_or(0));
                walk.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_behind_those_that_it_names() {
        let texts = [("a", "SELECT 1 FROM \"C\""), ("b", "SELECT 1"), ("c", "SELECT 1 FROM [d]"), ("d", "SELECT 1")];
        assert_eq!(order(&named(&texts)), [1, 3, 2, 0]);
    }

    #[test]
    fn circles_and_texts_without_words_hold_nobody_up() {
        let texts = [("a", "SELECT 1 FROM b"), ("b", "SELECT 1 FROM a"), ("c", "SELECT 'open")];
        assert_eq!(order(&named(&texts)).len(), 3);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let named: Vec<BTreeSet<usize>> =
            (0..20_000).map(|at| if at < 19_999 { BTreeSet::from([at + 1]) } else { BTreeSet::new() }).collect();
        assert_eq!(order(&named).first(), Some(&19_999));
    }
}
