//! Text for people.

mod page;
mod check;
mod values;
mod hazards;
mod objects;
mod moved;
mod verified;

pub(crate) use check::check;
pub(crate) use moved::moved;
pub(crate) use verified::verified;
