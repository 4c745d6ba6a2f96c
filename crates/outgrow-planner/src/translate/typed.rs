//! What an expression is on PostgreSQL, and what it was in SQLite.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::mapping::Rule;
use crate::sql::Sql;
use crate::temporal::Spelling;

use super::expression::conversion::pattern;
use super::scope::MILLISECONDS;

/// A translated expression with everything that the expression around it must know.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The PostgreSQL text.
    pub(super) sql: Sql,
    /// What its values were in SQLite.
    pub(super) kind: Kind,
    /// Its type on PostgreSQL.
    pub(super) data_type: DataType,
    /// Its affinity in SQLite; `None` for an expression without one.
    pub(super) affinity: Option<Affinity>,
    /// Its collation in SQLite.
    pub(super) collation: Collation,
    /// Whether PostgreSQL already compares it by bytes.
    pub(super) byte_order: bool,
    /// Whether it can be NULL.
    pub(super) nullable: bool,
    /// Its value, if it is a constant.
    pub(super) constant: Option<Constant>,
    /// How the column's values were converted, for a column.
    pub(super) rule: Option<Rule>,
    /// Whether it is a column that held integers beyond 2^53.
    pub(super) large: bool,
    /// Whether it is a column that held texts, or is given one by default.
    pub(super) texts: bool,
    /// Whether it is a column that held bytes.
    pub(super) blobs: bool,
    /// Whether it is a column and nothing else.
    pub(super) is_column: bool,
    /// Whether it needs no parentheses as an operand.
    pub(super) atomic: bool,
    /// The moment that this text spells, if it is such a text.
    pub(super) moment: Option<Moment>,
    /// What says of each value whether it is a number or a text, where something does.
    pub(super) dynamic: Option<Dynamic>,
    /// Whether SQLite knows this text to be JSON.
    pub(super) subtype: Subtype,
}

/// What says of each value whether it is a number or a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Dynamic {
    /// The JSON text whose value this is.
    Json(Sql),
    /// The value itself: a text under numeric affinity is one that is no number.
    Rendered(Sql),
}

/// Whether SQLite knows a text to be JSON, so that functions of JSON do not quote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subtype {
    /// It does not.
    None,
    /// It does.
    Json,
    /// It depends on how SQLite runs the query.
    Unknown,
}

/// The storage classes that the values of an expression had in SQLite.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// NULL alone.
    Null,
    /// INTEGER 0 or 1; `boolean` on PostgreSQL.
    Boolean,
    /// INTEGER.
    Integer,
    /// REAL.
    Real,
    /// INTEGER where the condition holds and REAL elsewhere; no condition where nobody knows.
    Number {
        /// A PostgreSQL condition, true where the value was an INTEGER.
        integer_when: Option<Sql>,
    },
    /// TEXT.
    Text,
    /// BLOB.
    Blob,
    /// TEXT; a date or time on PostgreSQL. With the spelling it can be rendered back.
    Temporal(Option<Spelling>),
    /// TEXT and numbers, all rendered as text on PostgreSQL.
    Mixed,
    /// The rowid of a table whose primary key stands for it: the key columns.
    RowKey(Vec<Sql>),
    /// Something whose SQLite value PostgreSQL no longer knows; says why.
    Opaque(&'static str),
}

/// Where a number is an INTEGER under numeric affinity: without a fraction, and within 64 bits.
pub(super) fn whole_when(number: &Sql) -> Sql {
    let template = "({} = trunc({}) AND {} >= -9223372036854775808 AND {} < 9223372036854775808)";
    Sql::fill(template, &[number, number, number, number])
}

/// A value known before the statement runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Constant {
    /// NULL.
    Null,
    /// An INTEGER.
    Integer(i64),
    /// A REAL.
    Real(f64),
    /// A TEXT.
    Text(String),
    /// A BLOB.
    Blob(Vec<u8>),
}

/// A SQLite collation and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Collation {
    /// Nothing says one: BINARY.
    None,
    /// A column's, upper case.
    Column(String),
    /// Said by COLLATE, upper case.
    Explicit(String),
}

