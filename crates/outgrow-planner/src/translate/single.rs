//! SELECT without compounds, and the row that its columns beside min() or max() come from.

use sqlite3_parser::ast::Select;

use crate::sql::Sql;

use super::scope::Scope;
use super::select::{Output, Use};
use super::translator::{Extremum, Picked, Translator};
use super::{NotConverted, RelationColumn};

impl Translator<'_> {
    /// A query without WITH and LIMIT: its text, its result columns, and whether it has exactly one row.
    pub(super) fn body(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        purpose: Use,
        targets: &[&RelationColumn],
    ) -> Result<(Sql, Vec<Output>, bool), NotConverted> {
        let compounds = select.body.compounds.as_deref().unwrap_or(&[]);
        if compounds.is_empty() {
            let mark = self.mark();
            return match self.single(select, parent, purpose, targets) {
                Err(Single::Bare(picked)) => {
                    self.back_to(mark);
                    self.forget_query();
                    self.picked = Some(picked);
                    let result = self.single(select, parent, purpose, targets).map_err(Single::into_reason);
                    self.picked = None;
                    result
                }
                other => other.map_err(Single::into_reason),
            };
        }
        let mut first = self.core(&select.body.select, parent)?;
        if first.is_values && targets.is_empty() {
            self.unify_cores(std::slice::from_mut(&mut first))?;
        }
        let (body, outputs) = self.compound(first, compounds, select, parent, purpose, targets)?;
        Ok((body, outputs, false))
    }

    /// Forgets the columns of this query that were read since; those of queries around it still count.
    pub(super) fn forget_bare(&mut self, before: usize, level: usize) {
        let since = self.bare.split_off(before);
        self.bare.extend(since.into_iter().filter(|column| column.level < level));
    }

    fn forget_query(&mut self) {
        self.bare.clear();
        self.grouped.clear();
        self.extrema.clear();
        self.windows.clear();
        self.aggregated = false;
    }

    fn single(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        purpose: Use,
        targets: &[&RelationColumn],
    ) -> Result<(Sql, Vec<Output>, bool), Single> {
        let mut core = self.core(&select.body.select, parent)?;
        if core.is_values && targets.is_empty() {
            self.unify_cores(std::slice::from_mut(&mut core))?;
        }
        self.finish_core(&mut core, purpose, targets)?;
        if purpose == Use::Answer && !core.distinct {
            self.show_json(&mut core.outputs);
        }
        let order = select.order_by.map(|order| self.order_by(order, &mut core)).transpose()?;
        if let Err(why) = self.check_groups(&mut core) {
            return Err(self.pick(&core.scope).map_or(Single::Refused(why), Single::Bare));
        }
        let mut body = core.render();
        if let Some(order) = order.filter(|order| !order.is_empty()) {
            body.push(" ORDER BY ").push_sql(&order);
        }
        Ok((body, core.outputs, core.one_row))
    }

    /// Where a query has exactly one min() or max(), columns outside of aggregates come from the row that holds it.
    fn pick(&mut self, scope: &Scope<'_>) -> Option<Picked> {
        let [extremum] = self.extrema.as_slice() else { return None };
        let mut order = match extremum {
            Extremum::Min(value) => Sql::fill("{} NULLS LAST", &[value]),
            Extremum::Max(value) => Sql::fill("{} DESC NULLS LAST", &[value]),
            Extremum::Filtered => return None,
        };
        // Of several such rows, SQLite takes the first that it meets.
        for source in &scope.sources {
            for column in source.key_columns() {
                order.push(", ").push_sql(column);
            }
        }
        Some(Picked { level: scope.level, order })
    }
}

/// Why a single SELECT is not converted as it stands.
enum Single {
    /// It never is.
    Refused(NotConverted),
    /// It reads columns outside of aggregates, which can come from this row.
    Bare(Picked),
}

impl Single {
    fn into_reason(self) -> NotConverted {
        match self {
            Single::Refused(why) => why,
            Single::Bare(_) => NotConverted::new("it reads columns that it neither groups by nor aggregates"),
        }
    }
}

impl From<NotConverted> for Single {
    fn from(why: NotConverted) -> Single {
        Single::Refused(why)
    }
}
