//! Window functions, FILTER and OVER.

use sqlite3_parser::ast::{FrameBound, FrameClause, FrameExclude, FrameMode, Over, Window};

use crate::catalog::pg::DataType;
use crate::sql::Sql;

use super::super::scope::{Scope, kind_outside};
use super::super::translator::{Translator, refuse};
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
        let arguments =
            call.arguments.iter().map(|argument| self.expression(argument, scope)).collect::<Result<Vec<_>, _>>()?;
        let tail = self.tail(call, scope)?;
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
            (None, Some(_)) if arguments.len() > 2 => return refuse("it uses a window function with a default"),
            (None, Some(value)) => {
                Typed { byte_order: value.byte_order, ..Typed::call(sql, kind_outside(value), value.data_type) }
            }
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
            Some(Over::Name(_)) => return refuse("it uses a named window"),
            Some(Over::Window(window)) => {
                let window = self.window(window, scope)?;
                sql.push(" OVER (").push_sql(&window).push(")");
            }
        }
        Ok(sql)
    }

    fn window(&mut self, window: &Window<'_>, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        if window.base.is_some() {
            return refuse("it uses a named window");
        }
        let mut parts = Vec::new();
        if let Some(partition) = window.partition_by {
            let mut sql = Sql::text("PARTITION BY ");
            for (position, expression) in partition.iter().enumerate() {
                let typed = self.expression(expression, scope)?;
                if typed.collation.name() != "BINARY" {
                    return refuse("it partitions by a text under a collation");
                }
                sql.push(if position > 0 { ", " } else { "" }).push_sql(&typed.sql);
            }
            parts.push(sql);
        }
        if let Some(order) = window.order_by {
            let mut sql = Sql::text("ORDER BY ");
            sql.push_sql(&self.order_terms(order, scope)?);
            parts.push(sql);
        }
        if let Some(frame) = &window.frame_clause {
            parts.push(self.frame(frame, scope)?);
        }
        let mut sql = Sql::new();
        sql.push_list(&parts, " ", |sql, part| {
            sql.push_sql(part);
        });
        Ok(sql)
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
