//! The objects of a PostgreSQL database.

mod constraint;
mod data_type;
mod index;
mod routine;
mod table;

pub use constraint::{Constraint, ConstraintKind, ReferentialAction};
pub use data_type::DataType;
pub use index::{Index, IndexKey, IndexMethod};
pub use routine::{Function, Trigger};
pub use table::{Column, Identity, Table, View};
