//! The one PostgreSQL cluster of the tests.

use std::env;
use std::path::Path;
use std::sync::OnceLock;

use outgrow::server::{Search, shared_test_cluster};

/// The URL of the server, without a database.
///
/// # Panics
/// When no server is named and none can be started.
pub fn server_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| env::var("OUTGROW_TEST_PG").unwrap_or_else(|_| started()))
}

fn started() -> String {
    let search = Search::new(env::var_os("OUTGROW_PG_BIN").map(Into::into), env::var_os("PATH").as_deref());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-postgres");
    let running = shared_test_cluster(&folder, &search).expect("a PostgreSQL server for the tests starts");
    let url = running.url();
    let (server, _database) = url.rsplit_once('/').expect("a URL ends with its database");
    server.to_owned()
}
