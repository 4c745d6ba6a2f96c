//! A local PostgreSQL through its whole life, as root and as an ordinary user.
#![allow(clippy::disallowed_methods, reason = "tests read PATH, as the command does")]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use outgrow::server::{
    Destroyed, Durability, Local, Notice, Options, Running, Search, Status, Stopped, shared_test_cluster,
};
use rustix::process::{Pid, Signal};
use tokio_postgres::{Client, Config, NoTls};

/// The directory that a test run by another test works in.
const GIVEN_DIR: &str = "OUTGROW_SERVER_TEST_DIR";

/// A server in a directory of its own; both go with it.
struct Scene {
    root: tempfile::TempDir,
    local: Local,
}

impl Scene {
    fn new() -> Scene {
        Scene::in_folder("app/.outgrow/postgres")
    }

    fn in_folder(name: impl AsRef<Path>) -> Scene {
        let root = tempfile::tempdir().unwrap();
        fs::set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
        let local = Local::at(root.path().join(name), search()).fallback(root.path().join("fallback"));
        Scene { root, local }
    }

    fn start(&self) -> Running {
        self.local.start(&quick()).unwrap()
    }

    fn running(&self) -> Running {
        match self.local.status().unwrap() {
            Status::Running(running) => running,
            other => panic!("{other:?}"),
        }
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = self.local.destroy();
    }
}

fn search() -> Search {
    Search::new(std::env::var_os("OUTGROW_PG_BIN").map(PathBuf::from), std::env::var_os("PATH").as_deref())
}

fn quick() -> Options {
    Options { durability: Durability::Off, ..Options::default() }
}

fn we_are_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[derive(Clone, Copy)]
enum Way {
    Socket,
    Tcp,
}

