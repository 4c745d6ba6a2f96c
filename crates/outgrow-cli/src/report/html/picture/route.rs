//! The track of every line in the channels between layers.

/// The upright part of a net in one channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Upright {
    /// The net.
    pub(super) net: usize,
    /// Its upper end.
    pub(super) top: f64,
    /// Its lower end.
    pub(super) bottom: f64,
}

/// The least distance between uprights on one track.
const APART: f64 = 6.0;

/// A track for each upright, so that none lies upon another; and how many tracks there are.
///
/// A net that runs straight needs no track of its own and gets the first.
pub(super) fn tracks(uprights: &[Upright]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..uprights.len()).collect();
    order.sort_by(|a, b| uprights[*a].top.total_cmp(&uprights[*b].top));
    let mut ends: Vec<f64> = Vec::new();
    let mut tracks = vec![0; uprights.len()];
    for at in order {
        let upright = uprights[at];
        if upright.bottom - upright.top < 0.5 {
            continue;
        }
        let free = ends.iter().position(|end| end + APART < upright.top);
        let track = free.unwrap_or(ends.len());
        if track == ends.len() {
            ends.push(upright.bottom);
        } else {
            ends[track] = upright.bottom;
        }
        tracks[at] = track;
    }
    (tracks, ends.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uprights_that_meet_take_different_tracks() {
        let upright = |net, top, bottom| Upright { net, top, bottom };
        let (tracks, count) = tracks(&[upright(0, 0.0, 50.0), upright(1, 40.0, 90.0), upright(2, 60.0, 80.0)]);
        assert_eq!((tracks, count), (vec![0, 1, 0], 2));
    }
}
