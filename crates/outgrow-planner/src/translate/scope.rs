//! Which names mean which columns.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::ident::Ident;
use crate::mapping::Rule;
use crate::sql::Sql;

use super::typed::{Collation, Dynamic, Kind, Subtype, Typed, whole_when};
use super::{NotConverted, Relation, RelationColumn, RowIdentity};

/// The sources that one query sees, and those around it.
pub(super) struct Scope<'s> {
    /// The query around this one.
    pub(super) parent: Option<&'s Scope<'s>>,
    /// How deep this query stands.
    pub(super) level: usize,
    /// What FROM names, in order.
    pub(super) sources: Vec<Source>,
    /// Result columns with an alias.
    pub(super) aliases: Vec<(String, Typed)>,
}

/// One source of a query.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// What qualifies its columns in SQLite; `None` where nothing does.
    pub(super) name: Option<String>,
    /// What qualifies its columns on PostgreSQL.
    pub(super) qualifier: Option<Ident>,
    /// Its columns.
    pub(super) fields: Vec<Field>,
    /// What its rowid means.
    pub(super) identity: RowIdentity,
    /// Whether only a qualified name finds its columns, as with NEW and OLD.
    pub(super) qualified_only: bool,
}

/// A column of a source.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Its name in SQLite.
    pub(super) name: String,
    /// Its name on PostgreSQL.
    pub(super) target: Ident,
    /// How it is read.
    pub(super) typed: Typed,
    /// Whether `*` and bare names pass over it, because USING merged it into another.
    pub(super) merged: bool,
}

/// What a name was resolved to.
pub(super) struct Resolved {
    pub(super) typed: Typed,
    pub(super) level: usize,
    pub(super) source: usize,
    pub(super) name: String,
}

impl Scope<'_> {
    /// Nothing in sight.
    pub(super) fn empty() -> Scope<'static> {
        Scope { parent: None, level: 0, sources: Vec::new(), aliases: Vec::new() }
    }

    /// A query inside of `parent`.
    pub(super) fn inside<'p>(parent: &'p Scope<'p>) -> Scope<'p> {
        Scope { parent: Some(parent), level: parent.level + 1, sources: Vec::new(), aliases: Vec::new() }
    }

    /// Finds a column, looking outwards; `None` where there is none of that name.
    pub(super) fn find(&self, table: Option<&str>, column: &str) -> Result<Option<Resolved>, NotConverted> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some(found) = here.find_here(table, column)? {
                return Ok(Some(found));
            }
            if table.is_none()
                && let Some((_, typed)) = here.aliases.iter().find(|(name, _)| name.eq_ignore_ascii_case(column))
            {
                let typed = Typed { is_column: false, ..typed.clone() };
                return Ok(Some(Resolved { typed, level: usize::MAX, source: 0, name: column.to_owned() }));
            }
            scope = here.parent;
        }
        Ok(None)
    }

    fn find_here(&self, table: Option<&str>, column: &str) -> Result<Option<Resolved>, NotConverted> {
        let mut found = None;
        for (position, source) in self.sources.iter().enumerate() {
            let Some(typed) = source.find(table, column)? else { continue };
            if found.is_some() {
                return Err(NotConverted::new(format!("column name \"{column}\" is ambiguous")));
            }
            found = Some(Resolved { typed, level: self.level, source: position, name: column.to_owned() });
        }
        if found.is_some() || !is_rowid(column) {
            return Ok(found);
        }
        self.rowid(table, column)
    }

    fn rowid(&self, table: Option<&str>, column: &str) -> Result<Option<Resolved>, NotConverted> {
        let mut candidates = self.sources.iter().enumerate().filter(|(_, source)| source.answers(table));
        let Some((position, source)) = candidates.next() else { return Ok(None) };
        if candidates.next().is_some() {
            return Err(NotConverted::new(format!("column name \"{column}\" is ambiguous")));
        }
        let typed = source.rowid()?;
        Ok(Some(Resolved { typed, level: self.level, source: position, name: column.to_owned() }))
    }
}

impl Source {
    /// A table or view under a name.
    pub(super) fn of_relation(relation: &Relation, name: Option<&str>, qualifier: Option<Ident>) -> Source {
        let fields = relation
            .columns
            .iter()
            .map(|column| Field {
                name: column.source.clone(),
                target: column.target.clone(),
                typed: of_column(column, qualifier.as_ref()),
                merged: false,
            })
            .collect();
        Source {
            name: name.map(str::to_owned),
            qualifier,
            fields,
            identity: relation.row_identity.clone(),
            qualified_only: false,
        }
    }

