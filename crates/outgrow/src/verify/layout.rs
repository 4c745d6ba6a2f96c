//! What of a table can be compared, and the two queries that read it.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::catalog::sqlite::Table;
use outgrow_planner::ident::Ident;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::{ColumnPlan, RowKeyPlan, Substitute, TablePlan};
use outgrow_planner::sql::Sql;

use super::Difference;
use super::findings::Findings;
use super::long::{LongColumns, is_digested};
use super::meaning::{INLINE_BYTES, Reading, Transfer};
use super::slice::Slice;
use super::targets::Targets;
use crate::source::Encoding;
use crate::source::ranges::{CutBy, Range};

/// Columns with longer values (bytes) are compared by length and SHA-256 where values are long.
pub(super) const FETCHED_BYTES: u64 = 1 << 20;

/// The columns of a table that exist on both sides with comparable types.
pub(super) struct Layout {
    /// The table's name in SQLite.
    pub table: String,
    /// What is compared, in the order of both queries.
    pub columns: Vec<ColumnCheck>,
    /// The key's columns, as positions in `columns`; `None` where rows have no key.
    pub key: Option<Vec<usize>>,
    /// The name by which SQLite gives the rowid; `None` where it gives none.
    pub rowid: Option<&'static str>,
    /// The table's name on the target.
    pub target: outgrow_planner::ident::QualifiedName,
    cut_by: CutBy,
    /// Columns whose long values are not read whole; `None` where there are none.
    pub long: Option<LongColumns>,
}

/// How one column is compared.
#[derive(Clone, Debug)]
pub(super) struct ColumnCheck {
    /// Its name in SQLite.
    pub name: String,
    /// How its values are read.
    pub reading: Reading,
    /// What stands for a value in quarantine.
    pub substitute: Substitute,
    target: Ident,
}

/// In which order both sides give their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By the key.
    Key,
    /// As it comes.
    None,
}

impl Layout {
    /// Looks at the target's columns; what is not as planned is a difference.
    ///
    /// `None` where the target has no such table.
    pub(super) fn find(
        targets: &Targets,
        table: Option<&Table>,
        plan: &TablePlan,
        whole_bytes: u64,
        findings: &mut Findings,
    ) -> Option<Layout> {
        let actual = targets.columns(&plan.target.name)?;
        let mut columns = Vec::new();
        let mut places = Vec::new();
        for (column, target) in plan.columns.iter().zip(&plan.target.columns) {
            let found = actual.iter().find(|(name, _)| name == target.name.as_str());
            let check = check_of(column, &target.name, found.map(|(_, data_type)| data_type.as_str()), findings);
            places.push(check.is_some().then_some(columns.len()));
            columns.extend(check);
        }
        let key = match &plan.row_key {
            RowKeyPlan::Columns(key) => {
                key.iter().map(|column| places.get(*column).copied().flatten()).collect::<Option<Vec<usize>>>()
            }
            RowKeyPlan::None => None,
        };
        let key = key.filter(|key| !key.is_empty());
        let rowid = rowid_name(table);
        let cut_by = table.map_or(CutBy::Nothing, CutBy::of);
        let is_key = |position: &usize| key.iter().flatten().any(|column| column == position);
        let longest = plan.columns.iter().zip(&places).filter(|(column, _)| column.max_bytes > whole_bytes);
        let long = longest.filter_map(|(_, place)| *place).filter(|position| !is_key(position));
        let long = long.filter(|position| columns[*position].reading.transfer == Transfer::Digested).collect();
        let (table, target) = (plan.source.clone(), plan.target.name.clone());
        let mut layout = Layout { table, columns, key, rowid, target, cut_by, long: None };
        layout.long = LongColumns::new(&layout, long, &layout.cut_by, whole_bytes);
        Some(layout)
    }

    /// The query of SQLite: the columns, then the rowid or NULL. Its parameters are those of the range.
    ///
    /// Where the table has long values, these are NULL, and the rowid of their row comes last.
    pub(super) fn source_query(&self, range: &Range, order: Order, encoding: Encoding) -> String {
        self.query(range, order, encoding, self.long.as_ref().filter(|_| encoding == Encoding::Utf8))
    }

    /// The query of SQLite for rows as they are.
    pub(super) fn whole_query(&self, range: &Range) -> String {
        self.query(range, Order::None, Encoding::Utf8, None)
    }

    fn query(&self, range: &Range, order: Order, encoding: Encoding, long: Option<&LongColumns>) -> String {
        // A row with a key is known by it.
        let rowid = self.rowid.filter(|_| self.key.is_none());
        let mut query = self.select(rowid, encoding, long);
        let condition = range.condition(&self.cut_by, "t");
        if !condition.is_empty() {
            query.push_str(" WHERE ");
            query.push_str(&condition);
        }
        if let (Order::Key, Some(key)) = (order, &self.key) {
            let keys: Vec<String> = key.iter().map(|column| sqlite_order(&self.columns[*column])).collect();
            query.push_str(" ORDER BY ");
            query.push_str(&keys.join(", "));
        }
        query
    }

