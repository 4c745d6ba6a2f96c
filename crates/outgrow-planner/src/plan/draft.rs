//! The plan while it is being made.

use std::collections::BTreeSet;

use super::decisions::Lookup;
use super::injective;
use super::names::{Namespace, spelled};
use super::narrow::{Narrow, Places, narrow};
use super::{
    ColumnPlan, ConstraintPlan, Identifiers, Made, Mistake, ObjectKind, ObjectVerdict, Plan, PlanOptions, RowKeyPlan,
    TablePlan, Verdict,
};
use crate::catalog::pg;
use crate::catalog::sqlite::{Affinity, Catalog, CatalogNames, Expression, IndexKey, Table, TableRole};
use crate::hazard::{self, Facts, Hazard, MovedColumn, Origin, Renamed, Usage};
use crate::ident::{Ident, QualifiedName};
use crate::mapping::{Context, Framework};
use crate::profile::{Profile, TableProfile};
use crate::translate::{
    Generation, NotConverted, Relation, RelationColumn, Relations, RowIdentity, SupportFunction, Translated, UniqueKey,
};

/// The plan while it is being made, and the facts it is made from.
pub(super) struct Draft<'a> {
    pub(super) catalog: &'a Catalog,
    /// Where the catalog's objects stand.
    pub(super) names: CatalogNames,
    /// For each table of the catalog the columns whose different values must stay different.
    pub(super) key_columns: Vec<BTreeSet<usize>>,
    /// What the user has decided of tables and columns.
    pub(super) decided: Lookup<'a>,
    pub(super) profile: &'a Profile,
    pub(super) options: &'a PlanOptions,
    pub(super) context: Context,
    pub(super) identifiers: Identifiers,
    /// Tables, views, indexes, and the constraints that are indexes: one namespace in PostgreSQL.
    pub(super) relation_names: Namespace,
    pub(super) renamed: Vec<Renamed>,
    pub(super) tables: Vec<Drafted<'a>>,
    pub(super) constraints: Vec<ConstraintPlan>,
    pub(super) indexes: Vec<pg::Index>,
    /// The names of the views, in the order of the catalog.
    pub(super) view_names: Vec<QualifiedName>,
    pub(super) views: Vec<pg::View>,
    pub(super) triggers: Vec<pg::Trigger>,
    pub(super) functions: BTreeSet<SupportFunction>,
    pub(super) verdicts: Vec<ObjectVerdict>,
    pub(super) hazards: Vec<Hazard>,
    pub(super) relations: Relations,
    /// Decisions that cannot be carried out.
    pub(super) mistakes: Vec<Mistake>,
}