    /// A query under a name; its fields are named by `qualifier`.
    pub(super) fn of_fields(name: Option<&str>, qualifier: &Ident, fields: &[Field]) -> Source {
        let fields = fields
            .iter()
            .map(|field| {
                let mut sql = Sql::new();
                sql.push_ident(qualifier).push(".").push_ident(&field.target);
                Field { typed: outside(&field.typed, sql), ..field.clone() }
            })
            .collect();
        Source {
            name: name.map(str::to_owned),
            qualifier: Some(qualifier.clone()),
            fields,
            identity: RowIdentity::None,
            qualified_only: false,
        }
    }

    /// All columns can be NULL from here on, as an outer join does.
    pub(super) fn make_nullable(&mut self) {
        for field in &mut self.fields {
            field.typed.nullable = true;
        }
    }

    /// Whether all columns of its key are among these texts, so that they name one row.
    pub(super) fn key_is_among(&self, texts: &[Sql]) -> bool {
        let among = |position: &usize| self.fields.get(*position).is_some_and(|field| texts.contains(&field.typed.sql));
        match &self.identity {
            RowIdentity::Column(position) => among(position),
            RowIdentity::Key(positions) => !positions.is_empty() && positions.iter().all(among),
            RowIdentity::None => false,
        }
    }

    /// The texts of the columns that name a row.
    pub(super) fn key_columns(&self) -> impl Iterator<Item = &Sql> {
        let positions = match &self.identity {
            RowIdentity::Column(position) => std::slice::from_ref(position),
            RowIdentity::Key(positions) => positions.as_slice(),
            RowIdentity::None => &[],
        };
        positions.iter().filter_map(|position| self.fields.get(*position)).map(|field| &field.typed.sql)
    }

    fn answers(&self, table: Option<&str>) -> bool {
        match (table, &self.name) {
            (None, _) => !self.qualified_only,
            (Some(table), Some(name)) => name.eq_ignore_ascii_case(table),
            (Some(_), None) => false,
        }
    }

    fn find(&self, table: Option<&str>, column: &str) -> Result<Option<Typed>, NotConverted> {
        if !self.answers(table) {
            return Ok(None);
        }
        let mut fields = self
            .fields
            .iter()
            .filter(|field| field.name.eq_ignore_ascii_case(column) && (table.is_some() || !field.merged));
        let Some(field) = fields.next() else { return Ok(None) };
        if fields.next().is_some() {
            return Err(NotConverted::new(format!("column name \"{column}\" is ambiguous")));
        }
        Ok(Some(field.typed.clone()))
    }

    fn rowid(&self) -> Result<Typed, NotConverted> {
        let column = |position: &usize| self.fields.get(*position).map(|field| field.typed.clone());
        match &self.identity {
            RowIdentity::Column(position) => {
                column(position).ok_or_else(|| NotConverted::new("the column that stands for the rowid is missing"))
            }
            RowIdentity::Key(positions) => {
                let parts = positions.iter().filter_map(column).map(|typed| typed.sql).collect::<Vec<_>>();
                Ok(Typed::computed(Sql::new(), Kind::RowKey(parts), DataType::Bigint).not_null())
            }
            RowIdentity::None => Err(NotConverted {
                reason: "it uses the rowid of a table that has no column for it on PostgreSQL".to_owned(),
                suggestion: Some("Keep the rowid as a column of the table, or use its key.".to_owned()),
            }),
        }
    }
}

/// What a subquery's value was, without conditions that only the subquery can ask.
pub(super) fn kind_outside(typed: &Typed) -> Kind {
    match &typed.kind {
        Kind::Number { .. } => Kind::Number { integer_when: None },
        other => other.clone(),
    }
}

/// A result column as the query around it reads it.
pub(super) fn outside(typed: &Typed, sql: Sql) -> Typed {
    let kind = match &typed.kind {
        Kind::Number { integer_when: Some(_) } if typed.is_column => {
            Kind::Number { integer_when: Some(whole_when(&sql)) }
        }
        Kind::Number { .. } => Kind::Number { integer_when: None },
        other => other.clone(),
    };
    let dynamic = match &typed.dynamic {
        Some(Dynamic::Rendered(_)) => Some(Dynamic::Rendered(sql.clone())),
        Some(Dynamic::Json(_)) | None => None,
    };
    let subtype = match typed.subtype {
        Subtype::None => Subtype::None,
        Subtype::Json | Subtype::Unknown => Subtype::Unknown,
    };
    Typed { sql, kind, constant: None, atomic: true, moment: None, dynamic, subtype, ..typed.clone() }
}

fn is_rowid(name: &str) -> bool {
    ["rowid", "oid", "_rowid_"].iter().any(|rowid| name.eq_ignore_ascii_case(rowid))
}

