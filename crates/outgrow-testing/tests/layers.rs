//! The walls: inside a crate, rooms import only rooms that come before them in `lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn rooms_import_downwards_only() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let upward: Vec<String> =
        ["outgrow-planner", "outgrow"].iter().flat_map(|name| upward(&crates.join(name).join("src"))).collect();
    assert!(upward.is_empty(), "upward imports:\n{}", upward.join("\n"));
}

/// Every import of a room that comes later in `lib.rs` than the room that imports it.
fn upward(source: &Path) -> Vec<String> {
    let rooms = rooms(source);
    assert!(rooms.len() > 3, "{} lists its rooms", source.display());
    let mut found = Vec::new();
    for (position, room) in rooms.iter().enumerate() {
        for file in files(source, room) {
            let text = fs::read_to_string(&file).expect("a source file");
            for later in &rooms[position + 1..] {
                if imports(&text, later) {
                    found.push(format!("{} imports {later}", file.display()));
                }
            }
        }
    }
    found
}

fn rooms(source: &Path) -> Vec<String> {
    let library = fs::read_to_string(source.join("lib.rs")).expect("lib.rs");
    let names = library.lines().filter_map(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")));
    names.map(|name| name.trim_end_matches(';').to_owned()).collect()
}

fn files(source: &Path, room: &str) -> Vec<PathBuf> {
    let file = source.join(room).with_extension("rs");
    let mut found = if file.exists() { vec![file] } else { Vec::new() };
    let mut folders = vec![source.join(room)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "room {room} has files");
    found
}

/// Whether code outside comments and tests names `crate::room`.
fn imports(text: &str, room: &str) -> bool {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let path = format!("crate::{room}");
    lines.into_iter().any(|line| {
        let ends = |at: usize| !line[at + path.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_');
        line.match_indices(&path).any(|(at, _)| ends(at)) || grouped(line, room)
    })
}

/// Whether `use crate::{a, b}` on one line names the room.
fn grouped(line: &str, room: &str) -> bool {
    let Some(group) = line.trim_start().strip_prefix("use crate::{") else { return false };
    group.split([',', '}']).any(|item| item.trim().split("::").next() == Some(room))
}

#[test]
fn the_planner_depends_on_nothing_that_does_io() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../outgrow-planner/Cargo.toml");
    let text = fs::read_to_string(manifest).expect("the manifest");
    let section = text.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("dependencies");
    let names: Vec<&str> =
        section.lines().filter_map(|line| line.split(" =").next()).filter(|name| !name.is_empty()).collect();
    assert_eq!(names, ["serde", "serde_json", "sqlite3-parser", "toml"]);
}
