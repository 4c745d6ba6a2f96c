//! The text of an object on both sides.

use std::collections::BTreeMap;

use outgrow::moving::Checked;
use outgrow_planner::catalog::pg;
use outgrow_planner::catalog::sqlite::{Column, Table, Trigger, View, VirtualTable};
use outgrow_planner::ddl::{self, Section};
use outgrow_planner::plan::{Made, ObjectKind, ObjectVerdict, TablePlan, Verdict};
use outgrow_planner::sql::Sql;

/// The texts of all objects, found by name.
pub(super) struct Texts<'a> {
    tables: BTreeMap<&'a str, &'a Table>,
    views: BTreeMap<&'a str, &'a View>,
    triggers: BTreeMap<&'a str, &'a Trigger>,
    virtual_tables: BTreeMap<&'a str, &'a VirtualTable>,
    planned: BTreeMap<&'a str, (&'a TablePlan, String)>,
    made: BTreeMap<Made, Vec<String>>,
}

impl<'a> Texts<'a> {
    /// Gathers them.
    pub(super) fn of(checked: &'a Checked) -> Texts<'a> {
        let (catalog, plan) = (&checked.catalog, &checked.plan);
        let created = ddl::create_tables(plan);
        let planned = plan.tables.iter().zip(created);
        let mut made: BTreeMap<Made, Vec<String>> = BTreeMap::new();
        for statement in ddl::statements(plan, Section::PostData) {
            if let Some(makes) = statement.makes {
                made.entry(makes).or_default().push(text(&statement.sql));
            }
        }
        Texts {
            tables: catalog.tables.iter().map(|table| (table.name.as_str(), table)).collect(),
            views: catalog.views.iter().map(|view| (view.name.as_str(), view)).collect(),
            triggers: catalog.triggers.iter().map(|trigger| (trigger.name.as_str(), trigger)).collect(),
            virtual_tables: catalog.virtual_tables.iter().map(|table| (table.name.as_str(), table)).collect(),
            planned: planned.map(|(table, made)| (table.source.as_str(), (table, text(&made.sql)))).collect(),
            made,
        }
    }

    /// The SQLite text of an object, as the file holds it.
    pub(super) fn source(&self, object: &ObjectVerdict) -> Option<&'a str> {
        let name = object.name.as_str();
        let table = || self.tables.get(object.table.as_deref()?).copied();
        let sql = match object.kind {
            ObjectKind::Table => table()?.sql.as_str(),
            ObjectKind::Default => column(table()?, name)?.default.as_ref()?.as_str(),
            ObjectKind::Generated => column(table()?, name)?.generated.as_ref()?.expression.as_str(),
            ObjectKind::Check => check(table()?, name)?,
            ObjectKind::Index => &table()?.indexes.iter().find(|index| index.name == name)?.sql,
            ObjectKind::View => &self.views.get(name)?.sql,
            ObjectKind::Trigger => &self.triggers.get(name)?.sql,
            ObjectKind::VirtualTable => &self.virtual_tables.get(name)?.sql,
            ObjectKind::Column | ObjectKind::PrimaryKey | ObjectKind::Unique | ObjectKind::ForeignKey => return None,
        };
        (!sql.is_empty()).then_some(sql)
    }

    /// What creates an object in PostgreSQL, as far as it arrives.
    pub(super) fn target(&self, object: &ObjectVerdict) -> Option<String> {
        match object.verdict {
            Verdict::Converted | Verdict::Differs { .. } => {}
            Verdict::NotConverted { .. } | Verdict::LeftOut { .. } | Verdict::NotNeeded { .. } => return None,
        }
        match object.kind {
            ObjectKind::Table | ObjectKind::VirtualTable => {
                let name = object.table.as_deref().unwrap_or(&object.name);
                self.planned.get(name).map(|(_, text)| text.clone())
            }
            ObjectKind::Default => self.expression(object, |column| column.default.as_ref()),
            ObjectKind::Generated => self.expression(object, |column| column.generated.as_ref()),
            ObjectKind::PrimaryKey
            | ObjectKind::Unique
            | ObjectKind::Check
            | ObjectKind::ForeignKey
            | ObjectKind::Index
            | ObjectKind::View
            | ObjectKind::Trigger => self.statements(object),
            ObjectKind::Column => None,
        }
    }

    fn statements(&self, object: &ObjectVerdict) -> Option<String> {
        let statements = object.made.iter().filter_map(|made| self.made.get(made)).flatten();
        let joined = statements.map(String::as_str).collect::<Vec<&str>>().join("\n\n");
        (!joined.is_empty()).then_some(joined)
    }

    fn expression(&self, object: &ObjectVerdict, of: impl Fn(&pg::Column) -> Option<&Sql>) -> Option<String> {
        let (table, _) = self.planned.get(object.table.as_deref()?)?;
        let position = table.columns.iter().position(|column| column.source == object.name)?;
        of(table.target.columns.get(position)?).map(|sql| sql.as_str().to_owned())
    }
}

fn column<'a>(table: &'a Table, name: &str) -> Option<&'a Column> {
    table.columns.iter().find(|column| column.name == name)
}

/// A nameless CHECK goes by its expression.
fn check<'a>(table: &'a Table, name: &str) -> Option<&'a str> {
    let found = table.checks.iter().find(|check| match &check.name {
        Some(own) => own == name,
        None => check.expression.as_str() == name,
    });
    found.map(|check| check.expression.as_str())
}

fn text(sql: &Sql) -> String {
    format!("{sql};")
}
