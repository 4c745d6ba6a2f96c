//! What a move made in the target, so that it can be taken away, also by another process.

use outgrow_planner::ident::{Ident, QualifiedName};
use serde_json::{Value, json};

/// What a move made in the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// The schema of the tables, where the move created it.
    pub(crate) schema: Option<Ident>,
    /// The tables.
    pub(crate) tables: Vec<QualifiedName>,
    /// The functions of triggers.
    pub(crate) functions: Vec<QualifiedName>,
    /// Whether the move created schema `outgrow_sqlite`.
    pub(crate) support: bool,
    /// Whether schema `outgrow` was not there before.
    pub(crate) outgrow: bool,
    /// The quarantines that were there before.
    pub(crate) quarantines: Vec<QualifiedName>,
    /// The schema where everything that the move replaces waits until all tables are made; `None` where
    /// nothing does, or no longer.
    pub(crate) aside: Option<Ident>,
}

impl Made {
    /// As JSON that [`Made::from_json`] reads back.
    pub(crate) fn to_json(&self) -> String {
        json!({
            "schema": self.schema.as_ref().map(Ident::as_str),
            "tables": names(&self.tables),
            "functions": names(&self.functions),
            "support": self.support,
            "outgrow": self.outgrow,
            "quarantines": names(&self.quarantines),
            "aside": self.aside.as_ref().map(Ident::as_str),
        })
        .to_string()
    }

    /// Reads what [`Made::to_json`] wrote; `None` for anything else.
    pub(crate) fn from_json(text: &str) -> Option<Made> {
        let value: Value = serde_json::from_str(text).ok()?;
        let schema = read_name(value.get("schema")?)?;
        Some(Made {
            schema,
            tables: read_names(value.get("tables")?)?,
            functions: read_names(value.get("functions")?)?,
            support: value.get("support")?.as_bool()?,
            outgrow: value.get("outgrow")?.as_bool()?,
            quarantines: read_names(value.get("quarantines")?)?,
            aside: read_name(value.get("aside").unwrap_or(&Value::Null))?,
        })
    }
}

fn names(names: &[QualifiedName]) -> Vec<[&str; 2]> {
    names.iter().map(|name| [name.schema.as_str(), name.name.as_str()]).collect()
}

/// A name or none; the outer `None` is neither.
fn read_name(value: &Value) -> Option<Option<Ident>> {
    match value {
        Value::Null => Some(None),
        Value::String(name) => Ident::new(name.as_str()).ok().map(Some),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn read_names(value: &Value) -> Option<Vec<QualifiedName>> {
    let name = |pair: &Value| {
        let part = |position: usize| Ident::new(pair.get(position)?.as_str()?).ok();
        Some(QualifiedName::new(part(0)?, part(1)?))
    };
    value.as_array()?.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_read_back() {
        let name = |name: &str| QualifiedName::new(Ident::fixed("public"), Ident::new(name).expect("a name"));
        let made = Made {
            schema: Some(Ident::new("odd \" schema").expect("a name")),
            tables: vec![name("a"), name("b'\"é")],
            functions: vec![],
            support: true,
            outgrow: false,
            quarantines: vec![name("q")],
            aside: Some(Ident::fixed("aside")),
        };
        assert_eq!(Made::from_json(&made.to_json()), Some(made.clone()));
        let without = made.to_json().replace(r#""aside":"aside","#, "");
        assert_eq!(Made::from_json(&without), Some(Made { aside: None, ..made }), "an older version knew of none");
        assert_eq!(Made::from_json("{}"), None);
        assert_eq!(Made::from_json("nonsense"), None);
    }
}