/// How a column reads.
pub(super) fn of_column(column: &RelationColumn, qualifier: Option<&Ident>) -> Typed {
    let mut sql = Sql::new();
    if let Some(qualifier) = qualifier {
        sql.push_ident(qualifier).push(".");
    }
    sql.push_ident(&column.target);
    let collation = match column.collation.as_str() {
        "" => Collation::Column("BINARY".to_owned()),
        name => Collation::Column(name.to_ascii_uppercase()),
    };
    Typed {
        kind: kind(column, &sql),
        dynamic: is_told_apart(column).then(|| Dynamic::Rendered(sql.clone())),
        data_type: column.data_type,
        affinity: column.affinity.filter(|affinity| *affinity != Affinity::Blob),
        collation,
        byte_order: column.byte_order,
        nullable: !column.not_null,
        rule: column.rule,
        large: column.large,
        texts: column.texts,
        blobs: column.blobs,
        is_column: true,
        ..Typed::call(sql, Kind::Null, column.data_type)
    }
}

/// Why a column of milliseconds is no number.
pub(super) const MILLISECONDS: &str = "milliseconds since 1970 became times";

const TIMES: &str = "milliseconds since 1970 and texts became times, and which was which is no longer known";

const TEXTS_AS_BYTES: &str = "the column held texts, which are bytes on PostgreSQL";

fn kind(column: &RelationColumn, sql: &Sql) -> Kind {
    match column.data_type {
        DataType::Boolean if column.affinity == Some(Affinity::Text) || column.texts => {
            Kind::Opaque("a column of texts became boolean, and which texts they were is no longer known")
        }
        DataType::Boolean => Kind::Boolean,
        DataType::Smallint | DataType::Integer | DataType::Bigint => number_kind(column, Kind::Integer),
        DataType::DoublePrecision | DataType::Numeric(_) => number_kind(column, decimal_kind(column, sql)),
        DataType::Text | DataType::Varchar(_) => text_kind(column),
        DataType::Bytea if column.texts => Kind::Opaque(TEXTS_AS_BYTES),
        DataType::Bytea => Kind::Blob,
        DataType::Date | DataType::Time | DataType::TimeTz | DataType::Timestamp | DataType::TimestampTz => {
            temporal_kind(column)
        }
        DataType::Json | DataType::Jsonb => Kind::Opaque("the column holds JSON, not text, on PostgreSQL"),
        DataType::Uuid => Kind::Opaque("the column holds uuids on PostgreSQL, and their texts are no longer known"),
        DataType::Interval => Kind::Opaque("the column holds intervals on PostgreSQL"),
        DataType::BigintArray | DataType::TextArray => Kind::Opaque("the column holds arrays on PostgreSQL"),
    }
}

/// A number under TEXT affinity was a text.
fn number_kind(column: &RelationColumn, kind: Kind) -> Kind {
    if column.affinity == Some(Affinity::Text) && column.rule.is_some() {
        return Kind::Opaque("a column of texts became a number, and how they were written is no longer known");
    }
    if column.affinity == Some(Affinity::Real) {
        return Kind::Real;
    }
    kind
}

fn decimal_kind(column: &RelationColumn, sql: &Sql) -> Kind {
    match column.affinity {
        Some(Affinity::Real) => Kind::Real,
        // These affinities store a REAL without a fraction as INTEGER.
        Some(Affinity::Numeric | Affinity::Integer) => Kind::Number { integer_when: Some(whole_when(sql)) },
        None if column.data_type == DataType::DoublePrecision && !column.mixed_numbers => Kind::Real,
        Some(Affinity::Blob) if !column.mixed_numbers && column.rule == Some(Rule::Double) => Kind::Real,
        Some(Affinity::Text | Affinity::Blob) | None => Kind::Number { integer_when: None },
    }
}

/// Whether a text of the column says what it was: numeric affinity leaves no text that is a number.
pub(super) fn is_told_apart(column: &RelationColumn) -> bool {
    let is_numeric = matches!(column.affinity, Some(Affinity::Integer | Affinity::Real | Affinity::Numeric));
    let is_text = matches!(column.data_type, DataType::Text | DataType::Varchar(_));
    is_numeric && is_text && column.rule == Some(Rule::Rendered) && !column.blobs
}

fn text_kind(column: &RelationColumn) -> Kind {
    match column.rule {
        Some(Rule::Rendered) if column.affinity != Some(Affinity::Text) => Kind::Mixed,
        Some(_) | None => Kind::Text,
    }
}

fn temporal_kind(column: &RelationColumn) -> Kind {
    match column.rule {
        Some(Rule::LocalTime(_)) => Kind::Opaque("the column holds instants, and its texts were times of another zone"),
        Some(Rule::EpochMillis) if column.texts => Kind::Opaque(TIMES),
        Some(Rule::EpochMillis) => Kind::Opaque(MILLISECONDS),
        Some(Rule::Temporal) | None => Kind::Temporal(column.spelling),
        Some(_) => Kind::Temporal(None),
    }
}
