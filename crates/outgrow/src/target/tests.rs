use super::*;

fn shown(url: &str) -> String {
    let defaults = Defaults { user: Some("os".to_owned()), ..Defaults::default() };
    match Target::parse_with(url, &defaults) {
        Ok(target) => target.to_string(),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn every_spelling_of_a_url_is_read() {
    let cases = [
        ("postgresql://me@db.example.com:6543/shop", "postgresql://me@db.example.com:6543/shop"),
        ("postgres://me:secret@db/shop", "postgresql://me@db:5432/shop"),
        ("postgresql+asyncpg://me:secret@db/shop?ssl=require", "postgresql://me@db:5432/shop"),
        ("postgresql+psycopg2://me@db/shop", "postgresql://me@db:5432/shop"),
        ("postgres+psycopg://me@db/", "postgresql://me@db:5432/me"),
        ("postgresql://me@[::1]:5433/shop", "postgresql://me@[::1]:5433/shop"),
        ("postgresql://me@a:1,b:2,c/shop", "postgresql://me@a:1,b:2,c:5432/shop"),
        ("postgresql://me@a,b/shop?port=7,8", "postgresql://me@a:7,b:8/shop"),
        ("postgresql://me@%2Ftmp%2Fpg/shop", "postgresql://me@%2Ftmp%2Fpg:5432/shop"),
        ("postgresql:///shop?host=/tmp/pg&user=me&port=5499", "postgresql://me@%2Ftmp%2Fpg:5499/shop"),
        ("postgresql://db/sh%20op", "postgresql://os@db:5432/sh op"),
        ("postgresql:///shop", "postgresql://os@%2Fvar%2Frun%2Fpostgresql:5432,localhost:5432/shop"),
        ("postgresql://me:p%40ss%2Fword@db/shop", "postgresql://me@db:5432/shop"),
        ("postgresql://me:p@ss@db/shop", "postgresql://me@db:5432/shop"),
        (
            "postgresql://me@db/shop?pgbouncer=true&connection_limit=1&pool_timeout=3&schema=x",
            "postgresql://me@db:5432/shop",
        ),
        ("postgresql://me@db/shop?dbname=other&password=secret", "postgresql://me@db:5432/other"),
    ];
    for (url, wanted) in cases {
        assert_eq!(shown(url), wanted, "{url}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_without_showing_the_password() {
    let urls = [
        "mysql://me:secret@db/shop",
        "cockroachdb://me:secret@db/shop",
        "me:secret@db/shop",
        "postgresql://me:secret/x@db/shop",
        "postgresql://me:secret?x@db/shop",
        "postgresql://db:secret/shop",
        "postgresql://me:secret@db:99999/shop",
        "postgresql://me:secret@db/shop?sslmode=maybe",
        "postgresql://me:secret@db/shop?colour=red",
        "postgresql://me:secret@db/shop?sslrootcert=system&sslmode=require",
        "postgresql://me:secret@db/shop?sslcert=/tmp/x",
        "postgresql://me:secret@db/shop?connect_timeout=soon",
        "postgresql://me:secret@a,b/shop?port=1,2,3",
        "postgresql://me:secret@[::1/shop",
        "postgresql://me:secret%00@db/shop",
        "postgresql://me:secret%ff@db/shop",
    ];
    for url in urls {
        let error = Target::parse(url).expect_err(url);
        let text = format!("{error} {error:?}");
        assert!(!text.contains("secret"), "{text}");
    }
    let error = Target::parse("postgresql://me@db/shop?colour=red").expect_err("unknown");
    assert_eq!(error.to_string(), "the URL has an unknown parameter \"colour\"");
    assert!(Target::parse("postgresql://db/shop").is_err());
}

#[test]
fn the_password_is_decoded_and_never_shown() {
    let target = Target::parse("postgresql://me:p%40ss%2Fword@db/shop").expect("a URL");
    assert_eq!(target.password.as_deref(), Some("p@ss/word"));
    assert!(!format!("{target:?} {target}").contains("word"));
}

#[test]
fn ssl_modes_follow_libpq() {
    use tls::SslMode;
    let mode = |query: &str| Target::parse(&format!("postgresql://me@db/x?{query}")).expect(query).tls.mode();
    assert_eq!(mode(""), SslMode::Prefer);
    assert_eq!(mode("sslmode=verify-full&sslrootcert=/tmp/ca.pem"), SslMode::VerifyFull);
    assert_eq!(mode("sslmode=require&sslrootcert=/tmp/ca.pem"), SslMode::VerifyCa);
    assert_eq!(mode("sslrootcert=system"), SslMode::VerifyFull);
    assert_eq!(mode("ssl=true"), SslMode::Require);
    assert_eq!(mode("ssl=verify-ca"), SslMode::VerifyCa);
}

#[test]
fn the_first_schema_of_a_search_path_is_exposed() {
    let schema = |query: &str| Target::parse(&format!("postgresql://me@db/x?{query}")).expect(query).schema;
    assert_eq!(schema("schema=shop").as_deref(), Some("shop"));
    assert_eq!(schema("search_path=%22Shop%22,public").as_deref(), Some("Shop"));
    assert_eq!(schema("").as_deref(), None);
}

#[tokio::test]
async fn connection_errors_are_clear() {
    let error = |url: &str| {
        let target = Target::parse(url).expect(url);
        async move { target.connect().await.err().expect("no server").to_string() }
    };
    assert_eq!(error("postgresql://me@127.0.0.1:1/x").await, "nobody listens at 127.0.0.1:1");
    assert_eq!(
        error("postgresql://me@%2Fnowhere/x").await,
        "there is no PostgreSQL socket in \"/nowhere\" for port 5432"
    );
    assert_eq!(
        error("postgresql://me@no.such.host.invalid/x").await,
        "there is no host with the name of no.such.host.invalid:5432"
    );
}

/// A database of the test server.
fn server(database: &str) -> Target {
    let url = outgrow_testing::server_url().to_owned();
    Target::parse(&format!("{url}/{database}")).expect("a URL")
}

#[tokio::test]
async fn a_session_knows_its_server_and_explains_refusals() {
    let session = server("postgres").connect().await.expect("a session");
    assert!(session.server_version() >= 150_000);
    assert_eq!(session.server_encoding(), "UTF8");
    let encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let row = session.client.query_one(encrypted, &[]).await.expect("a row");
    assert_eq!(session.is_encrypted(), row.get::<_, bool>(0));
    let cause = session.client.batch_execute("SELECT nonsense").await.expect_err("no such column");
    let error = session.error(cause);
    assert_eq!(error.to_string(), "column \"nonsense\" does not exist");
    assert_eq!(error.sqlstate_text(), Some("42703"));

    let missing = server("no_such_database").connect().await;
    let error = missing.err().expect("refused");
    assert!(error.to_string().starts_with("database \"no_such_database\" does not exist at"), "{error}");
}

#[tokio::test]
async fn an_error_says_whether_the_connection_was_lost() {
    let closed = Target::parse("postgresql://me@127.0.0.1:1/x").expect("a URL").connect().await.err().expect("nobody");
    assert!(closed.is_connection_lost());
    let missing = server("no_such_database").connect().await.err().expect("refused");
    assert!(!missing.is_connection_lost(), "the server has answered");

    let session = server("postgres").connect().await.expect("a session");
    let refused = session.client.batch_execute("SELECT nonsense").await.expect_err("no such column");
    assert!(!session.error(refused).is_connection_lost());
    let mistaken = session.client.query_one("SELECT 1 WHERE false", &[]).await.expect_err("no row");
    assert!(!session.error(mistaken).is_connection_lost(), "the driver's own error");

    let ended = session.client.batch_execute("SELECT pg_terminate_backend(pg_backend_pid())").await;
    assert_eq!(session.error(ended.expect_err("ended")).sqlstate_text(), Some("57P01"));
    let later = session.client.batch_execute("SELECT 1").await.expect_err("nobody is there");
    assert!(session.error(later).is_connection_lost());
}

#[tokio::test]
async fn a_cancelled_statement_ends_with_its_sqlstate() {
    let session = server("postgres").connect().await.expect("a session");
    let token = session.cancel_token();
    let (slept, cancelled) = tokio::join!(session.client.batch_execute("SELECT pg_sleep(30)"), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        token.cancel().await
    });
    cancelled.expect("sent");
    assert_eq!(session.error(slept.expect_err("cancelled")).sqlstate_text(), Some("57014"));
}