/// One table that will be moved.
pub(super) struct Drafted<'a> {
    /// Position in the catalog.
    pub(super) position: usize,
    pub(super) table: &'a Table,
    pub(super) profile: &'a TableProfile,
    pub(super) target: pg::Table,
    pub(super) columns: Vec<ColumnPlan>,
    pub(super) row_key: RowKeyPlan,
    /// Where the columns stand.
    pub(super) places: Places,
    /// Names of constraints that are no indexes: they live in their table.
    pub(super) constraint_names: Namespace,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        profile: &'a Profile,
        options: &'a PlanOptions,
        frameworks: Vec<Framework>,
    ) -> Draft<'a> {
        let identifiers = options.identifiers.unwrap_or_else(|| by_frameworks(&frameworks));
        let names = CatalogNames::of(catalog);
        Draft {
            catalog,
            key_columns: injective::columns(catalog, &names),
            names,
            decided: Lookup::of(&options.decisions),
            profile,
            options,
            context: Context { frameworks },
            identifiers,
            relation_names: Namespace::default(),
            renamed: Vec::new(),
            tables: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            view_names: Vec::new(),
            views: Vec::new(),
            triggers: Vec::new(),
            functions: BTreeSet::new(),
            verdicts: Vec::new(),
            hazards: Vec::new(),
            relations: Relations::default(),
            mistakes: Vec::new(),
        }
    }

    /// A name in the target's schema for an object of the file, noted where it changes beyond folding.
    pub(super) fn relation_name(&mut self, kind: ObjectKind, source: &str) -> QualifiedName {
        let wanted = spelled(source, self.identifiers);
        let name = self.relation_names.take(&wanted);
        self.note_rename(kind, None, source, &wanted, &name);
        QualifiedName::new(self.options.schema.clone(), name)
    }

    /// Remembers that a name arrives as another one.
    pub(super) fn note_rename(
        &mut self,
        kind: ObjectKind,
        table: Option<&str>,
        source: &str,
        wanted: &str,
        name: &Ident,
    ) {
        if name.as_str() != wanted {
            let table = table.map(str::to_owned);
            let (kind, usage) = (kind.to_string(), usage(kind));
            self.renamed.push(Renamed { kind, usage, table, from: source.to_owned(), to: name.clone() });
        }
    }

    /// Says what becomes of an object.
    pub(super) fn verdict(&mut self, kind: ObjectKind, table: Option<&str>, name: &str, verdict: Verdict) {
        let (table, name) = (table.map(str::to_owned), name.to_owned());
        self.verdicts.push(ObjectVerdict { kind, table, name, verdict, target: None, sql: None, made: Vec::new() });
    }

    /// Says what post-data makes for the object whose verdict came last.
    pub(super) fn made(&mut self, made: Made) {
        let last = self.verdicts.last_mut().expect("a verdict comes before what is made for it");
        let named = match &made {
            Made::Constraint { name, .. } | Made::Index { name } => Some(name),
            Made::View { name } => Some(&name.name),
            Made::Identity { .. } | Made::Trigger { .. } => None,
        };
        // What is made first is the object itself; a second thing only helps it.
        last.target = last.target.take().or(named.cloned());
        last.made.push(made);
    }

    /// Names in PostgreSQL the object whose verdict came last.
    pub(super) fn arrives_as(&mut self, name: &Ident) {
        self.verdicts.last_mut().expect("a verdict comes before its name").target = Some(name.clone());
    }

    /// Says that an object does not arrive, and keeps its text.
    pub(super) fn not_converted(
        &mut self,
        kind: ObjectKind,
        table: Option<&str>,
        name: &str,
        why: NotConverted,
        sql: &str,
    ) {
        let verdict = Verdict::NotConverted { reason: why.reason, suggestion: why.suggestion };
        let (table, name) = (table.map(str::to_owned), name.to_owned());
        self.verdicts.push(ObjectVerdict {
            kind,
            table,
            name,
            verdict,
            target: None,
            sql: Some(sql.to_owned()),
            made: Vec::new(),
        });
    }

    /// Takes what a translation needs and gives its verdict.
    pub(super) fn accept(&mut self, translated: &Translated) -> Verdict {
        self.functions.extend(translated.functions.iter().copied());
        by_notes(&translated.notes)
    }

    /// The relation that stands for a drafted table.
    pub(super) fn relation(&self, drafted: usize) -> &Relation {
        &self.relations.all[drafted]
    }

    /// The relation that stands for a drafted table, as an expression sees it that names some of its columns.
    pub(super) fn narrow(&self, drafted: usize, sql: &str, always: Option<usize>) -> Narrow<'_> {
        narrow(self.relation(drafted), &self.tables[drafted].places, sql, always)
    }

    /// Makes the relations of all drafted tables, in their order, from what is decided so far.
    pub(super) fn relate(&mut self) {
        self.relations = Relations::of(self.tables.iter().map(Drafted::relation).collect());
    }

    /// The drafted table of a catalog position.
    pub(super) fn drafted(&self, position: usize) -> Option<usize> {
        // They stand in the order of the catalog.
        self.tables.binary_search_by_key(&position, |drafted| drafted.position).ok()
    }

    pub(super) fn finish(mut self) -> Plan {
        let facts = Facts {
            catalog: self.catalog,
            profile: self.profile,
            tables: self.tables.iter().map(|drafted| drafted.position).collect(),
            columns: self.tables.iter().flat_map(Drafted::moved_columns).collect(),
            renamed: &self.renamed,
        };
        let mut hazards = hazard::detect(&facts);
        hazards.append(&mut self.hazards);
        hazards.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(b.id)));
        Plan {
            schema: self.options.schema.clone(),
            frameworks: self.context.frameworks,
            identifiers: self.identifiers,
            tables: self.tables.iter().map(Drafted::plan).collect(),
            constraints: self.constraints,
            indexes: self.indexes,
            views: self.views,
            triggers: self.triggers,
            functions: self.functions,
            relations: self.relations,
            verdicts: self.verdicts,
            hazards,
        }
    }
}

