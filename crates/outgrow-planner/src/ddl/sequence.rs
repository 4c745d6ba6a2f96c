//! Names of the sequences behind identity columns.

use std::collections::BTreeSet;

use crate::ident::{Ident, QualifiedName};
use crate::plan::Plan;

/// The names of all relations that a plan makes, besides sequences.
pub(super) struct RelationNames(BTreeSet<String>);

impl RelationNames {
    pub(super) fn of(plan: &Plan) -> RelationNames {
        let tables = plan.tables.iter().map(|table| &table.target.name.name);
        let views = plan.views.iter().map(|view| &view.name.name);
        let indexes = plan.indexes.iter().map(|index| &index.name);
        let keys = plan.constraints.iter().map(|planned| &planned.constraint.name);
        let all = tables.chain(views).chain(indexes).chain(keys);
        RelationNames(all.map(|name| name.as_str().to_owned()).collect())
    }

    /// The name that a sequence must be given, where the one that PostgreSQL would
    /// choose belongs to something that is made later.
    pub(super) fn sequence(&self, table: &QualifiedName, column: &Ident) -> Option<QualifiedName> {
        let usual = format!("{}_{}_seq", table.name.as_str(), column.as_str());
        if !self.0.contains(&usual) {
            return None;
        }
        let free = |number: &u64| !self.0.contains(&format!("{usual}{number}"));
        let number = (1_u64..).find(free).expect("there are more numbers than names");
        let name = Ident::new(format!("{usual}{number}")).ok()?;
        Some(QualifiedName::new(table.schema.clone(), name))
    }
}
