//! Window functions, FILTER and OVER.

use sqlite3_parser::ast::{FrameBound, FrameClause, FrameExclude, FrameMode, Over, Window, WindowDef};

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::compound::typed_null;
use super::super::group::group_key;
use super::super::parse::unquote;
use super::super::scope::{Scope, kind_outside};
use super::super::translator::{Translator, WindowParts, refuse};
use super::super::typed::{Kind, Typed};
use super::{Answer, Call};
use crate::translate::NotConverted;

impl Translator<'_> {
    pub(super) fn window_call(&mut self, call: &Call<'_, '_>, scope: &Scope<'_>) -> Answer {
        let over = call.tail.and_then(|tail| tail.over_clause);
        if over.is_none() {
            return Ok(None);
        }
        let (function, kind) = match call.name.as_str() {
            "row_number" => ("row_number", Some(Kind::Integer)),
            "rank" => ("rank", Some(Kind::Integer)),
            "dense_rank" => ("dense_rank", Some(Kind::Integer)),
            "ntile" => ("ntile", Some(Kind::Integer)),
            "percent_rank" => ("percent_rank", Some(Kind::Real)),
            "cume_dist" => ("cume_dist", Some(Kind::Real)),
            "lag" => ("lag", None),
            "lead" => ("lead", None),
            "first_value" => ("first_value", None),
            "last_value" => ("last_value", None),
            "nth_value" => ("nth_value", None),
            _ => return Ok(None),
        };
        let mut arguments =
            call.arguments.iter().map(|argument| self.expression(argument, scope)).collect::<Result<Vec<_>, _>>()?;
        let tail = self.tail(call, scope)?;
        let with_default = match arguments.as_slice() {
            [value, _, default] => Some(self.unify(&[value.clone(), default.clone()])?),
            _ => None,
        };
        if let (Some(common), [value, _, default]) = (&with_default, arguments.as_mut_slice()) {
            // PostgreSQL wants one type for both.
            let one_type = |typed: &Typed| typed_null(typed.clone(), common.data_type()).cast_to(common.data_type());
            (*value, *default) = (one_type(&common.values[0]), one_type(&common.values[1]));
        }
        let mut sql = Sql::text(function);
        sql.push("(");
        sql.push_list(arguments.iter().enumerate(), ", ", |sql, (position, argument)| {
            let count = position == 1 && argument.kind == Kind::Integer;
            sql.push_sql(&if count { argument.cast_to(DataType::Integer).sql } else { argument.sql.clone() });
        });
        sql.push(")").push_sql(&tail);
        let typed = match (kind, arguments.first()) {
            (Some(Kind::Real), _) => Typed::real(sql).not_null(),
            (Some(_), _) => Typed::integer(sql).not_null(),
            (None, Some(value)) => match with_default {
                Some(common) => common.result(sql),
                None => {
                    Typed { byte_order: value.byte_order, ..Typed::call(sql, kind_outside(value), value.data_type) }
                }
            },
            (None, None) => return refuse("it uses a window function without an argument"),
        };
        Ok(Some(typed))
    }

    /// FILTER and OVER, with a blank before them.
    pub(super) fn tail(&mut self, call: &Call<'_, '_>, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let mut sql = Sql::new();
        let Some(tail) = call.tail else { return Ok(sql) };
        if let Some(filter) = tail.filter_clause {
            let condition = self.condition(filter, scope)?;
            sql.push(" FILTER (WHERE ").push_sql(&condition.sql).push(")");
        }
        match tail.over_clause {
            None => {}
            Some(Over::Name(name)) => {
                let parts = self.named_window(&unquote(name.0))?;
                sql.push(" OVER (").push_sql(&rendered(&parts)).push(")");
            }
            Some(Over::Window(window)) => {
                let parts = self.window(window, scope)?;
                sql.push(" OVER (").push_sql(&rendered(&parts)).push(")");
            }
        }
        Ok(sql)
    }

    /// What WINDOW defines, for the calls that name it.
    pub(in crate::translate) fn define_windows(
        &mut self,
        definitions: &[WindowDef<'_>],
        scope: &Scope<'_>,
    ) -> Result<(), NotConverted> {
        for definition in definitions {
            let parts = self.window(&definition.window, scope)?;
            self.windows.push((unquote(definition.name.0), parts));
        }
        Ok(())
    }

    fn named_window(&self, name: &str) -> Result<WindowParts, NotConverted> {
        match self.windows.iter().rev().find(|(own, _)| own.eq_ignore_ascii_case(name)) {
            Some((_, parts)) => Ok(parts.clone()),
            None => refuse(format!("it names a window \"{name}\" that is not there")),
        }
    }

    fn window(&mut self, window: &Window<'_>, scope: &Scope<'_>) -> Result<WindowParts, NotConverted> {
        let mut parts = match &window.base {
            Some(base) => self.named_window(&unquote(base.0))?,
            None => WindowParts::default(),
        };
        if let Some(partition) = window.partition_by {
            let mut sql = Sql::text("PARTITION BY ");
            for (position, expression) in partition.iter().enumerate() {
                let typed = self.expression(expression, scope)?;
                let key = group_key(&typed)?;
                sql.push(if position > 0 { ", " } else { "" }).push_sql(&key);
            }
            parts.partition = Some(sql);
        }
        if let Some(order) = window.order_by {
            let mut sql = Sql::text("ORDER BY ");
            sql.push_sql(&self.order_terms(order, scope)?);
            parts.order = Some(sql);
        }
        if let Some(frame) = &window.frame_clause {
            parts.frame = Some(self.frame(frame, scope)?);
        }
        Ok(parts)
    }

    fn frame(&mut self, frame: &FrameClause<'_>, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let mut sql = Sql::text(match frame.mode {
            FrameMode::Groups => "GROUPS",
            FrameMode::Range => "RANGE",
            FrameMode::Rows => "ROWS",
        });
        let start = self.bound(&frame.start, scope)?;
        match &frame.end {
            None => sql.push(" ").push_sql(&start),
            Some(end) => {
                let end = self.bound(end, scope)?;
                sql.push(" BETWEEN ").push_sql(&start).push(" AND ").push_sql(&end)
            }
        };
        sql.push(match frame.exclude {
            None => "",
            Some(FrameExclude::NoOthers) => " EXCLUDE NO OTHERS",
            Some(FrameExclude::CurrentRow) => " EXCLUDE CURRENT ROW",
            Some(FrameExclude::Group) => " EXCLUDE GROUP",
            Some(FrameExclude::Ties) => " EXCLUDE TIES",
        });
        Ok(sql)
    }

    fn bound(&mut self, bound: &FrameBound<'_>, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        match bound {
            FrameBound::CurrentRow => Ok(Sql::text("CURRENT ROW")),
            FrameBound::UnboundedFollowing => Ok(Sql::text("UNBOUNDED FOLLOWING")),
            FrameBound::UnboundedPreceding => Ok(Sql::text("UNBOUNDED PRECEDING")),
            FrameBound::Following(count) => {
                let count = self.expression(count, scope)?;
                Ok(Sql::fill("{} FOLLOWING", &[&count.operand()]))
            }
            FrameBound::Preceding(count) => {
                let count = self.expression(count, scope)?;
                Ok(Sql::fill("{} PRECEDING", &[&count.operand()]))
            }
        }
    }
}

fn rendered(parts: &WindowParts) -> Sql {
    let mut sql = Sql::new();
    sql.push_list([&parts.partition, &parts.order, &parts.frame].into_iter().flatten(), " ", |sql, part| {
        sql.push_sql(part);
    });
    sql
}