impl Drafted<'_> {
    fn moved_columns(&self) -> impl Iterator<Item = MovedColumn<'_>> {
        let columns = self.table.columns.iter().zip(&self.profile.columns).zip(&self.columns);
        columns.map(|((column, facts), plan)| MovedColumn {
            table: self.table,
            column,
            facts,
            mapping: &plan.mapping,
            origin: if plan.copied { Origin::Copied } else { Origin::Computed },
        })
    }

    fn plan(&self) -> TablePlan {
        TablePlan {
            source: self.table.name.clone(),
            target: self.target.clone(),
            columns: self.columns.clone(),
            row_key: self.row_key.clone(),
            rows: self.profile.rows,
            bytes: self.profile.bytes,
        }
    }

    fn relation(&self) -> Relation {
        Relation {
            source: self.table.name.clone(),
            target: self.target.name.clone(),
            columns: (0..self.columns.len()).map(|position| self.relation_column(position)).collect(),
            row_identity: self.row_identity(),
            unique_keys: self.unique_keys(),
        }
    }

    fn relation_column(&self, position: usize) -> RelationColumn {
        let source = &self.table.columns[position];
        let target = &self.target.columns[position];
        let facts = &self.profile.columns[position];
        let texts = &facts.texts;
        let one_spelling = texts.spellings.len() == 1 && facts.only_texts() && texts.not_temporal.count == 0;
        RelationColumn {
            source: source.name.clone(),
            target: target.name.clone(),
            data_type: target.data_type,
            rule: Some(self.columns[position].mapping.rule),
            affinity: Some(source.affinity),
            collation: source.collation.clone().unwrap_or_else(|| "BINARY".to_owned()),
            byte_order: target.byte_order,
            not_null: target.not_null,
            spelling: texts.spellings.keys().next().filter(|_| one_spelling),
            large: facts.integers.beyond_double.count > 0,
            texts: facts.texts.all.count > 0
                || source.default.as_ref().is_some_and(|default| is_text(default, source.affinity)),
            blobs: facts.blobs.all.count > 0,
            mixed_numbers: facts.integers.all.count > 0 && facts.reals.all.count > 0,
            generation: if source.generated.is_some() { Generation::Undecided } else { Generation::None },
        }
    }

    fn unique_keys(&self) -> Vec<UniqueKey> {
        let table = self.table;
        let primary = table.primary_key.iter().map(|key| &key.columns);
        let constraints = primary.chain(table.uniques.iter().map(|unique| &unique.columns));
        let mut keys: Vec<UniqueKey> = constraints
            .map(|columns| unique_key(columns.iter().map(|part| (Some(part.column), part.collation.as_str()))))
            .collect();
        for index in table.indexes.iter().filter(|index| index.unique) {
            let columns = index.parts.iter().map(|part| match part.key {
                IndexKey::Column(column) => (Some(column), part.collation.as_str()),
                IndexKey::Rowid | IndexKey::Expression(_) => (None, ""),
            });
            let key = unique_key(columns);
            keys.push(if index.predicate.is_none() { key } else { UniqueKey::Other });
        }
        let mut different: Vec<UniqueKey> = Vec::new();
        for key in keys {
            if !different.contains(&key) {
                different.push(key);
            }
        }
        different
    }

    fn row_identity(&self) -> RowIdentity {
        if let Some(alias) = self.table.rowid_alias() {
            return RowIdentity::Column(alias);
        }
        match &self.row_key {
            RowKeyPlan::Columns(columns) if !self.table.without_rowid => RowIdentity::Key(columns.clone()),
            RowKeyPlan::Columns(_) | RowKeyPlan::None => RowIdentity::None,
        }
    }
}

fn unique_key<'k>(parts: impl Iterator<Item = (Option<usize>, &'k str)>) -> UniqueKey {
    let columns = parts.map(|(column, collation)| column.filter(|_| collation == "BINARY"));
    let Some(mut columns) = columns.collect::<Option<Vec<_>>>() else { return UniqueKey::Other };
    columns.sort_unstable();
    UniqueKey::Columns(columns)
}

/// The verdict that a translation's notes amount to.
pub(super) fn by_notes(notes: &[String]) -> Verdict {
    if notes.is_empty() { Verdict::Converted } else { Verdict::Differs { difference: notes.join(" ") } }
}

fn by_frameworks(frameworks: &[Framework]) -> Identifiers {
    if frameworks.iter().any(|framework| framework.quotes_identifiers()) {
        return Identifiers::Preserve;
    }
    Identifiers::Fold
}

/// Whether rows of this table are moved.
pub(super) fn is_moved(table: &Table) -> bool {
    table.role == TableRole::User
}

fn usage(kind: ObjectKind) -> Usage {
    match kind {
        ObjectKind::Table | ObjectKind::Column | ObjectKind::View | ObjectKind::VirtualTable => Usage::InQueries,
        ObjectKind::Default
        | ObjectKind::PrimaryKey
        | ObjectKind::Unique
        | ObjectKind::Check
        | ObjectKind::ForeignKey
        | ObjectKind::Generated
        | ObjectKind::Index
        | ObjectKind::Trigger => Usage::Internal,
    }
}

/// Whether a default is a text in a column of this affinity, which may make a number of it.
fn is_text(default: &Expression, affinity: Affinity) -> bool {
    let text = default.as_str().trim_start_matches(['(', ' ']);
    let is_number = text.trim_matches(['(', ')', ' ', '\'', '"']).parse::<f64>().is_ok();
    let is_numeric = matches!(affinity, Affinity::Integer | Affinity::Real | Affinity::Numeric);
    text.starts_with(['\'', '"']) && !(is_numeric && is_number)
}
