#![no_main]

#[path = "../bodies/encoder.rs"]
mod body;

use outgrow::trial::round_trip;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::body(data));
