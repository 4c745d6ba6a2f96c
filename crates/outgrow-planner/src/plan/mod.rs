//! How mappings, translations and hazards become one plan.

pub mod planfile;
mod acknowledge;
mod agree;
mod btree;
mod decide;
mod decisions;
mod draft;
mod generated;
mod injective;
mod expressions;
mod foreign_keys;
mod indexes;
mod keys;
mod leave_out;
mod leftovers;
mod making_order;
mod mistake;
mod names;
mod narrow;
mod options;
mod programs;
#[cfg(test)]
mod sample;
mod tables;
mod verdict;

use draft::Draft;

pub use decisions::{Acknowledgement, Collation, ColumnDecisions, Decided, Decisions, Fate, Orphans, TableDecisions};
pub use mistake::Mistake;
pub use options::{Identifiers, PlanOptions};
pub use verdict::{Made, ObjectKind, ObjectVerdict, Verdict};

use std::collections::BTreeSet;

use crate::catalog::pg;
use crate::catalog::sqlite::Catalog;
use crate::hazard::Hazard;
use crate::ident::Ident;
use crate::mapping::{Framework, Mapping, fingerprint};
use crate::profile::Profile;
use crate::translate::{Relations, SupportFunction};

/// Everything that will be done, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The schema that the tables go to.
    pub schema: Ident,
    /// The frameworks that made the file.
    pub frameworks: Vec<Framework>,
    /// How names are treated.
    pub identifiers: Identifiers,
    /// Tables to create and fill, in the order of the file.
    pub tables: Vec<TablePlan>,
    /// Keys, uniques and checks in the order of their making; foreign keys last.
    pub constraints: Vec<ConstraintPlan>,
    /// Indexes in the order of their making.
    pub indexes: Vec<pg::Index>,
    /// Views in the order of their making.
    pub views: Vec<pg::View>,
    /// Triggers in the order of their making.
    pub triggers: Vec<pg::Trigger>,
    /// Functions of schema `outgrow_sqlite` that something above calls.
    pub functions: BTreeSet<SupportFunction>,
    /// The tables and views as statements see them.
    pub relations: Relations,
    /// What becomes of every object of the file.
    pub verdicts: Vec<ObjectVerdict>,
    /// What the user should know, worst first.
    pub hazards: Vec<Hazard>,
}

/// A table to create and fill.
#[derive(Clone, Debug, PartialEq)]
pub struct TablePlan {
    /// Its name in SQLite.
    pub source: String,
    /// What is created.
    pub target: pg::Table,
    /// One for each column of the source, in the same order as `target.columns`.
    pub columns: Vec<ColumnPlan>,
    /// How a row is found again on both sides.
    pub row_key: RowKeyPlan,
    /// Rows, as profiled.
    pub rows: u64,
    /// Bytes of values, as profiled.
    pub bytes: u64,
}

/// How a row is found again on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKeyPlan {
    /// By these columns (positions), unique and not NULL on both sides.
    Columns(Vec<usize>),
    /// By nothing but all its values: the table is a multiset.
    None,
}

/// A column to fill.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnPlan {
    /// Its name in SQLite.
    pub source: String,
    /// What it becomes.
    pub mapping: Mapping,
    /// Whether rows are copied into it; PostgreSQL computes a generated column itself.
    pub copied: bool,
    /// What stands in the row for a value that went to quarantine.
    pub substitute: Substitute,
    /// The longest value in bytes, as profiled.
    pub max_bytes: u64,
}

/// What stands in a row for a value that went to quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substitute {
    /// NULL.
    Null,
    /// Text with U+FFFD for each U+0000 and for each invalid byte sequence;
    /// a blob as `\x` and its hexadecimal digits (at most 1 MiB of them).
    Repaired,
    /// In a key: as [`Substitute::Repaired`], then `#` and the first 16 hexadecimal digits of the
    /// SHA-256 of the value, so that different values stay different. A value that does not go
    /// into `bytea` gets the bytes of that text.
    Distinct,
    /// The type's neutral value, where NULL is not allowed: 0, false, empty, 1970-01-01.
    Neutral,
}

/// A constraint to create.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstraintPlan {
    /// What is created.
    pub constraint: pg::Constraint,
    /// Whether the rows that are there already are known to break it: it is created NOT VALID.
    pub not_valid: bool,
}

/// Plans a move: pure and total.
///
/// What it cannot decide is a blocking hazard inside the plan, not an error; so is a
/// decision of the user that cannot be carried out.
pub fn plan(catalog: &Catalog, profile: &Profile, options: &PlanOptions) -> Plan {
    let (mut plan, mistakes) = with_mistakes(catalog, profile, options);
    plan.hazards.splice(0..0, mistakes.iter().map(Mistake::hazard));
    plan
}

/// Plans a move exactly as the user has decided it.
///
/// # Errors
/// The first decision that cannot be carried out.
pub fn plan_as_decided(catalog: &Catalog, profile: &Profile, options: &PlanOptions) -> Result<Plan, Mistake> {
    let (plan, mut mistakes) = with_mistakes(catalog, profile, options);
    mistakes.sort_by_key(|mistake| mistake.line);
    match mistakes.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(plan),
    }
}

fn with_mistakes(catalog: &Catalog, profile: &Profile, options: &PlanOptions) -> (Plan, Vec<Mistake>) {
    let decisions = &options.decisions;
    let mut mistakes = decide::unknown(catalog, decisions);
    mistakes.extend(leave_out::mistakes(catalog, decisions));
    // What is left out still tells which framework made the file.
    let frameworks = fingerprint(catalog);
    let (mut plan, found) = match leave_out::rest(catalog, profile, decisions) {
        None => planned(catalog, profile, options, frameworks),
        Some(rest) => {
            let undecided = PlanOptions { decisions: Decisions::default(), ..options.clone() };
            let (whole, _) = planned(catalog, profile, &undecided, frameworks.clone());
            let (mut plan, found) = planned(&rest.catalog, &rest.profile, options, frameworks);
            plan.verdicts = leave_out::verdicts(&rest, whole.verdicts, plan.verdicts, decisions);
            (plan, found)
        }
    };
    mistakes.extend(found);
    mistakes.extend(acknowledge::apply(&mut plan, catalog, &decisions.acknowledged));
    (plan, mistakes)
}

fn planned(
    catalog: &Catalog,
    profile: &Profile,
    options: &PlanOptions,
    frameworks: Vec<Framework>,
) -> (Plan, Vec<Mistake>) {
    let mut draft = Draft::new(catalog, profile, options, frameworks);
    tables::plan(&mut draft);
    keys::plan(&mut draft);
    foreign_keys::plan(&mut draft);
    indexes::plan(&mut draft);
    expressions::plan(&mut draft);
    programs::plan(&mut draft);
    leftovers::plan(&mut draft);
    let mistakes = std::mem::take(&mut draft.mistakes);
    (draft.finish(), mistakes)
}
