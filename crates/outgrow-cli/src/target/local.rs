//! Outgrow's own local server as a target.

use std::path::Path;

use outgrow::Result;
use outgrow::server::{Local, Options};

use crate::command::server::search;
use crate::output;

/// Starts the server in `folder`, or finds it running, and gives its URL, password included.
pub(crate) fn start(folder: &Path) -> Result<String> {
    let running = Local::at(folder, search()).start(&Options::default())?;
    for notice in &running.notices {
        output::say(&format!("note: {notice}"));
    }
    Ok(running.url())
}
