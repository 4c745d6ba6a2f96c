//! A PostgreSQL URL: completed from libpq's environment, shown without its password.

/// A URL of a PostgreSQL database. Its `Debug` shows no password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Url {
    secret: String,
    shown: String,
}

impl Url {
    /// Fills what `text` leaves out from PGUSER, PGPASSWORD, PGHOST, PGPORT and the like, as libpq does.
    pub(crate) fn completed(text: &str, environment: &dyn Fn(&str) -> Option<String>) -> Url {
        let Some(mut parts) = Parts::read(text) else {
            // Not a URL: whoever parses it says so. What it holds is unknown, so nothing is shown.
            return Url { secret: text.to_owned(), shown: "the target".to_owned() };
        };
        parts.complete(environment);
        let secret = parts.write();
        parts.forget_passwords();
        Url { secret, shown: parts.write() }
    }

    /// A URL that is complete already, and what may be shown of it.
    pub(crate) fn known(secret: String, shown: String) -> Url {
        Url { secret, shown }
    }

    /// The whole URL, password included: for connecting only.
    pub(crate) fn reveal(&self) -> &str {
        &self.secret
    }

    /// The URL without any password.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// The shown URL as psql takes it: without a driver in the scheme.
    pub(crate) fn for_psql(&self) -> String {
        match self.shown.split_once("://") {
            Some((_, rest)) => format!("postgresql://{rest}"),
            None => self.shown.clone(),
        }
    }
}

impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Url").field(&self.shown).finish()
    }
}

/// The parts of a URL, percent-encoded as they stand in it; empty where they are missing.
struct Parts {
    scheme: String,
    user: String,
    password: String,
    hosts: String,
    database: String,
    parameters: Vec<(String, String)>,
}

