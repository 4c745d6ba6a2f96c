//! A database of its own for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

use crate::server_url;

/// An empty database that is dropped with this value.
pub struct TestDatabase {
    name: String,
    url: String,
}

impl TestDatabase {
    /// Creates a database: UTF8, byte order.
    ///
    /// # Panics
    /// When the server cannot be reached.
    pub fn create() -> TestDatabase {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        let server = server_url();
        let template = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
        let admin = format!("{server}/postgres");
        query(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).expect("an old database goes");
        query(&admin, &format!("CREATE DATABASE {name} {template}")).expect("a new database");
        TestDatabase { url: format!("{server}/{name}"), name }
    }

    /// Its URL, with the password.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs statements and shows the rows as `psql -At` does.
    ///
    /// # Errors
    /// What PostgreSQL says, with its SQLSTATE.
    pub fn query(&self, sql: &str) -> Result<String, String> {
        query(&self.url, sql)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A database that stays is dropped by the next test that takes its name.
        let _ = query(&format!("{}/postgres", server_url()), &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// Runs statements in any database, and shows the rows as `psql -At` does.
///
/// Runs on a thread of its own, so that tests with and without a runtime can call it.
///
/// # Errors
/// What PostgreSQL says, with its SQLSTATE.
pub fn query(url: &str, sql: &str) -> Result<String, String> {
    std::thread::scope(|scope| {
        scope.spawn(|| runtime().block_on(simple(url, sql))).join().expect("the query does not panic")
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

async fn simple(url: &str, sql: &str) -> Result<String, String> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.map_err(|error| error.to_string())?;
    let connection = tokio::spawn(connection);
    let shown = rows(&client, sql).await;
    drop(client);
    let _ = connection.await;
    shown
}

async fn rows(client: &Client, sql: &str) -> Result<String, String> {
    let messages = client.simple_query(sql).await.map_err(|error| {
        error.as_db_error().map_or_else(
            || error.to_string(),
            |refusal| format!("ERROR {}: {}", refusal.code().code(), refusal.message()),
        )
    })?;
    let lines: Vec<String> = messages
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|at| row.get(at).unwrap_or("")).collect::<Vec<_>>().join("|"))
            }
            _ => None,
        })
        .collect();
    Ok(lines.join("\n"))
}
