//! A plan → the text of a plan file.

use std::collections::BTreeMap;

use super::data_type::short;
use super::evidence::{ColumnView, why};
use super::open;
use super::read::VERSION;
use super::toml_text::{Document, key, string};
use super::words::{IDENTIFIERS, SUBSTITUTES, word};
use crate::catalog::sqlite::{Catalog, CatalogNames, Table};
use crate::ident::Ident;
use crate::mapping::{Context, is_naive_time, loss};
use crate::plan::{Identifiers, Plan, TablePlan};
use crate::profile::{Profile, TableProfile};

/// What a plan file is written from: a plan that nothing but schema and names was decided of.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The SQLite file, as its user names it.
    pub source: &'a str,
    /// Its objects.
    pub catalog: &'a Catalog,
    /// Its values.
    pub profile: &'a Profile,
    /// What would be done.
    pub plan: &'a Plan,
    /// The schema, where the user has named one.
    pub schema: Option<&'a Ident>,
    /// The treatment of names, where the user has decided it.
    pub identifiers: Option<Identifiers>,
}

/// The text of a plan file: what is open first, then one block for each table.
///
/// Read as it is, it gives the same plan.
pub fn write(written: &Written<'_>) -> String {
    let mut document = Document::default();
    head(&mut document, written);
    open::write(&mut document, written);
    settled(&mut document, written);
    for (plan, table, facts) in written.tables() {
        self::table(&mut document, written, plan, table, facts);
    }
    document.finish()
}

impl<'a> Written<'a> {
    fn tables(&self) -> impl Iterator<Item = (&'a TablePlan, &'a Table, &'a TableProfile)> {
        let (catalog, profile, names) = (self.catalog, self.profile, CatalogNames::of(self.catalog));
        self.plan.tables.iter().filter_map(move |plan| {
            let position = names.table(&plan.source)?;
            Some((plan, &catalog.tables[position], profile.tables.get(position)?))
        })
    }

    /// All columns of all tables that are moved.
    pub(super) fn columns(&self) -> impl Iterator<Item = ColumnView<'a>> {
        self.tables().flat_map(|(plan, table, facts)| columns(plan, table, facts))
    }
}

fn columns<'a>(plan: &'a TablePlan, table: &'a Table, facts: &'a TableProfile) -> impl Iterator<Item = ColumnView<'a>> {
    let places: BTreeMap<&str, usize> =
        table.columns.iter().enumerate().map(|(at, column)| (column.name.as_str(), at)).collect();
    plan.columns.iter().zip(&plan.target.columns).filter_map(move |(column, target)| {
        let position = *places.get(column.source.as_str())?;
        let (source, facts) = (&table.columns[position], facts.columns.get(position)?);
        Some(ColumnView { table, source, facts, plan: column, target })
    })
}

fn head(document: &mut Document, written: &Written<'_>) {
    document.comment(&format!(
        "The plan of a move of {} into PostgreSQL, with the evidence for every decision.",
        written.source
    ));
    document
        .comment("Change what should be otherwise, then: outgrow move … --plan with this file; verify takes it too.");
    document.comment("A decision behind a # is not made: what stands there happens anyway, or could be decided.");
    document.comment("All words are explained in docs/reference/plan-file.md.");
    document.gap();
    document.line(&format!("version = {VERSION}"));
}

/// Decisions for the whole file that rarely need one.
fn settled(document: &mut Document, written: &Written<'_>) {
    document.gap();
    document.comment("For the whole file:");
    let active = |decided: bool| if decided { "" } else { "#" };
    let schema = written.schema.unwrap_or(&written.plan.schema);
    document.line(&format!("{}schema = {}", active(written.schema.is_some()), string(schema.as_str())));
    let identifiers = word(&IDENTIFIERS, written.identifiers.unwrap_or(written.plan.identifiers));
    document.line(&format!("{}identifiers = {}", active(written.identifiers.is_some()), string(identifiers)));
    document.line("#collation = \"C\"");
}

fn table(document: &mut Document, written: &Written<'_>, plan: &TablePlan, table: &Table, facts: &TableProfile) {
    document.gap();
    let name = key(&table.name);
    document.line(&format!("[tables.{name}]"));
    document.comment(&format!("{} rows, {} bytes", plan.rows, plan.bytes));
    document.line(&format!("#name = {}", string(plan.target.name.name.as_str())));
    document.line("#leave_out = true");
    if facts.orphans.iter().any(|orphans| orphans.count > 0) {
        document.line("#orphans = \"drop-key\"");
    }
    document.line(&format!("[tables.{name}.columns]"));
    for view in columns(plan, table, facts) {
        column(document, written, &view);
    }
}

fn column(document: &mut Document, written: &Written<'_>, column: &ColumnView<'_>) {
    let nulls = match column.facts.nulls.count {
        0 => String::new(),
        count => format!("; {count} NULLs"),
    };
    document.comment(&format!("{}{nulls}", why(column)));
    let target = column.target.name.as_str();
    if target != column.source.name && target != column.source.name.to_ascii_lowercase() {
        document.comment(&format!("it is called {} in PostgreSQL", column.target.name));
    }
    let context = Context { frameworks: written.plan.frameworks.clone() };
    let of = (column.table, column.source);
    let by_zone = is_naive_time(&context, of, column.facts, &column.plan.mapping);
    // A type of its own would keep such a column from following naive_timestamps.
    let sign = if by_zone { "#" } else { "" };
    document.line(&format!("{sign}{} = {{ {} }}", key(&column.source.name), fields(column)));
}

fn fields(column: &ColumnView<'_>) -> String {
    let mapping = &column.plan.mapping;
    let mut fields = format!("type = {}", string(&short(mapping.to)));
    if loss(mapping, column.facts).is_some() {
        let substitute = word(&SUBSTITUTES, column.plan.substitute);
        fields.push_str(&format!(", unrepresentable = \"quarantine\", substitute = {}", string(substitute)));
    }
    fields
}
