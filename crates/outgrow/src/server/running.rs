//! What is known about the local server.

use std::fmt;
use std::path::PathBuf;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Password;

/// Whether there is a local server, and whether it runs.
#[derive(Clone, Debug)]
pub enum Status {
    /// There is no cluster in the folder.
    Absent,
    /// There is a cluster, and no server runs on it.
    Stopped {
        /// The major version of the PostgreSQL that made the cluster.
        major: u32,
    },
    /// The server is on its way up or down.
    Changing {
        /// The process id of the postmaster.
        pid: i32,
    },
    /// The server runs and accepts connections.
    Running(Running),
}

/// A local server that runs. Neither `Debug` nor `Display` shows the password.
#[derive(Clone, Debug)]
pub struct Running {
    /// The directory of the Unix socket.
    pub socket_dir: PathBuf,
    /// The port on 127.0.0.1, also part of the socket's name.
    pub port: u16,
    /// The role to connect as, a superuser.
    pub user: String,
    /// Its password, needed on the socket as well.
    pub password: Password,
    /// The database.
    pub database: String,
    /// The process id of the postmaster.
    pub pid: i32,
    /// The major version of PostgreSQL.
    pub major: u32,
    /// Where the cluster is.
    pub data: PathBuf,
    /// What PostgreSQL says.
    pub log: PathBuf,
    /// Whether it ran before it was asked for.
    pub was_running: bool,
    /// What the user should know about this start.
    pub notices: Vec<Notice>,
}

/// Something about a start that the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The account that PostgreSQL runs as cannot get into the folder, so the cluster is elsewhere.
    Elsewhere {
        /// Where.
        home: PathBuf,
        /// The account.
        account: String,
    },
    /// Another program took the port of the last start.
    PortChanged {
        /// The port of the last start.
        from: u16,
        /// The port now.
        to: u16,
    },
    /// The last server did not shut down; PostgreSQL recovered the cluster from its log.
    Recovered,
}

impl Running {
    /// The URL of the database over TCP, with the password.
    pub fn url(&self) -> String {
        self.url_with(&escape(self.password.reveal()))
    }

    /// The URL of the database over TCP, with stars for the password.
    pub fn url_to_show(&self) -> String {
        self.url_with("****")
    }

    fn url_with(&self, password: &str) -> String {
        let (user, database) = (escape(&self.user), escape(&self.database));
        format!("postgresql://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// libpq's environment variables that lead a client to the database through the socket.
    ///
    /// The environment of a process is shown to its owner only, so the password is safe there; an argument
    /// is shown to everybody.
    pub fn libpq_environment(&self) -> [(&'static str, std::ffi::OsString); 5] {
        [
            ("PGHOST", self.socket_dir.clone().into_os_string()),
            ("PGPORT", self.port.to_string().into()),
            ("PGUSER", self.user.clone().into()),
            ("PGDATABASE", self.database.clone().into()),
            ("PGPASSWORD", self.password.reveal().into()),
        ]
    }
}

impl fmt::Display for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL {} at {} (process {})", self.major, self.url_to_show(), self.pid)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Elsewhere { home, account } => {
                let home = home.display();
                write!(f, "the data is in \"{home}\", for the user \"{account}\" cannot get into the folder")
            }
            Notice::PortChanged { from, to } => write!(f, "port {from} is taken, the server now listens on {to}"),
            Notice::Recovered => f.write_str("the server had not shut down; PostgreSQL recovered it from its log"),
        }
    }
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Running {
        Running {
            socket_dir: "/s".into(),
            port: 5,
            user: "outgrow".into(),
            password: Password::generate().unwrap(),
            database: "outgrow".into(),
            pid: 7,
            major: 15,
            data: "/d".into(),
            log: "/l".into(),
            was_running: false,
            notices: Vec::new(),
        }
    }

    #[test]
    fn only_the_url_shows_the_password() {
        let running = example();
        let secret = running.password.reveal();
        assert_eq!(running.url(), format!("postgresql://outgrow:{secret}@127.0.0.1:5/outgrow"));
        let shown = format!("{running:?} {running:#?} {running} {}", running.url_to_show());
        assert!(!shown.contains(secret), "{shown}");
        assert!(!format!("{:?}", Status::Running(running.clone())).contains(secret));
    }
}
