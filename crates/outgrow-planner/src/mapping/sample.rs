//! Columns for the tests of this folder: a declared type, values, and what they become.

use super::{Context, Framework, Injective, Mapping, map};
use crate::catalog::sqlite::{Affinity, Check, Column, Expression, KeyColumn, PrimaryKey, Table, TableRole};
use crate::profile::{ColumnProfile, RowKey};
use crate::value::Value;

/// A column under test.
#[derive(Clone)]
pub(super) struct Sample {
    pub(super) table: Table,
    pub(super) profile: ColumnProfile,
    pub(super) context: Context,
    pub(super) injective: Injective,
}

/// A column of this declared type, named `c`, without values.
pub(super) fn column(declared: &str) -> Sample {
    let declared_type = (!declared.is_empty()).then(|| declared.to_owned());
    let affinity = Affinity::of(declared_type.as_deref());
    let column = Column {
        name: "c".to_owned(),
        declared_type,
        affinity,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    };
    let table = Table {
        name: "t".to_owned(),
        sql: String::new(),
        role: TableRole::User,
        strict: false,
        without_rowid: false,
        columns: vec![column],
        primary_key: None,
        autoincrement: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        unparsed: None,
    };
    Sample { table, profile: ColumnProfile::default(), context: Context::default(), injective: Injective::NotRequired }
}

impl Sample {
    pub(super) fn named(mut self, name: &str) -> Sample {
        self.table.columns[0].name = name.to_owned();
        self
    }

    pub(super) fn default(mut self, sql: &str) -> Sample {
        self.table.columns[0].default = Some(Expression::new(sql));
        self
    }

    pub(super) fn check(mut self, sql: &str) -> Sample {
        self.table.checks.push(Check { name: None, expression: Expression::new(sql) });
        self
    }

    pub(super) fn of(mut self, framework: Framework) -> Sample {
        self.context.frameworks.push(framework);
        self
    }

    pub(super) fn in_a_key(mut self) -> Sample {
        self.injective = Injective::Required;
        self
    }

    pub(super) fn rowid_alias(mut self) -> Sample {
        let key = KeyColumn { column: 0, collation: "BINARY".to_owned(), descending: false };
        self.table.primary_key = Some(PrimaryKey { name: None, columns: vec![key], rowid_alias: true });
        self
    }

    pub(super) fn integers(mut self, values: &[i64]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Integer(*value)));
        self
    }

    pub(super) fn reals(mut self, values: &[f64]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Real(*value)));
        self
    }

    pub(super) fn texts(mut self, values: &[&str]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Text(value.as_bytes())));
        self
    }

    pub(super) fn raw_texts(mut self, values: &[&[u8]]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Text(value)));
        self
    }

    pub(super) fn blobs(mut self, values: &[&[u8]]) -> Sample {
        values.iter().for_each(|value| add(&mut self.profile, Value::Blob(value)));
        self
    }

    pub(super) fn mapped(&self) -> Mapping {
        map(&self.context, &self.table, &self.table.columns[0], &self.profile, self.injective)
    }

    /// `bigint by Integer: the integers go from 1 to 2`
    pub(super) fn becomes(&self) -> String {
        let Mapping { to, rule, because } = self.mapped();
        format!("{to} by {rule:?}: {because}")
    }

    /// `bigint`
    pub(super) fn to(&self) -> String {
        self.mapped().to.to_string()
    }
}

fn add(profile: &mut ColumnProfile, value: Value<'_>) {
    let rowid = i64::try_from(profile.values()).expect("a test has few values") + 1;
    profile.observe(value, || RowKey::Rowid(rowid));
}
