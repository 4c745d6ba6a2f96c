//! The `outgrow` command.

fn main() {}
