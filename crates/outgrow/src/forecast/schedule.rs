//! How long work takes that several workers do side by side.

use std::time::Duration;

/// The time until all is done, where each of `workers` takes the next item as soon as it is free.
pub(super) fn makespan(items: impl IntoIterator<Item = Duration>, workers: usize) -> Duration {
    let mut free = vec![Duration::ZERO; workers.max(1)];
    for item in items {
        let next = free.iter_mut().min().expect("there is a worker");
        *next += item;
    }
    free.into_iter().max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_worker_decides() {
        let seconds = |all: &[u64]| all.iter().map(|one| Duration::from_secs(*one)).collect::<Vec<_>>();
        assert_eq!(makespan(seconds(&[3, 2, 2]), 2), Duration::from_secs(4));
        assert_eq!(makespan(seconds(&[3, 2, 2]), 1), Duration::from_secs(7));
        assert_eq!(makespan(seconds(&[]), 4), Duration::ZERO);
    }
}
