//! Text for people.

mod page;
mod forecast;
mod check;
mod values;
mod hazards;
mod objects;
mod moved;
mod verified;
mod quarantine;
mod status;

pub(crate) use check::{check, rehearsal};
pub(crate) use moved::moved;
pub(crate) use quarantine::{quarantine_export, quarantine_list, quarantine_requeue, quarantine_show};
pub(crate) use status::{clean, status};
pub(crate) use verified::verified;
