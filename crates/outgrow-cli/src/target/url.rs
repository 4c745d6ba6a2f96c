//! What may be shown of a PostgreSQL URL.

/// The URL without any password. Of a text that cannot be taken apart with
/// certainty nothing is shown.
pub(crate) fn without_password(text: &str) -> String {
    shown(text).unwrap_or_else(|| "the target".to_owned())
}

/// A shown URL as psql takes it: without a driver in its scheme.
pub(crate) fn for_psql(shown: &str) -> String {
    match shown.split_once("://") {
        Some((_, rest)) => format!("postgresql://{rest}"),
        None => shown.to_owned(),
    }
}

fn shown(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    let (before_query, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = before_query.split_once('/').unwrap_or((before_query, ""));
    let (account, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    // An unencoded slash or question mark in a password puts the rest of it elsewhere.
    let strayed = !is_host_list(hosts) || database.contains('@') || stray_key(query);
    if account.is_empty() && rest.contains('@') && strayed {
        return None;
    }
    let user = account.split(':').next().unwrap_or_default();
    let at = if user.is_empty() { "" } else { "@" };
    let parameters: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_password(pair)).collect();
    let mark = if parameters.is_empty() { "" } else { "?" };
    Some(format!("{scheme}://{user}{at}{hosts}/{database}{mark}{}", parameters.join("&")))
}

fn is_password(pair: &str) -> bool {
    let key = pair.split('=').next().unwrap_or_default();
    // A key may be percent-encoded too; none that is needs to be shown.
    key.contains('%') || key.to_ascii_lowercase().contains("password")
}

/// Whether the text before the first slash looks like hosts with ports, so that no password can hide in it.
fn is_host_list(hosts: &str) -> bool {
    hosts.split(',').all(|host| {
        let after_address = host.rsplit(']').next().unwrap_or_default();
        let port = after_address.split_once(':').map_or("", |(_, port)| port);
        port.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether the name of a parameter holds an `@`, which only the rest of an account does.
fn stray_key(query: &str) -> bool {
    query.split('&').any(|pair| pair.split('=').next().unwrap_or_default().contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_password_is_shown() {
        let cases = [
            ("postgresql://me:pw@db:5433/app?sslmode=require", "postgresql://me@db:5433/app?sslmode=require"),
            ("postgresql:///app", "postgresql:///app"),
            ("postgresql://me@[::1]:5433/app", "postgresql://me@[::1]:5433/app"),
            ("postgresql://a:1,b:2/app?host=/tmp", "postgresql://a:1,b:2/app?host=/tmp"),
        ];
        for (text, shown) in cases {
            assert_eq!(without_password(text), shown);
        }
    }

    #[test]
    fn no_password_is_ever_shown() {
        let hostile = [
            "postgresql://me:hunter2@db/app",
            "postgresql://me@db/app?password=hunter2&application_name=x",
            "postgresql://me@db/app?PassWord=hunter2",
            "postgresql://me@db/app?p%61ssword=hunter2",
            "postgresql://db/app?user=me&sslpassword=hunter2",
            "postgresql://me:a@hunter2@db/app",
            "postgresql://me:hunter2/x@db/app",
            "postgresql://me:hunter2?x@db/app",
            "postgresql://:hunter2@db/app",
            "postgresql://me:42/hunter2@db/app",
            "postgresql://me:42?hunter2@db/app",
            "me:hunter2",
        ];
        for text in hostile {
            let shown = without_password(text);
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }

    #[test]
    fn psql_gets_no_driver_in_the_scheme() {
        assert_eq!(for_psql("postgresql+asyncpg://me@db/app"), "postgresql://me@db/app");
    }
}