impl Collation {
    /// The name of the collation.
    pub(super) fn name(&self) -> &str {
        match self {
            Collation::None => "BINARY",
            Collation::Column(name) | Collation::Explicit(name) => name,
        }
    }

    /// The collation of a comparison (<https://sqlite.org/datatype3.html#collation>).
    pub(super) fn of_comparison<'c>(left: &'c Collation, right: &'c Collation) -> &'c Collation {
        match (left, right) {
            (Collation::Explicit(_), _) => left,
            (_, Collation::Explicit(_)) => right,
            (Collation::Column(_), _) => left,
            (Collation::None, _) => right,
        }
    }
}

/// A moment that a text spells.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// A `timestamp` in UTC, as fine as the spelling.
    pub(super) utc: Sql,
    /// How the text spells it; `None` for other texts, like Unix seconds.
    pub(super) spelling: Option<Spelling>,
}

/// How values of different storage classes compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// NULL.
    Null,
    /// INTEGER and REAL.
    Number,
    /// TEXT.
    Text,
    /// BLOB.
    Blob,
}

impl Typed {
    /// A computed value that can be NULL.
    pub(super) fn computed(sql: Sql, kind: Kind, data_type: DataType) -> Typed {
        Typed {
            sql,
            kind,
            data_type,
            affinity: None,
            collation: Collation::None,
            byte_order: false,
            nullable: true,
            constant: None,
            rule: None,
            large: false,
            texts: false,
            blobs: false,
            is_column: false,
            atomic: false,
            moment: None,
            dynamic: None,
            subtype: Subtype::None,
        }
    }

    /// A call or another form that needs no parentheses.
    pub(super) fn call(sql: Sql, kind: Kind, data_type: DataType) -> Typed {
        Typed { atomic: true, ..Typed::computed(sql, kind, data_type) }
    }

    /// A condition.
    pub(super) fn condition(sql: Sql) -> Typed {
        Typed::computed(sql, Kind::Boolean, DataType::Boolean)
    }

    /// A text made by a call.
    pub(super) fn text(sql: Sql) -> Typed {
        Typed::call(sql, Kind::Text, DataType::Text)
    }

    /// An integer made by a call.
    pub(super) fn integer(sql: Sql) -> Typed {
        Typed::call(sql, Kind::Integer, DataType::Bigint)
    }

    /// A double made by a call.
    pub(super) fn real(sql: Sql) -> Typed {
        Typed::call(sql, Kind::Real, DataType::DoublePrecision)
    }

    /// A constant.
    pub(super) fn constant(value: Constant) -> Typed {
        let mut sql = Sql::new();
        let (kind, data_type) = match &value {
            Constant::Null => {
                sql.push("NULL");
                (Kind::Null, DataType::Text)
            }
            Constant::Integer(number) => {
                sql.push_integer(*number);
                (Kind::Integer, if i32::try_from(*number).is_ok() { DataType::Integer } else { DataType::Bigint })
            }
            Constant::Real(number) => {
                sql.push_real(*number);
                (Kind::Real, if number.is_finite() { DataType::Numeric(None) } else { DataType::DoublePrecision })
            }
            Constant::Text(text) => {
                sql.push_literal(text);
                (Kind::Text, DataType::Text)
            }
            Constant::Blob(bytes) => {
                sql.push_bytes(bytes);
                (Kind::Blob, DataType::Bytea)
            }
        };
        let atomic = !sql.as_str().starts_with('-');
        let nullable = value == Constant::Null;
        Typed { constant: Some(value), atomic, nullable, ..Typed::computed(sql, kind, data_type) }
    }

    /// The same expression, never NULL.
    pub(super) fn not_null(self) -> Typed {
        Typed { nullable: false, ..self }
    }

    /// The same expression, NULL where `other` is.
    pub(super) fn null_with(self, nullable: bool) -> Typed {
        Typed { nullable, ..self }
    }

    /// The text as an operand.
    pub(super) fn operand(&self) -> Sql {
        if self.atomic { self.sql.clone() } else { Sql::fill("({})", &[&self.sql]) }
    }