    /// The columns, the rowid or NULL, and what marks long values.
    fn select(&self, rowid: Option<&str>, encoding: Encoding, long: Option<&LongColumns>) -> String {
        let column = |position: usize| encoding.column(&sqlite_column(&self.columns[position].name));
        let shown = |position| match long {
            Some(long) => long.short(position, column(position)),
            None => column(position),
        };
        let mut columns: Vec<String> = (0..self.columns.len()).map(shown).collect();
        columns.push(rowid.map_or("NULL".to_owned(), |rowid| format!("t.{rowid}")));
        columns.extend(long.map(|long| long.marker(column)));
        format!("SELECT {} FROM main.{} AS t", columns.join(", "), sqlite_name(&self.table))
    }

    /// The query of SQLite for the rows from a place on, in their own order: by the rowid, else by the
    /// primary key; these are its parameters. `None` where the table has no such order.
    ///
    /// As [`Layout::source_query`], but for the rowid, which rows with a key have too.
    pub(super) fn rows_from(&self, encoding: Encoding) -> Option<String> {
        let names = self.place()?;
        let marks: Vec<String> = (1..=names.len()).map(|number| format!("?{number}")).collect();
        let (place, marks) = (names.join(", "), marks.join(", "));
        let select = self.select(self.rowid, encoding, self.long.as_ref().filter(|_| encoding == Encoding::Utf8));
        Some(format!("{select} WHERE ({place}) >= ({marks}) ORDER BY {place}"))
    }

    /// The query of SQLite for the first row in the order of [`Layout::rows_from`].
    pub(super) fn first_row(&self, encoding: Encoding) -> Option<String> {
        let select = self.select(self.rowid, encoding, self.long.as_ref().filter(|_| encoding == Encoding::Utf8));
        Some(format!("{select} ORDER BY {} LIMIT 1", self.place()?.join(", ")))
    }

    /// The query of SQLite for the rowid of a key, whose columns are its parameters.
    pub(super) fn rowid_of_key(&self) -> Option<String> {
        let rowid = self.rowid?;
        let key = self.key.as_ref()?.iter().enumerate();
        let equal = key.map(|(at, column)| format!("{} = ?{}", sqlite_column(&self.columns[*column].name), at + 1));
        let conditions = equal.collect::<Vec<_>>().join(" AND ");
        Some(format!("SELECT t.{rowid} FROM main.{} AS t WHERE {conditions}", sqlite_name(&self.table)))
    }

    fn place(&self) -> Option<Vec<String>> {
        match &self.cut_by {
            CutBy::Rowid(name) => Some(vec![format!("t.{name}")]),
            CutBy::Columns(names) => Some(names.iter().map(|name| format!("t.{name}")).collect()),
            CutBy::Nothing => None,
        }
    }

    /// The query of PostgreSQL: the columns.
    pub(super) fn target_query(&self, slice: &Slice, order: Order) -> Sql {
        let mut query = Sql::text("SELECT ");
        query.push_list(&self.columns, ", ", push_value);
        query.push(" FROM ").push_name(&self.target).push_sql(&slice.condition());
        if let (Order::Key, Some(key)) = (order, &self.key) {
            query.push(" ORDER BY ");
            query.push_list(key, ", ", |sql, column| push_order(sql, &self.columns[*column]));
        }
        query
    }

    /// The first column of the key on the target.
    pub(super) fn key_name(&self) -> Option<&Ident> {
        let first = *self.key.as_ref()?.first()?;
        Some(&self.columns[first].target)
    }

    /// The position of the rowid in the rows of SQLite.
    pub(super) fn rowid_position(&self) -> usize {
        self.columns.len()
    }

    /// Whether the key is the rowid by its own name, and an integer on the target as well: then both
    /// sides agree about which keys are in a range.
    pub(super) fn has_rowid_key(&self, table: &Table) -> bool {
        let Some([key]) = self.key.as_deref() else { return false };
        let check = &self.columns[*key];
        let alias = table.rowid_alias().is_some_and(|alias| table.columns[alias].name == check.name);
        let integer = matches!(check.reading.data_type, DataType::Smallint | DataType::Integer | DataType::Bigint);
        alias && integer && check.reading.rule == Rule::Integer
    }

    /// Whether both sides have an order by the key that may be the same.
    pub(super) fn is_ordered(&self) -> bool {
        self.key.as_ref().is_some_and(|key| key.iter().all(|column| has_order(&self.columns[*column].reading)))
    }
}

