#![no_main]

#[path = "../bodies/temporal.rs"]
mod body;

libfuzzer_sys::fuzz_target!(|data: &[u8]| body::body(data));
