//! Tables with values for the tests of this folder.

use super::planfile::{self, Written};
use super::{Mistake, Plan, PlanOptions, Verdict, plan_as_decided};
use crate::catalog::sqlite::{
    Affinity, Catalog, Check, Column, Expression, ForeignKey, ForeignKeyAction, Index, IndexKey, IndexPart, KeyColumn,
    PrimaryKey, Table, TableRole, Unique, View,
};
use crate::profile::{Profile, RowKey, TableProfile, Tally, Witness};
use crate::value::Value;

/// A file under test.
#[derive(Default)]
pub(super) struct File {
    pub(super) catalog: Catalog,
    pub(super) profile: Profile,
}

impl File {
    /// A table of columns `name TYPE`, the first of them INTEGER PRIMARY KEY.
    pub(super) fn table(mut self, name: &str, columns: &[&str]) -> File {
        let key = KeyColumn { column: 0, collation: "BINARY".to_owned(), descending: false };
        self.profile.tables.push(TableProfile::empty(columns.len(), 0));
        self.catalog.tables.push(Table {
            name: name.to_owned(),
            sql: String::new(),
            role: TableRole::User,
            strict: false,
            without_rowid: false,
            columns: columns.iter().map(|column| of(column)).collect(),
            primary_key: Some(PrimaryKey { name: None, columns: vec![key], rowid_alias: true }),
            autoincrement: None,
            uniques: Vec::new(),
            checks: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            unparsed: None,
        });
        self
    }

    /// A row of the last table.
    pub(super) fn row(mut self, values: &[Value<'_>]) -> File {
        let facts = self.profile.tables.last_mut().expect("a table");
        facts.rows += 1;
        let rowid = i64::try_from(facts.rows).expect("a test has few rows");
        for (column, value) in facts.columns.iter_mut().zip(values) {
            column.observe(*value, || RowKey::Rowid(rowid));
        }
        self
    }

    /// A foreign key of the last table's column to the key of a table, which some rows break.
    pub(super) fn references(mut self, column: usize, parent: &str, orphans: u64) -> File {
        let witness = Witness { row: RowKey::Rowid(1), value: "9".to_owned() };
        let facts = self.profile.tables.last_mut().expect("a table");
        facts.orphans.push(Tally { count: orphans, first: (0..orphans.min(1)).map(|_| witness.clone()).collect() });
        facts.foreign_key_mismatch.push(None);
        self.last().foreign_keys.push(ForeignKey {
            name: None,
            columns: vec![column],
            parent: parent.to_owned(),
            parent_columns: Vec::new(),
            on_delete: ForeignKeyAction::NoAction,
            on_update: ForeignKeyAction::NoAction,
            deferred: false,
        });
        self
    }

    pub(super) fn unique(mut self, column: usize) -> File {
        let part = KeyColumn { column, collation: "BINARY".to_owned(), descending: false };
        self.last().uniques.push(Unique { name: None, columns: vec![part] });
        self
    }

    pub(super) fn check(mut self, sql: &str) -> File {
        self.last().checks.push(Check { name: None, expression: Expression::new(sql) });
        self
    }

    pub(super) fn index(mut self, name: &str, column: usize) -> File {
        let part = IndexPart { key: IndexKey::Column(column), collation: "BINARY".to_owned(), descending: false };
        let index =
            Index { name: name.to_owned(), sql: String::new(), unique: false, parts: vec![part], predicate: None };
        self.last().indexes.push(index);
        self
    }

    pub(super) fn view(mut self, name: &str, columns: &[&str], query: &str) -> File {
        self.catalog.views.push(View {
            name: name.to_owned(),
            sql: format!("CREATE VIEW {name} AS {query}"),
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        });
        self
    }

    fn last(&mut self) -> &mut Table {
        self.catalog.tables.last_mut().expect("a table")
    }

    /// The plan that a plan file asks for.
    pub(super) fn planned(&self, plan_file: &str) -> Result<Plan, Mistake> {
        let decisions = planfile::read(plan_file)?.decisions;
        plan_as_decided(&self.catalog, &self.profile, &PlanOptions { decisions, ..PlanOptions::default() })
    }

    /// `line 2 of the plan file: … | hint`
    pub(super) fn mistake(&self, plan_file: &str) -> String {
        let mistake = self.planned(plan_file).expect_err("a mistake");
        format!("{mistake} | {}", mistake.hint)
    }

    /// The type and the reason of a column.
    pub(super) fn column(&self, plan_file: &str, table: &str, column: &str) -> String {
        let plan = self.planned(plan_file).unwrap_or_else(|mistake| panic!("{mistake}"));
        let table = plan.tables.iter().find(|planned| planned.source == table).expect("the table");
        let column = table.columns.iter().find(|planned| planned.source == column).expect("the column");
        format!("{}: {}", column.mapping.to, column.mapping.because)
    }

    /// The verdict of an object, in one line.
    pub(super) fn verdict(&self, plan_file: &str, name: &str) -> String {
        let plan = self.planned(plan_file).unwrap_or_else(|mistake| panic!("{mistake}"));
        let object = plan.verdicts.iter().find(|object| object.name == name).expect("the object");
        match &object.verdict {
            Verdict::Converted => "converted".to_owned(),
            Verdict::Differs { difference } => format!("differs: {difference}"),
            Verdict::NotConverted { reason, .. } => format!("not converted: {reason}"),
            Verdict::LeftOut { reason } => format!("left out: {reason}"),
            Verdict::NotNeeded { reason } => format!("not needed: {reason}"),
        }
    }

    /// The plan file of the undecided plan.
    pub(super) fn written(&self) -> String {
        planfile::write(&Written {
            source: "app.db",
            catalog: &self.catalog,
            profile: &self.profile,
            plan: &self.planned("").expect("nothing is decided"),
            schema: None,
            identifiers: None,
        })
    }
}

fn of(text: &str) -> Column {
    let (name, declared) = text.split_once(' ').unwrap_or((text, ""));
    let declared_type = (!declared.is_empty()).then(|| declared.to_owned());
    Column {
        name: name.to_owned(),
        affinity: Affinity::of(declared_type.as_deref()),
        declared_type,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    }
}
