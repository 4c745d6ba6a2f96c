//! A small deterministic fuzzer, so that `make test` exercises what `make fuzz` does for longer.

use std::time::{Duration, Instant};

/// No input of a few hundred kilobytes may take longer.
const LONGEST: Duration = Duration::from_secs(15);

/// Pieces that parsers stumble over.
const PIECES: &[&str] = &[
    "(",
    ")",
    "'",
    "\"",
    "`",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    "--",
    "/*",
    "*/",
    ".",
    "\0",
    "\u{feff}",
    "\u{b}",
    "é",
    "0x",
    "1e999",
    "-",
    "+",
    "~",
    "||",
    "->>",
    " NOT ",
    " AND ",
    " CASE WHEN ",
    " THEN ",
    " END ",
    " SELECT ",
    " FROM ",
    " WHERE ",
    " LIMIT ",
    " OFFSET ",
    " UNION ",
    " WITH ",
    " AS ",
    " CHECK (",
    " DEFAULT ",
    " COLLATE ",
    " IN (",
    " EXISTS (SELECT ",
    " IS NULL",
    " BETWEEN ",
    "CAST(",
    "abs(",
    "\\u0000",
    "2024-02-29",
    "T24:00",
    "+05:30",
    ":",
    "9999999999999999999",
];

/// Calls `body` with mutations of the seeds, always the same ones; a panic names its input.
pub(crate) fn run(seeds: &[&[u8]], rounds: u32, body: fn(&[u8])) {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    seeds.iter().for_each(|seed| attempt(seed, body));
    for (at, piece) in PIECES.iter().enumerate() {
        for (shift, times) in [100, 1_000, 10_000].into_iter().enumerate() {
            attempt(&repeated(seeds[(at + shift) % seeds.len()], piece, times, &mut dice), body);
        }
    }
    for _ in 0..rounds {
        let mut input = seeds[dice.below(seeds.len())].to_vec();
        for _ in 0..=dice.below(5) {
            mutate(&mut input, seeds, &mut dice);
        }
        attempt(&input, body);
    }
}

/// Calls `body` once; a panic, or too long a time, names the input.
pub(crate) fn attempt(input: &[u8], body: fn(&[u8])) {
    let started = Instant::now();
    if std::panic::catch_unwind(|| body(input)).is_err() {
        let shown = String::from_utf8_lossy(&input[..input.len().min(2_000)]);
        panic!("the panic above came from {shown:?} ({} bytes)", input.len());
    }
    let took = started.elapsed();
    let shown = String::from_utf8_lossy(&input[..input.len().min(500)]);
    assert!(took < LONGEST, "{took:?} for {} bytes: {shown}", input.len());
}

/// A seed with a piece many times in its middle.
fn repeated(seed: &[u8], piece: &str, times: usize, dice: &mut Dice) -> Vec<u8> {
    let (start, end) = seed.split_at(dice.below(seed.len() + 1));
    [start, piece.repeat(times).as_bytes(), end].concat()
}

fn mutate(input: &mut Vec<u8>, seeds: &[&[u8]], dice: &mut Dice) {
    let at = dice.below(input.len() + 1);
    match dice.below(7) {
        0 if at < input.len() => input[at] ^= 1 << dice.below(8),
        1 if at < input.len() => {
            input.remove(at);
        }
        2 => {
            let piece = PIECES[dice.below(PIECES.len())];
            input.splice(at..at, piece.bytes());
        }
        3 => input.truncate(at),
        4 => {
            let other = seeds[dice.below(seeds.len())];
            let from = dice.below(other.len() + 1);
            input.splice(at.., other[from..].iter().copied());
        }
        5 => {
            let end = (at + dice.below(12)).min(input.len());
            let part = input[at..end].repeat(1 + dice.below(40));
            input.splice(at..at, part);
        }
        _ => input.insert(at, dice.below(256) as u8),
    }
    input.truncate(200_000);
}

/// xorshift64*
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) as usize % bound
    }
}