impl Parts {
    fn read(text: &str) -> Option<Parts> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let (before_query, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = before_query.split_once('/').unwrap_or((before_query, ""));
        let (account, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = account.split_once(':').unwrap_or((account, ""));
        // An unencoded slash or question mark in a password puts the rest of it elsewhere.
        let strayed = !is_host_list(hosts) || database.contains('@') || stray_key(query);
        if account.is_empty() && rest.contains('@') && strayed {
            return None;
        }
        let parameter = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key.to_owned(), value.to_owned())
        };
        Some(Parts {
            scheme: scheme.to_owned(),
            user: user.to_owned(),
            password: password.to_owned(),
            hosts: hosts.to_owned(),
            database: database.to_owned(),
            parameters: query.split('&').filter(|pair| !pair.is_empty()).map(parameter).collect(),
        })
    }

    fn has(&self, key: &str) -> bool {
        self.parameters.iter().any(|(name, _)| name == key)
    }

    fn complete(&mut self, environment: &dyn Fn(&str) -> Option<String>) {
        let value = |name: &str| environment(name).filter(|value| !value.is_empty());
        if self.user.is_empty() && !self.has("user") {
            self.user = value("PGUSER").or_else(|| value("USER")).map(|user| encode(&user)).unwrap_or_default();
        }
        if self.password.is_empty() && !self.has("password") {
            self.password = value("PGPASSWORD").map(|password| encode(&password)).unwrap_or_default();
        }
        if self.database.is_empty() && !self.has("dbname") {
            self.database = value("PGDATABASE").map(|database| encode(&database)).unwrap_or_default();
        }
        self.complete_host(value("PGHOST"));
        self.complete_port(value("PGPORT"));
        for (key, name) in [("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT")] {
            if let Some(setting) = value(name).filter(|_| !self.has(key)) {
                self.parameters.push((key.to_owned(), encode(&setting)));
            }
        }
    }

    fn complete_host(&mut self, host: Option<String>) {
        let named = !self.hosts.is_empty() && !self.hosts.starts_with(':');
        if named || self.has("host") || self.has("hostaddr") {
            return;
        }
        match host {
            None => {}
            Some(directory) if directory.starts_with('/') => {
                self.parameters.push(("host".to_owned(), encode(&directory)));
            }
            Some(host) if host.contains(':') => self.hosts.insert_str(0, &format!("[{host}]")),
            Some(host) => self.hosts.insert_str(0, &host),
        }
    }

    fn complete_port(&mut self, port: Option<String>) {
        let Some(port) = port.filter(|port| port.bytes().all(|byte| byte.is_ascii_digit())) else { return };
        if self.has("port") || self.hosts.contains(',') {
            return;
        }
        let after_address = self.hosts.rsplit(']').next().unwrap_or_default();
        if after_address.contains(':') {
            return;
        }
        if self.hosts.is_empty() {
            self.parameters.push(("port".to_owned(), port));
        } else {
            self.hosts.push_str(&format!(":{port}"));
        }
    }

    fn forget_passwords(&mut self) {
        self.password.clear();
        self.parameters.retain(|(key, _)| key != "password" && key != "sslpassword");
    }

    fn write(&self) -> String {
        let mut text = format!("{}://{}", self.scheme, self.user);
        if !self.password.is_empty() {
            text.push_str(&format!(":{}", self.password));
        }
        if !self.user.is_empty() || !self.password.is_empty() {
            text.push('@');
        }
        text.push_str(&format!("{}/{}", self.hosts, self.database));
        for (position, (key, value)) in self.parameters.iter().enumerate() {
            let separator = if position == 0 { '?' } else { '&' };
            text.push_str(&format!("{separator}{key}={value}"));
        }
        text
    }
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

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(text: &str, environment: &[(&str, &str)]) -> Url {
        Url::completed(text, &|name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn what_the_url_says_wins_over_the_environment() {
        let environment = [("PGUSER", "eve"), ("PGPASSWORD", "no"), ("PGHOST", "other"), ("PGPORT", "1")];
        let url = completed("postgresql://me:pw@db:5433/app?sslmode=require", &environment);
        assert_eq!(url.reveal(), "postgresql://me:pw@db:5433/app?sslmode=require");
    }

    #[test]
    fn missing_parts_come_from_the_environment() {
        let environment = [("PGUSER", "me"), ("PGPASSWORD", "p w/@"), ("PGHOST", "db"), ("PGPORT", "5433")];
        let url = completed("postgresql:///app", &environment);
        assert_eq!(url.reveal(), "postgresql://me:p%20w%2F%40@db:5433/app");
        assert_eq!(url.shown(), "postgresql://me@db:5433/app");
    }

    #[test]
    fn a_socket_directory_becomes_a_parameter() {
        let url = completed("postgresql:///app", &[("USER", "me"), ("PGHOST", "/tmp/pg"), ("PGPORT", "5433")]);
        assert_eq!(url.reveal(), "postgresql://me@/app?host=%2Ftmp%2Fpg&port=5433");
    }

    #[test]
    fn an_ipv6_address_gets_its_port_outside_the_brackets() {
        let url = completed("postgresql://me@[::1]/app", &[("PGPORT", "5433")]);
        assert_eq!(url.reveal(), "postgresql://me@[::1]:5433/app");
    }

    #[test]
    fn no_password_is_ever_shown() {
        let hostile = [
            "postgresql://me:hunter2@db/app",
            "postgresql://me@db/app?password=hunter2&application_name=x",
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
            let url = completed(text, &[("PGPASSWORD", "hunter2")]);
            assert!(!url.shown().contains("hunter2"), "{}", url.shown());
            assert!(!format!("{url:?}").contains("hunter2"), "{url:?}");
        }
    }

    #[test]
    fn psql_gets_no_driver_in_the_scheme() {
        let url = completed("postgresql+asyncpg://me:pw@db/app", &[]);
        assert_eq!(url.for_psql(), "postgresql://me@db/app");
        assert_eq!(url.shown(), "postgresql+asyncpg://me@db/app");
    }
}
