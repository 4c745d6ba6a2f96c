//! What a copy tells, while it still loads, to those who go on behind it.

use tokio::sync::mpsc::UnboundedSender;

use crate::target::Session;

/// Something that others can go on with.
pub enum Arrival {
    /// All rows of a table are there: the position of the table in the plan.
    Table(usize),
    /// A stream has found no part to begin and gives its session away; `None` is the one that was lent.
    Idle(Option<Session>),
    /// The copy ends without all rows.
    Stopped,
}

/// Where arrivals are told. All rows are there when it closes without [`Arrival::Stopped`]; a receiver
/// that goes away before stops the copy after the parts that are under way.
pub type Arrivals = UnboundedSender<Arrival>;
