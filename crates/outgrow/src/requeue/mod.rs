//! Puts values of quarantine in their places, once a mapping or a value was mended.

mod name;
mod table;
mod carries;
mod raw;
mod find;
mod place;
mod outcome;

pub use outcome::{KeptRow, Requeued, RequeuedColumn};

use outgrow_planner::ident::QualifiedName;

use crate::Result;
use crate::progress::Progress;
use crate::quarantine::{Kept, Scope, Selection};
use crate::target::Session;
use place::{Outcome, Work};

/// How values are put in their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequeueOptions {
    /// What happens to a row that no longer carries its substitute.
    pub changed: Changed,
    /// Whether anything is written.
    pub trial: Trial,
}

/// What happens to a row that no longer carries its substitute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Someone has given it a value since the move, so the value stays in quarantine.
    Keep,
    /// The value in quarantine replaces what is there, if the row is known by a key that it is no part of.
    Overwrite,
}

/// Whether anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// It is.
    Write,
    /// Everything is done and taken back again, so that only what would happen is told.
    TakeBack,
}

/// Puts the selected values in their places, each in a transaction of its own with its entry.
///
/// The column's present type decides by which rule a value becomes a value of PostgreSQL. A value that does
/// not fit, or whose row is not found or has changed, stays in quarantine and is told with the reason.
///
/// # Errors
/// The server cannot be asked, the role may not change a table, or the user interrupted. What was placed
/// before that stays in its place.
pub async fn run(
    session: &Session,
    places: &[QualifiedName],
    scope: &Scope,
    selection: &Selection,
    options: RequeueOptions,
    progress: &Progress,
) -> Result<Requeued> {
    let mut done = Requeued::default();
    let mut work = Work::new(session, options);
    for place in places {
        for id in Kept::ids(session, place, scope, selection).await? {
            progress.check()?;
            match work.entry(place, id).await? {
                Some((kept, Outcome::Placed)) => done.placed(&kept),
                Some((kept, Outcome::Stays(reason))) => done.stays(id, &kept, reason),
                // Someone else has taken it away meanwhile.
                None => {}
            }
        }
    }
    Ok(done)
}
