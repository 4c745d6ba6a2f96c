//! `json_each` in FROM.

use sqlite3_parser::ast::{As, Expr};

use crate::catalog::pg::DataType;
use crate::ident::Ident;
use crate::sql::Sql;

use super::super::from::{add, alias_ident};
use super::super::scope::{Field, Scope, Source};
use super::super::select::alias_name;
use super::super::translator::Translator;
use super::super::typed::{Dynamic, Kind, Subtype, Typed};
use super::super::{RowIdentity, SupportFunction};
use crate::translate::NotConverted;

impl Translator<'_> {
    /// The parts of a JSON document as rows; the document can name the tables before it.
    pub(in crate::translate) fn json_each(
        &mut self,
        document: &Expr<'_>,
        alias: Option<&As<'_>>,
        scope: &mut Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        let bare = self.bare.len();
        let document = self.expression(document, scope)?;
        self.bare.truncate(bare);
        let document = self.json_document(&document)?;
        let name = alias.map_or_else(|| "json_each".to_owned(), alias_name);
        let qualifier = alias_ident(&name)?;
        let mut sql = self.support_call(SupportFunction::JsonEach, &[&document]);
        sql.push(" AS ").push_ident(&qualifier);
        let fields = self.json_fields(&qualifier);
        let source = Source {
            name: Some(name),
            qualifier: Some(qualifier),
            fields,
            identity: RowIdentity::None,
            qualified_only: false,
        };
        add(scope, source)?;
        Ok(sql)
    }

    fn json_fields(&mut self, qualifier: &Ident) -> Vec<Field> {
        let column = |name: &'static str| {
            let mut sql = Sql::new();
            sql.push_ident(qualifier).push(".").push(name);
            sql
        };
        let value = |name: &'static str, json: Sql| {
            let kind = Kind::Opaque("it depends on whether a JSON value is a number or a text");
            let typed = Typed::call(column(name), kind, DataType::Text);
            Typed { dynamic: Some(Dynamic::Json(json)), subtype: Subtype::Json, ..typed }
        };
        let quoted = self.support_call(SupportFunction::JsonQuote, &[&column("key")]);
        let key = value("key", Sql::fill("coalesce({}::text, {})", &[&column("element"), &quoted]));
        let json = column("json");
        let atom = Sql::fill("CASE WHEN left({}, 1) NOT IN ('{', '[') THEN {} END", &[&json, &json]);
        // The identifiers of SQLite are places in its own binary form.
        let place = || Typed::call(Sql::text("NULL"), Kind::RowKey(Vec::new()), DataType::Bigint);
        [
            ("key", key),
            ("value", value("value", json)),
            ("type", Typed::text(column("type")).not_null()),
            ("atom", value("atom", atom)),
            ("id", place()),
            ("parent", place()),
            ("fullkey", Typed::text(column("fullkey")).not_null()),
            ("path", Typed::text(column("path")).not_null()),
        ]
        .into_iter()
        .map(|(name, typed)| Field { name: name.to_owned(), target: Ident::fixed(name), typed, merged: false })
        .collect()
    }
}
