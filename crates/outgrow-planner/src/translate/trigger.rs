//! Triggers as PL/pgSQL.

use sqlite3_parser::ast::{
    Expr, OneSelect, ResolveType, ResultColumn, Select, Stmt, TriggerCmd, TriggerEvent, TriggerTime,
};

use crate::catalog::pg;
use crate::catalog::sqlite::Trigger;
use crate::ident::{Ident, QualifiedName};
use crate::sql::Sql;

use super::change::{Deletion, Insertion, Update};
use super::parse::{strip, unquote, with_statement};
use super::scope::{Scope, Source};
use super::translator::{Translator, refuse};
use super::{NotConverted, Relation, Relations, TranslatedTrigger};

/// A trigger as a PL/pgSQL function and a trigger; `name` is the name of both.
pub fn trigger(
    trigger: &Trigger,
    relations: &Relations,
    name: QualifiedName,
) -> Result<TranslatedTrigger, NotConverted> {
    let mut translator = Translator::new(relations);
    let translated = with_statement(&trigger.sql, |statement| {
        let Stmt::CreateTrigger { temporary: false, time, event, tbl_name, when_clause, commands, .. } = statement
        else {
            return refuse("it is no CREATE TRIGGER");
        };
        let program = Program {
            time: time.unwrap_or(TriggerTime::Before),
            event,
            relation: translator.relation(tbl_name)?,
            when: when_clause.as_ref(),
            commands,
        };
        program.translate(&mut translator, &name)
    })?;
    let (functions, notes) = translator.gathered();
    Ok(TranslatedTrigger { trigger: translated, functions, notes })
}

struct Program<'t, 'b> {
    time: TriggerTime,
    event: &'t TriggerEvent<'b>,
    relation: &'t Relation,
    when: Option<&'t Expr<'b>>,
    commands: &'t [TriggerCmd<'b>],
}

impl Program<'_, '_> {
    fn translate(&self, translator: &mut Translator<'_>, name: &QualifiedName) -> Result<pg::Trigger, NotConverted> {
        let scope = self.scope();
        let event = self.event_clause()?;
        let condition = self.when.map(|when| translator.condition(when, &scope)).transpose()?;
        // PostgreSQL allows neither a subquery in WHEN nor WHEN at all for INSTEAD OF.
        let inside = translator.subquery || self.time == TriggerTime::InsteadOf;
        let mut body = Sql::new();
        let mut changes = false;
        for command in self.commands {
            changes |= !matches!(command, TriggerCmd::Select(_));
            let statement = self.command(command, translator, &scope)?;
            body.push_sql(&statement);
        }
        self.refuse_own_row(changes)?;
        self.note_timing(translator, changes);
        let (when, guard) = match condition {
            Some(condition) if inside => (None, Some(condition.sql)),
            Some(condition) => (Some(condition.sql), None),
            None => (None, None),
        };
        let body = self.block(&body, guard.as_ref(), changes.then(|| setting(name)).as_deref());
        Ok(pg::Trigger {
            name: name.name.clone(),
            table: self.relation.target.clone(),
            event,
            condition: when,
            function: pg::Function { name: name.clone(), body },
        })
    }

