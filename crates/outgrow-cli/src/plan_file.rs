//! The plan file on disk.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use outgrow::moving::Checked;
use outgrow::{Error, ErrorKind, Result};
use outgrow_planner::ident::Ident;
use outgrow_planner::plan::planfile::{self, PlanFile, Written};
use outgrow_planner::plan::{Decisions, Identifiers};

use crate::cli::NameArgs;
use crate::output;

/// Which plan file to obey.
#[derive(Args, Debug)]
pub(crate) struct PlanArgs {
    /// Obey the decisions of a plan file, as `outgrow check --plan` writes it.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
}

/// What the command line and the plan file decide together; the command line wins.
pub(crate) struct Decided {
    /// The schema.
    pub(crate) schema: Option<Ident>,
    /// How names are treated.
    pub(crate) identifiers: Option<Identifiers>,
    /// Everything else.
    pub(crate) decisions: Decisions,
}

impl PlanArgs {
    /// What is decided; reads the plan file, if there is one.
    pub(crate) fn decided(&self, names: &NameArgs) -> Result<Decided> {
        decided(self.plan.as_deref(), names)
    }
}

/// What the command line and a plan file decide together.
pub(crate) fn decided(path: Option<&Path>, names: &NameArgs) -> Result<Decided> {
    let file = path.map(read).transpose()?.unwrap_or_default();
    Ok(Decided {
        schema: names.schema.clone().or(file.schema.map(|schema| schema.value)),
        identifiers: names.identifiers().or(file.identifiers.map(|identifiers| identifiers.value)),
        decisions: file.decisions,
    })
}

fn read(path: &Path) -> Result<PlanFile> {
    let text = std::fs::read_to_string(path).map_err(|cause| {
        Error::new(ErrorKind::Usage, format!("cannot read the plan file \"{}\"", path.display()))
            .hint("outgrow check --plan writes one.")
            .because(cause)
    })?;
    planfile::read(&text).map_err(|mistake| Error::new(ErrorKind::Usage, mistake.to_string()).hint(mistake.hint))
}

/// Whether a plan file may take the place of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overwrite {
    /// The user's decisions in it would be lost, so it may not.
    Refuse,
    /// `--force` was given.
    Force,
}

/// Fails where a plan file stands that must stay; asked before the work begins.
pub(crate) fn is_free(path: &Path, overwrite: Overwrite) -> Result<()> {
    match overwrite {
        Overwrite::Refuse if path.symlink_metadata().is_ok() => Err(occupied(path)),
        Overwrite::Refuse | Overwrite::Force => output::is_no_database(path, "the plan"),
    }
}

fn occupied(path: &Path) -> Error {
    Error::new(ErrorKind::Usage, format!("\"{}\" exists already", path.display())).hint(
        "Name another file, or overwrite it with --force, which loses the decisions in it; move --plan obeys them.",
    )
}

/// Writes what a check has found as a plan file.
pub(crate) fn write(
    path: &Path,
    overwrite: Overwrite,
    source: &str,
    checked: &Checked,
    names: &NameArgs,
) -> Result<()> {
    is_free(path, overwrite)?;
    let text = planfile::write(&Written {
        source,
        catalog: &checked.catalog,
        profile: &checked.profile,
        plan: &checked.plan,
        schema: names.schema.as_ref(),
        identifiers: names.identifiers(),
    });
    let mut options = OpenOptions::new();
    options.write(true);
    match overwrite {
        // Created by this call or not at all, even if another has come first meanwhile.
        Overwrite::Refuse => options.create_new(true),
        Overwrite::Force => options.create(true).truncate(true),
    };
    options.open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AlreadyExists => occupied(path),
        _ => Error::new(ErrorKind::Usage, format!("cannot write the plan to \"{}\"", path.display())).because(cause),
    })
}
