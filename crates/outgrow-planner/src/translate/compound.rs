//! Compound SELECTs.

use sqlite3_parser::ast::{CompoundOperator, CompoundSelect, Select};

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::scope::Scope;
use super::select::{Core, Output, Use};
use super::translator::{Translator, refuse};
use super::typed::{Kind, Typed};
use super::{NotConverted, RelationColumn};

/// The most SELECTs in one; SQLite's own limit unless it was built with another.
const MOST: usize = 500;

impl Translator<'_> {
    /// UNION, EXCEPT, INTERSECT, from left to right.
    pub(super) fn compound(
        &mut self,
        first: Core<'_>,
        compounds: &[CompoundSelect<'_>],
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        purpose: Use,
        targets: &[&RelationColumn],
    ) -> Result<(Sql, Vec<Output>), NotConverted> {
        if compounds.len() >= MOST {
            return refuse(format!("it joins more than {MOST} SELECTs"));
        }
        let mut cores = vec![first];
        self.check_groups(&mut cores[0])?;
        for compound in compounds {
            (self.aggregated, self.grouped) = (false, Vec::new());
            self.extrema.clear();
            self.windows.clear();
            let mut core = self.core(&compound.select, parent)?;
            self.check_groups(&mut core)?;
            cores.push(core);
        }
        self.unify_cores(&mut cores)?;
        let distinct = compounds.iter().any(|compound| compound.operator != CompoundOperator::UnionAll);
        for core in &mut cores {
            self.finish_core(core, purpose, targets)?;
            if distinct {
                refuse_collated(&core.outputs)?;
            }
        }
        if distinct && cores[0].outputs.iter().any(|output| output.typed.kind == Kind::Mixed) {
            return refuse("it compares rows that hold a number in one case and a text in another");
        }
        let intersects = compounds.iter().any(|compound| compound.operator == CompoundOperator::Intersect);
        let mut body = cores[0].render();
        for (position, (compound, core)) in compounds.iter().zip(&cores[1..]).enumerate() {
            // PostgreSQL lets INTERSECT bind tighter; SQLite goes from left to right.
            if intersects && position > 0 {
                body = Sql::fill("({})", &[&body]);
            }
            body.push(match compound.operator {
                CompoundOperator::Union => " UNION ",
                CompoundOperator::UnionAll => " UNION ALL ",
                CompoundOperator::Except => " EXCEPT ",
                CompoundOperator::Intersect => " INTERSECT ",
            });
            body.push_sql(&core.render());
        }
        let mut outputs = cores.swap_remove(0).outputs;
        for output in &mut outputs {
            output.typed.kind = super::scope::kind_outside(&output.typed);
        }
        if let Some(order) = select.order_by {
            body = self.ordered_compound(order, &outputs, &body, purpose)?;
        }
        Ok((body, outputs))
    }

    /// Brings the columns of a compound to common types.
    pub(super) fn unify_cores(&mut self, cores: &mut [Core<'_>]) -> Result<(), NotConverted> {
        let width = cores.first().map_or(0, |core| core.outputs.len());
        if cores.iter().any(|core| core.outputs.len() != width) {
            return refuse("its SELECTs have different numbers of columns");
        }
        for column in 0..width {
            let mut values = Vec::new();
            for core in cores.iter() {
                values.push(core.outputs[column].typed.clone());
                values.extend(core.rows.iter().map(|row| row[column].clone()));
            }
            let common = self.unify(&values)?;
            let (kind, data_type) = (common.kind().clone(), common.data_type());
            let nullable = values.iter().any(|value| value.nullable);
            let mut unified = common.values.into_iter().map(|value| Typed { kind: kind.clone(), ..value });
            for core in cores.iter_mut() {
                let slots = std::iter::once(&mut core.outputs[column].typed);
                for slot in slots.chain(core.rows.iter_mut().map(|row| &mut row[column])) {
                    let value = unified.next().expect("as many values as were given");
                    *slot = Typed {
                        data_type,
                        nullable,
                        affinity: slot.affinity,
                        constant: None,
                        ..typed_null(value, data_type)
                    };
                }
            }
        }
        Ok(())
    }
}

/// A NULL among texts or numbers needs their type.
pub(super) fn typed_null(value: Typed, data_type: DataType) -> Typed {
    if value.sql.as_str() != "NULL" {
        value
    } else {
        Typed { constant: None, data_type: DataType::Text, ..value.clone() }.cast_to(data_type)
    }
}

/// Refuses where rows that SQLite holds to be equal would stay apart.
pub(super) fn refuse_collated(outputs: &[Output]) -> Result<(), NotConverted> {
    for output in outputs {
        if output.typed.kind == Kind::Text && output.typed.collation.name() != "BINARY" {
            return refuse("it removes duplicates among texts under a collation");
        }
        if output.typed.kind == Kind::Mixed && output.typed.dynamic.is_none() {
            return refuse("it removes duplicates among both numbers and texts, which are all texts on PostgreSQL");
        }
        if output.typed.data_type == DataType::Json {
            return refuse("it removes duplicates among JSON, which PostgreSQL cannot compare");
        }
    }
    Ok(())
}
