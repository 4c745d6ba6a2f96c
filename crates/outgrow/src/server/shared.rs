//! One server for all tests that run at the same time.

use std::path::Path;

use super::{Durability, Local, Options, Running, Search};
use crate::Result;

/// Starts the test server in `dir`, or joins the one that runs there.
///
/// Any number of processes may call this at once: the first makes the cluster, the others wait for it. It
/// does not survive a failure of the machine, and it runs on after the tests, for the next ones; it ends
/// with `outgrow server stop --data <dir>`. Each test makes a database of its own in it.
pub fn shared_test_cluster(dir: &Path, search: &Search) -> Result<Running> {
    let options = Options { durability: Durability::Off, ..Options::default() };
    Local::at(dir, search.clone()).start(&options)
}