/// Types whose order by their meaning is the server's; whether it is SQLite's, the rows will tell.
fn has_order(reading: &Reading) -> bool {
    reading.transfer == Transfer::Whole
        && match reading.data_type {
            DataType::Boolean
            | DataType::Smallint
            | DataType::Integer
            | DataType::Bigint
            | DataType::Text
            | DataType::Varchar(_)
            | DataType::Bytea
            | DataType::Date
            | DataType::Time
            | DataType::Timestamp
            | DataType::TimestampTz
            | DataType::Uuid => true,
            DataType::DoublePrecision
            | DataType::Numeric(_)
            | DataType::TimeTz
            | DataType::Interval
            | DataType::Json
            | DataType::Jsonb
            | DataType::BigintArray
            | DataType::TextArray => false,
        }
}

fn check_of(column: &ColumnPlan, target: &Ident, actual: Option<&str>, findings: &mut Findings) -> Option<ColumnCheck> {
    let planned = column.mapping.to;
    if actual != Some(planned.to_string().as_str()) {
        findings.differ(|| Difference {
            row: "whole column".to_owned(),
            column: Some(column.source.clone()),
            source: Some(format!("planned as {planned}")),
            target: actual.map(str::to_owned),
        });
    }
    let data_type = comparable(planned, actual?)?;
    let transfer = match is_digested(data_type, column.max_bytes) {
        true => Transfer::Digested,
        false => Transfer::Whole,
    };
    let reading = Reading::new(column.mapping.rule, data_type, transfer);
    let (name, substitute) = (column.source.clone(), column.substitute);
    Some(ColumnCheck { name, reading, substitute, target: target.clone() })
}

/// The type as which a column can be read, where it is near enough to the planned one.
fn comparable(planned: DataType, actual: &str) -> Option<DataType> {
    let same = |other: DataType| without_modifier(&other.to_string()) == without_modifier(actual);
    let near: &[DataType] = match planned {
        DataType::Smallint | DataType::Integer | DataType::Bigint => {
            &[DataType::Smallint, DataType::Integer, DataType::Bigint]
        }
        DataType::Text | DataType::Varchar(_) => &[DataType::Text, DataType::Varchar(0)],
        _ => &[],
    };
    if same(planned) {
        return Some(planned);
    }
    near.iter().copied().find(|other| same(*other))
}

/// A type's name without what stands in parentheses.
fn without_modifier(name: &str) -> String {
    match (name.find('('), name.find(')')) {
        (Some(open), Some(close)) if open < close => format!("{}{}", &name[..open], &name[close + 1..]),
        _ => name.to_owned(),
    }
}

/// The first of the rowid's names that no column has taken.
fn rowid_name(table: Option<&Table>) -> Option<&'static str> {
    let table = table.filter(|table| !table.without_rowid)?;
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| table.column(name).is_none())
}

/// A name in SQLite's SQL.
pub(super) fn sqlite_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A column in SQLite's SQL; without the table SQLite would take an unknown name for a string.
fn sqlite_column(name: &str) -> String {
    format!("t.{}", sqlite_name(name))
}

fn sqlite_order(check: &ColumnCheck) -> String {
    let column = sqlite_column(&check.name);
    match check.reading.rule {
        Rule::Integer | Rule::Boolean => column,
        Rule::Rendered => format!("CAST({column} AS TEXT) COLLATE BINARY"),
        _ => format!("{column} COLLATE BINARY"),
    }
}

fn push_order(sql: &mut Sql, check: &ColumnCheck) {
    sql.push_ident(&check.target);
    if check.reading.data_type.is_collatable() {
        sql.push(" COLLATE \"C\"");
    }
}

fn push_value(sql: &mut Sql, check: &ColumnCheck) {
    if check.reading.transfer == Transfer::Whole {
        sql.push_ident(&check.target);
        return;
    }
    let (open, close) = match check.reading.data_type {
        DataType::Bytea => ("", ""),
        _ => ("convert_to(", ", 'UTF8')"),
    };
    sql.push("CASE WHEN octet_length(").push_ident(&check.target).push(") <= ").push_integer(INLINE_BYTES as i64);
    sql.push(" THEN ").push_bytes(&[0]).push(" || ").push(open).push_ident(&check.target).push(close);
    sql.push(" ELSE ").push_bytes(&[1]).push(" || int4send(octet_length(").push_ident(&check.target);
    sql.push(")) || sha256(").push(open).push_ident(&check.target).push(close).push(") END");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_types_are_compared_and_far_ones_are_not() {
        assert_eq!(comparable(DataType::Bigint, "integer"), Some(DataType::Integer));
        assert_eq!(comparable(DataType::Varchar(5), "text"), Some(DataType::Text));
        assert_eq!(comparable(DataType::Varchar(5), "character varying(9)"), Some(DataType::Varchar(5)));
        assert_eq!(comparable(DataType::Timestamp, "timestamp(3) without time zone"), Some(DataType::Timestamp));
        assert_eq!(comparable(DataType::Timestamp, "timestamp with time zone"), None);
        assert_eq!(comparable(DataType::Bigint, "text"), None);
    }
}
