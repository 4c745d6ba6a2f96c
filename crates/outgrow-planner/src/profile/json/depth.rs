//! Which containers are open around a value.

/// What encloses a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Array,
    Object,
}

/// The open containers, one bit each; those beyond the innermost 64 levels lie in the heap.
#[derive(Default)]
pub(super) struct Open {
    /// The innermost ones, the last in the lowest bit; set for an object.
    bits: u64,
    depth: usize,
    outer: Vec<u64>,
}

impl Open {
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn enter(&mut self, container: Container) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.bits);
        }
        self.bits = self.bits << 1 | u64::from(container == Container::Object);
        self.depth += 1;
    }

    /// Leaves the innermost container, which must exist.
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
        self.bits >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.bits = self.outer.pop().unwrap_or(0);
        }
    }

    pub(super) fn innermost(&self) -> Option<Container> {
        let object = self.bits & 1 == 1;
        (self.depth > 0).then_some(if object { Container::Object } else { Container::Array })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_close_in_the_reverse_order() {
        let kind = |level: usize| if (level * level) % 7 < 3 { Container::Object } else { Container::Array };
        let mut open = Open::default();
        for level in 0..1_000 {
            open.enter(kind(level));
        }
        for level in (0..1_000).rev() {
            assert!(open.innermost() == Some(kind(level)), "level {level}");
            open.leave();
        }
        assert!(open.innermost().is_none());
    }
}