    /// Whether it is bytes on PostgreSQL.
    pub(super) fn is_bytes(&self) -> bool {
        self.data_type == DataType::Bytea
    }

    /// Whether it was an INTEGER of milliseconds since 1970, and is a time on PostgreSQL.
    pub(super) fn is_milliseconds(&self) -> bool {
        self.kind == Kind::Opaque(MILLISECONDS)
    }

    /// Whether it is a date or time on PostgreSQL.
    pub(super) fn is_time(&self) -> bool {
        match self.data_type {
            DataType::Date | DataType::Time | DataType::TimeTz | DataType::Timestamp | DataType::TimestampTz => true,
            DataType::Boolean
            | DataType::Smallint
            | DataType::Integer
            | DataType::Bigint
            | DataType::DoublePrecision
            | DataType::Numeric(_)
            | DataType::Text
            | DataType::Varchar(_)
            | DataType::Bytea
            | DataType::Json
            | DataType::Jsonb
            | DataType::Uuid
            | DataType::Interval
            | DataType::BigintArray
            | DataType::TextArray => false,
        }
    }

    /// Whether its moments are in another order than the texts that they were, or the same where those differ.
    pub(super) fn is_moment_alone(&self) -> bool {
        match &self.kind {
            Kind::Temporal(Some(spelling)) => pattern(*spelling).is_none(),
            Kind::Temporal(None) => true,
            Kind::Opaque(_) => self.is_time() && !self.is_milliseconds(),
            Kind::Null
            | Kind::Boolean
            | Kind::Integer
            | Kind::Real
            | Kind::Number { .. }
            | Kind::Text
            | Kind::Blob
            | Kind::Mixed
            | Kind::RowKey(_) => false,
        }
    }

    /// Whether it holds numbers only.
    pub(super) fn is_number(&self) -> bool {
        self.class() == Some(Class::Number)
    }

    /// The class that its values share, if they share one.
    pub(super) fn class(&self) -> Option<Class> {
        match self.kind {
            Kind::Null => Some(Class::Null),
            Kind::Boolean | Kind::Integer | Kind::Real | Kind::Number { .. } => Some(Class::Number),
            Kind::Text | Kind::Temporal(_) => Some(Class::Text),
            Kind::Blob => Some(Class::Blob),
            Kind::Mixed | Kind::RowKey(_) | Kind::Opaque(_) => None,
        }
    }

    /// Whether its affinity converts to numbers.
    pub(super) fn has_numeric_affinity(&self) -> bool {
        matches!(self.affinity, Some(Affinity::Integer | Affinity::Real | Affinity::Numeric))
    }

    /// The text of a constant text.
    pub(super) fn text_constant(&self) -> Option<&str> {
        match &self.constant {
            Some(Constant::Text(text)) => Some(text),
            Some(Constant::Null | Constant::Integer(_) | Constant::Real(_) | Constant::Blob(_)) | None => None,
        }
    }

    /// The number of a constant integer.
    pub(super) fn integer_constant(&self) -> Option<i64> {
        match &self.constant {
            Some(Constant::Integer(number)) => Some(*number),
            Some(Constant::Null | Constant::Real(_) | Constant::Text(_) | Constant::Blob(_)) | None => None,
        }
    }

    /// Cast on PostgreSQL; the SQLite value stays what it is.
    pub(super) fn cast_to(&self, data_type: DataType) -> Typed {
        let (template, data_type): (&'static str, DataType) = match data_type {
            DataType::Bigint => ("{}::bigint", data_type),
            DataType::Integer => ("{}::integer", data_type),
            DataType::DoublePrecision => ("{}::double precision", data_type),
            DataType::Numeric(_) => ("{}::numeric", DataType::Numeric(None)),
            DataType::Timestamp => ("{}::timestamp", data_type),
            _ => ("{}::text", DataType::Text),
        };
        if self.data_type == data_type && self.constant.is_none() {
            return self.clone();
        }
        Typed {
            sql: Sql::fill(template, &[&self.operand()]),
            data_type,
            atomic: true,
            is_column: false,
            ..self.clone()
        }
    }
}