async fn connect(running: &Running, way: Way, password: &str) -> Result<Client, tokio_postgres::Error> {
    let mut config = Config::new();
    config.port(running.port).user(&running.user).dbname(&running.database).password(password);
    match way {
        Way::Socket => config.host_path(&running.socket_dir),
        Way::Tcp => config.host("127.0.0.1"),
    };
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn ask(running: &Running, sql: &str) -> String {
    let client = connect(running, Way::Tcp, running.password.reveal()).await.unwrap();
    client.query_one(sql, &[]).await.unwrap().get(0)
}

async fn run(running: &Running, sql: &str) {
    connect(running, Way::Tcp, running.password.reveal()).await.unwrap().batch_execute(sql).await.unwrap();
}

async fn everyday_life(local: &Local) {
    assert!(matches!(local.status().unwrap(), Status::Absent));
    assert_eq!(local.stop().unwrap(), Stopped::Absent);
    let first = local.start(&quick()).unwrap();
    assert!(!first.was_running);
    assert_both_ways_need_the_password(&first).await;
    run(&first, "CREATE TABLE kept AS SELECT 'still here'::text AS note").await;

    let again = local.start(&quick()).unwrap();
    assert!(again.was_running);
    assert_eq!((again.pid, again.url()), (first.pid, first.url()));
    assert!(matches!(local.status().unwrap(), Status::Running(running) if running.url() == first.url()));

    assert_eq!(local.stop().unwrap(), Stopped::Cleanly);
    assert_eq!(local.stop().unwrap(), Stopped::Already);
    assert!(matches!(local.status().unwrap(), Status::Stopped { major } if major == first.major));
    let second = local.start(&quick()).unwrap();
    assert_ne!(second.pid, first.pid);
    assert_eq!(second.url(), first.url());
    assert_eq!(second.notices, []);
    assert_eq!(ask(&second, "SELECT note FROM kept").await, "still here");

    assert_eq!(local.destroy().unwrap(), Destroyed::Gone { left: Vec::new() });
    assert!(!local.dir().exists());
    assert_eq!(local.destroy().unwrap(), Destroyed::Absent);
}

async fn assert_both_ways_need_the_password(running: &Running) {
    for way in [Way::Socket, Way::Tcp] {
        let client = connect(running, way, running.password.reveal()).await.unwrap();
        let row = client.query_one("SELECT current_user::text, current_database()::text", &[]).await.unwrap();
        assert_eq!((row.get::<_, &str>(0), row.get::<_, &str>(1)), ("outgrow", "outgrow"));
        let refused = connect(running, way, "wrong").await.err().unwrap();
        assert_eq!(refused.code().unwrap().code(), "28P01");
    }
}

#[tokio::test]
async fn start_status_stop_destroy() {
    let scene = Scene::new();
    let given = std::env::var_os(GIVEN_DIR).map(|dir| Local::at(Path::new(&dir).join("postgres"), search()));
    everyday_life(given.as_ref().unwrap_or(&scene.local)).await;
}

#[test]
fn an_ordinary_user_needs_no_root() {
    if !we_are_root() {
        return;
    }
    let scene = Scene::new();
    let program = scene.root.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let dir = scene.root.path().join("ordinary");
    fs::create_dir(&dir).unwrap();
    let nobody = 65534;
    chown(&dir, Some(nobody), Some(nobody)).unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", "start_status_stop_destroy"]).env(GIVEN_DIR, &dir).env("TMPDIR", &dir);
    let output = command.current_dir("/").uid(nobody).gid(nobody).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_killed_server_recovers_at_the_next_start() {
    let scene = Scene::new();
    let first = scene.start();
    run(&first, "CREATE TABLE kept AS SELECT 'still here'::text AS note").await;
    kill(&scene, &first);
    let second = scene.local.start(&Options::default()).unwrap();
    assert!(!second.was_running);
    assert_eq!(second.notices, [Notice::Recovered]);
    assert_eq!(second.url(), first.url());
    assert_eq!(ask(&second, "SELECT note FROM kept").await, "still here");
    assert_eq!(ask(&second, "SHOW fsync").await, "on");
}

fn kill(scene: &Scene, running: &Running) {
    signal(running.pid, Signal::KILL);
    let start = Instant::now();
    while matches!(scene.local.status().unwrap(), Status::Running(_)) {
        assert!(start.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn signal(pid: i32, signal: Signal) {
    rustix::process::kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_stranger_with_the_process_id_of_a_dead_server_is_in_nobodys_way() {
    let scene = Scene::new();
    let first = scene.start();
    kill(&scene, &first);
    let file = first.data.join("postmaster.pid");
    let owner = fs::metadata(&file).unwrap();
    let mut sleep = Command::new("/bin/sleep");
    sleep.arg("60");
    if we_are_root() {
        sleep.uid(owner.uid()).gid(owner.gid());
    }
    let mut stranger = sleep.spawn().unwrap();
    let lock = first.socket_dir.join(format!(".s.PGSQL.{}.lock", first.port));
    for path in [file, lock] {
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen(&first.pid.to_string(), &stranger.id().to_string(), 1)).unwrap();
    }
    assert!(matches!(scene.local.status().unwrap(), Status::Stopped { .. }));
    let second = scene.local.start(&quick());
    let is_alive = stranger.try_wait().unwrap().is_none();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    assert!(is_alive && !second.unwrap().was_running);
}

#[tokio::test]
async fn a_session_that_does_not_end_does_not_prevent_a_stop() {
    let mut scene = Scene::new();
    scene.local = scene.local.clone().stop_patience(Duration::from_secs(1));
    let running = scene.start();
    let client = connect(&running, Way::Socket, running.password.reveal()).await.unwrap();
    let backend: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await.unwrap().get(0);
    signal(backend, Signal::STOP);
    assert_eq!(scene.local.stop().unwrap(), Stopped::Immediately);
    assert_eq!(scene.start().url(), running.url());
}

/// Only does something when `an_interrupted_initdb_is_done_again` runs it.
#[test]
fn start_in_the_given_directory() {
    if let Some(dir) = std::env::var_os(GIVEN_DIR) {
        Local::at(dir, search()).start(&Options::default()).unwrap();
    }
}

#[test]
fn an_interrupted_initdb_is_done_again() {
    let scene = Scene::new();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "start_in_the_given_directory"]).env(GIVEN_DIR, scene.local.dir());
    let mut child = command.spawn().unwrap();
    let entries = || fs::read_dir(scene.local.dir()).into_iter().flatten().flatten();
    let is_at_work = || entries().any(|entry| entry.path().join("base").exists());
    let start = Instant::now();
    while !is_at_work() {
        assert!(start.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!scene.local.dir().join("data").exists());
    assert!(matches!(scene.local.status().unwrap(), Status::Absent));

    let running = scene.start();
    assert!(running.data.join("PG_VERSION").exists());
    let leftovers = || entries().filter(|entry| entry.file_name().to_string_lossy().contains('.')).count();
    assert_eq!(leftovers(), 2, "only .gitignore and endpoint.json have a dot in their name");
}

#[test]
fn a_folder_of_somebody_else_is_neither_used_nor_destroyed() {
    let scene = Scene::new();
    fs::create_dir_all(scene.local.dir()).unwrap();
    let precious = scene.local.dir().join("data");
    fs::write(&precious, "precious").unwrap();
    for error in [
        scene.local.destroy().unwrap_err(),
        scene.local.start(&quick()).unwrap_err(),
        scene.local.stop().unwrap_err(),
        scene.local.status().unwrap_err(),
    ] {
        assert!(error.to_string().ends_with("was not made by `outgrow server`"), "{error}");
    }
    assert_eq!(fs::read_to_string(precious).unwrap(), "precious");
}

#[test]
fn destroy_leaves_what_is_not_ours() {
    let scene = Scene::new();
    scene.start();
    let stray = scene.local.dir().join("stray.txt");
    fs::write(&stray, "mine").unwrap();
    let destroyed = scene.local.destroy().unwrap();
    let left = vec![fs::canonicalize(scene.local.dir()).unwrap()];
    assert_eq!(destroyed, Destroyed::Gone { left });
    assert_eq!(fs::read_dir(scene.local.dir()).unwrap().count(), 1);
    assert!(stray.exists());
}

#[tokio::test]
async fn root_puts_the_data_where_postgresql_can_reach_it() {
    if !we_are_root() {
        return;
    }
    let scene = Scene::in_folder("closed/.outgrow/postgres");
    fs::create_dir(scene.root.path().join("closed")).unwrap();
    fs::set_permissions(scene.root.path().join("closed"), Permissions::from_mode(0o700)).unwrap();
    let running = scene.start();
    let fallback = fs::canonicalize(scene.root.path().join("fallback")).unwrap();
    assert!(running.data.starts_with(&fallback));
    assert!(matches!(&running.notices[..], [Notice::Elsewhere { home, .. }] if home.starts_with(&fallback)));
    assert_both_ways_need_the_password(&running).await;
    assert_eq!(scene.running().url(), running.url());
    scene.local.stop().unwrap();
    assert_eq!(scene.start().url(), running.url());
    assert_eq!(scene.local.destroy().unwrap(), Destroyed::Gone { left: Vec::new() });
    assert_eq!(fs::read_dir(&fallback).unwrap().count(), 0);
}

#[tokio::test]
async fn a_taken_port_is_replaced() {
    let scene = Scene::new();
    let first = scene.start();
    scene.local.stop().unwrap();
    let _thief = std::net::TcpListener::bind(("127.0.0.1", first.port)).unwrap();
    let second = scene.start();
    assert_eq!(second.notices, [Notice::PortChanged { from: first.port, to: second.port }]);
    assert_both_ways_need_the_password(&second).await;
}

#[test]
fn a_failed_start_says_what_postgresql_says() {
    let scene = Scene::new();
    let running = scene.start();
    scene.local.stop().unwrap();
    let settings = running.data.join("postgresql.conf");
    fs::write(&settings, "no_such_setting = on\n").unwrap();
    let error = scene.local.start(&quick()).unwrap_err().to_string();
    assert!(error.contains("unrecognized configuration parameter \"no_such_setting\""), "{error}");
    assert!(!error.contains(running.password.reveal()));
}

#[tokio::test]
async fn any_folder_name_will_do() {
    let long = format!("a b'c\"d$HOME`id`;%s,é{}", "x".repeat(100));
    let scene = Scene::in_folder(long);
    let running = scene.start();
    assert!(running.socket_dir.starts_with("/tmp"));
    assert_both_ways_need_the_password(&running).await;
    scene.local.stop().unwrap();
    assert_eq!(scene.start().socket_dir, running.socket_dir);
    scene.local.destroy().unwrap();
    assert!(!running.socket_dir.exists());
}

#[test]
fn starts_at_the_same_time_share_one_server() {
    let scene = Scene::new();
    let pids: Vec<i32> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..6).map(|_| scope.spawn(|| shared_test_cluster(scene.local.dir(), &search()).unwrap().pid)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(pids.iter().all(|pid| *pid == pids[0]), "{pids:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_process_list_never_shows_the_password() {
    let scene = Scene::new();
    let done = AtomicBool::new(false);
    let (running, seen) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut seen = std::collections::BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                seen.extend(command_lines());
                std::thread::sleep(Duration::from_millis(2));
            }
            seen
        });
        let running = scene.start();
        scene.local.stop().unwrap();
        done.store(true, Ordering::Relaxed);
        (running, watcher.join().unwrap())
    });
    let folder = fs::canonicalize(scene.local.dir()).unwrap().display().to_string();
    assert!(seen.iter().any(|line| line.contains("initdb") && line.contains(&folder)));
    assert!(!seen.iter().any(|line| line.contains(running.password.reveal())));
    let log = fs::read_to_string(&running.log).unwrap();
    assert!(!log.contains(running.password.reveal()));
}

#[cfg(target_os = "linux")]
fn command_lines() -> impl Iterator<Item = String> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok()).map(|line| {
        let line: Vec<u8> = line.into_iter().map(|byte| if byte == 0 { b' ' } else { byte }).collect();
        String::from_utf8_lossy(&line).into_owned()
    })
}
