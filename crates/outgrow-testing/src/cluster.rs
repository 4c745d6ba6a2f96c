//! The one PostgreSQL cluster of the tests.

use std::sync::OnceLock;

/// The URL of the server, without a database.
///
/// # Panics
/// When no server is named and none can be started.
pub fn server_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| std::env::var("OUTGROW_TEST_PG").expect("OUTGROW_TEST_PG names a server"))
}
