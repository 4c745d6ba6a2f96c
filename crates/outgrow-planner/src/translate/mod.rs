//! SQLite's syntax tree → PostgreSQL SQL, exactly or not at all.
//!
//! Every expression is translated together with what its values were in SQLite
//! ([`typed::Typed`]), because the meaning of an operator hangs on affinity and
//! storage class there, and on the data type here. What has no exact
//! counterpart is refused with a reason.

mod answer;
mod change;
mod column;
mod compound;
mod expression;
mod from;
mod function;
mod group;
mod limit;
mod order;
mod parse;
mod relation;
mod result;
mod scope;
mod select;
mod single;
mod split;
mod statement;
mod support;
mod translator;
mod trigger;
mod typed;
mod view;
mod with;

pub use column::{check, default, generated, index_key, predicate};
pub use relation::{Generation, Relation, RelationColumn, Relations, RowIdentity, UniqueKey};
pub use result::{NotConverted, Translated, TranslatedTrigger, TranslatedView};
pub use split::split;
pub use statement::statement;
pub use support::SupportFunction;
pub use trigger::trigger;
pub use view::view;
