//! A server of our own crashes in the middle of a move.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::PART;
use crate::server::Server;
use crate::source::Source;
use crate::support::{command, outgrow};

#[test]
fn a_move_goes_on_after_its_server_has_crashed() {
    let source = Source::large();
    let server = Server::start();
    let url = server.run("url");
    let child = command(&["move", source.path(), "--to", &url, "--part", PART, "--yes"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let waiting = Instant::now();
    loop {
        let status = outgrow(&["status", "--to", &url, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&status.stdout).unwrap_or_default();
        if json["moves"][0]["parts_loaded"].as_u64() >= Some(3) {
            break;
        }
        assert!(waiting.elapsed() < Duration::from_secs(60), "no part was loaded: {}", status.stderr);
    }
    server.crash();
    let output = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("run the same command again"), "{told}");
    server.run("start");
    let url = server.run("url");
    let ran = outgrow(&["move", source.path(), "--to", &url, "--part", PART, "--yes"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("values are equal on both sides"), "{}", ran.stdout);
}