    fn scope(&self) -> Scope<'static> {
        let mut sources = Vec::new();
        let (new, old) = match self.event {
            TriggerEvent::Insert => (true, false),
            TriggerEvent::Delete => (false, true),
            TriggerEvent::Update | TriggerEvent::UpdateOf(_) => (true, true),
        };
        for (wanted, name) in [(new, "new"), (old, "old")] {
            if wanted {
                let source = Source::of_relation(self.relation, Some(name), Some(Ident::fixed(name)));
                sources.push(Source { qualified_only: true, ..source });
            }
        }
        Scope { sources, ..Scope::empty() }
    }

    /// `BEFORE UPDATE OF a, b`
    fn event_clause(&self) -> Result<Sql, NotConverted> {
        let mut sql = Sql::text(match self.time {
            TriggerTime::Before => "BEFORE ",
            TriggerTime::After => "AFTER ",
            TriggerTime::InsteadOf => "INSTEAD OF ",
        });
        match self.event {
            TriggerEvent::Insert => sql.push("INSERT"),
            TriggerEvent::Delete => sql.push("DELETE"),
            TriggerEvent::Update => sql.push("UPDATE"),
            TriggerEvent::UpdateOf(_) if self.time == TriggerTime::InsteadOf => {
                return refuse("it fires instead of an update of some columns only");
            }
            TriggerEvent::UpdateOf(names) => {
                sql.push("UPDATE OF ");
                for (position, name) in names.iter().enumerate() {
                    let name = unquote(name.0);
                    let named = self.relation.columns.iter().find(|column| column.source.eq_ignore_ascii_case(&name));
                    let Some(column) = named else {
                        return refuse(format!("it watches a column \"{name}\" that is not there"));
                    };
                    sql.push(if position > 0 { ", " } else { "" }).push_ident(&column.target);
                }
                &mut sql
            }
        };
        Ok(sql)
    }

    fn command(
        &self,
        command: &TriggerCmd<'_>,
        translator: &mut Translator<'_>,
        scope: &Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        let statement = match command {
            TriggerCmd::Update { or_conflict, tbl_name, sets, from, where_clause } => {
                let (from, filter) = (from.as_ref(), where_clause.as_ref());
                translator
                    .update(
                        &Update { conflict: *or_conflict, table: tbl_name, sets, from, filter, first: None },
                        scope,
                    )?
                    .0
            }
            TriggerCmd::Insert { or_conflict, tbl_name, col_names, select, upsert } => {
                let columns = col_names.as_ref();
                let body = Some((*select, *upsert));
                let insertion = Insertion { conflict: *or_conflict, table: tbl_name, columns, body };
                translator.insert(&insertion, scope)?.0
            }
            TriggerCmd::Delete { tbl_name, where_clause } => {
                translator.delete(&Deletion { table: tbl_name, filter: where_clause.as_ref(), first: None }, scope)?.0
            }
            TriggerCmd::Select(select) => return self.select(select, translator, scope),
        };
        let mut line = Sql::text("  ");
        line.push_sql(&statement).push(";\n");
        Ok(line)
    }

    /// `SELECT RAISE(…) [FROM …] [WHERE …]`; any other SELECT has no effect.
    fn select(
        &self,
        select: &Select<'_>,
        translator: &mut Translator<'_>,
        scope: &Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        let OneSelect::Select { columns, from, where_clause, group_by: None, having: None, .. } = &select.body.select
        else {
            return refuse("it runs a SELECT that is not converted");
        };
        let [ResultColumn::Expr(expression, _)] = columns else {
            return refuse("it runs a SELECT that is not converted");
        };
        if from.is_some() || select.body.compounds.is_some() || select.with.is_some() || select.limit.is_some() {
            return refuse("it raises an error for rows of another table");
        }
        let filter = where_clause.map(|filter| translator.condition(filter, scope)).transpose()?;
        let raises = self.raises(strip(expression), translator, scope)?;
        let Some(filter) = filter else { return Ok(raises) };
        let mut sql = Sql::text("  IF ");
        sql.push_sql(&filter.sql).push(" THEN\n").push_sql(&raises).push("  END IF;\n");
        Ok(sql)
    }

    /// `RAISE(…)`, alone or in the branches of a CASE.
    fn raises(
        &self,
        expression: &Expr<'_>,
        translator: &mut Translator<'_>,
        scope: &Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        match expression {
            Expr::Raise(kind, message) => self.raise(*kind, *message, translator, scope),
            Expr::Case { base: None, when_then_pairs, else_expr } => {
                let mut sql = Sql::new();
                for (position, (when, then)) in when_then_pairs.iter().enumerate() {
                    let condition = translator.condition(when, scope)?;
                    sql.push(if position == 0 { "  IF " } else { "  ELSIF " });
                    sql.push_sql(&condition.sql).push(" THEN\n");
                    sql.push_sql(&self.raises(strip(then), translator, scope)?);
                }
                if let Some(otherwise) = else_expr {
                    let otherwise = self.raises(strip(otherwise), translator, scope)?;
                    sql.push("  ELSE\n").push_sql(&otherwise);
                }
                sql.push("  END IF;\n");
                Ok(sql)
            }
            Expr::Literal(_) => Ok(Sql::text("    NULL;\n")),
            _ => refuse("it runs a SELECT that is not converted"),
        }
    }

    fn raise(
        &self,
        kind: ResolveType,
        message: Option<&Expr<'_>>,
        translator: &mut Translator<'_>,
        scope: &Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        match kind {
            ResolveType::Ignore if self.time == TriggerTime::Before => return Ok(Sql::text("    RETURN NULL;\n")),
            ResolveType::Ignore => return refuse("it ignores a change after it was made"),
            ResolveType::Fail => translator.note("RAISE(FAIL) undoes the whole statement, as RAISE(ABORT) does."),
            ResolveType::Rollback | ResolveType::Abort | ResolveType::Replace => {}
        }
        let Some(message) = message else { return refuse("it raises an error without a message") };
        let message = translator.expression(message, scope)?;
        let message = translator.as_text(&message)?;
        let mut sql = Sql::text("    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = ");
        sql.push_sql(&message.sql).push(";\n");
        Ok(sql)
    }

    /// A row that a BEFORE trigger changes by itself cannot be written any more.
    fn refuse_own_row(&self, changes: bool) -> Result<(), NotConverted> {
        if !changes || self.time != TriggerTime::Before || matches!(self.event, TriggerEvent::Insert) {
            return Ok(());
        }
        let own = self.commands.iter().any(|command| match command {
            TriggerCmd::Update { tbl_name, .. } | TriggerCmd::Delete { tbl_name, .. } => {
                unquote(tbl_name.name.0).eq_ignore_ascii_case(&self.relation.source)
            }
            TriggerCmd::Insert { .. } | TriggerCmd::Select(_) => false,
        });
        if own { refuse("it changes its own table before the change that it watches") } else { Ok(()) }
    }

    fn note_timing(&self, translator: &mut Translator<'_>, changes: bool) {
        if changes && self.time == TriggerTime::After && translator.subquery {
            translator.note("It fires after the whole statement, so its subqueries see all rows of the statement.");
        }
        if self.time == TriggerTime::Before && matches!(self.event, TriggerEvent::Insert) {
            translator.note("Before an insert, NEW already holds the default values, a generated key too.");
        }
    }

    /// The PL/pgSQL block.
    fn block(&self, body: &Sql, guard: Option<&Sql>, setting: Option<&str>) -> Sql {
        let result = match (self.time, self.event) {
            (TriggerTime::After, _) => "NULL",
            (_, TriggerEvent::Delete) => "OLD",
            (_, _) => "NEW",
        };
        let mut sql = Sql::text("#variable_conflict use_column\nBEGIN\n");
        if let Some(guard) = guard {
            sql.push("  IF NOT coalesce((").push_sql(guard).push("), false) THEN\n    RETURN ");
            sql.push(result).push(";\n  END IF;\n");
        }
        let Some(setting) = setting else {
            sql.push_sql(body).push("  RETURN ").push(result).push(";\nEND");
            return sql;
        };
        // SQLite fires no trigger again for the changes of its own program.
        sql.push("  IF current_setting(").push_literal(setting).push(", true) = 'on' THEN\n    RETURN ");
        sql.push(result).push(";\n  END IF;\n");
        sql.push("  PERFORM set_config(").push_literal(setting).push(", 'on', true);\n");
        sql.push_sql(body);
        sql.push("  PERFORM set_config(").push_literal(setting).push(", 'off', true);\n");
        sql.push("  RETURN ").push(result).push(";\nEND");
        sql
    }
}

/// The setting that says that a trigger's program runs: PostgreSQL wants plain letters
/// in such names, so the trigger's name is in it as a number.
fn setting(name: &QualifiedName) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.schema.as_str().bytes().chain([0]).chain(name.name.as_str().bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let readable: String = name
        .name
        .as_str()
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '_')
        .take(40)
        .collect();
    format!("outgrow.in_{readable}_{hash:016x}")
}
