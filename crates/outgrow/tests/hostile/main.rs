//! The bodies of the fuzz targets, fed by a deterministic mutator: no input makes them panic,
//! overflow the stack or run on. `make fuzz` runs the same for longer.

mod extremes;
#[path = "../../../../fuzz/bodies/json.rs"]
mod json;
#[path = "../../../../fuzz/bodies/mutator.rs"]
mod mutator;
#[path = "../../../../fuzz/bodies/parser.rs"]
mod parser;
#[path = "../../../../fuzz/bodies/planner.rs"]
mod planner;
#[path = "../../../../fuzz/bodies/temporal.rs"]
mod temporal;
#[path = "../../../../fuzz/bodies/translator.rs"]
mod translator;

#[test]
fn no_create_text_breaks_the_parser() {
    mutator::run(parser::SEEDS, 4_000, parser::body);
}

#[test]
fn no_statement_breaks_the_translator() {
    mutator::run(translator::SEEDS, 1_500, translator::body);
}

#[test]
fn no_schema_breaks_the_planner() {
    mutator::run(planner::SEEDS, 300, planner::body);
}

#[test]
fn no_text_breaks_the_reader_of_times() {
    mutator::run(temporal::SEEDS, 50_000, temporal::body);
}

#[test]
fn no_value_breaks_the_profile() {
    mutator::run(json::SEEDS, 20_000, json::body);
}
