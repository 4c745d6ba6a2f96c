//! Functions: one file a family.

mod aggregate;
mod conditional;
pub(super) mod datetime;
mod json;
mod json_each;
mod number;
mod printf;
mod text;
mod window;

use sqlite3_parser::ast::{Distinctness, Expr, FunctionCallOrder, FunctionTail, SortedColumn};

use super::NotConverted;
use super::parse::unquote;
use super::scope::Scope;
use super::translator::{Translator, refuse};
use super::typed::Typed;

/// A call as the families see it.
pub(super) struct Call<'t, 'b> {
    /// The name in lower case.
    pub(super) name: String,
    /// The arguments.
    pub(super) arguments: &'t [Expr<'b>],
    /// `count(*)`.
    pub(super) star: bool,
    /// `count(DISTINCT x)`.
    pub(super) distinct: bool,
    /// ORDER BY inside of the call.
    pub(super) order: &'t [SortedColumn<'b>],
    /// FILTER and OVER.
    pub(super) tail: Option<&'t FunctionTail<'b>>,
}

/// What a family says to a call: `None` where the function is not of the family.
pub(super) type Answer = Result<Option<Typed>, NotConverted>;

impl Translator<'_> {
    /// Translates a call.
    pub(super) fn function(&mut self, expression: &Expr<'_>, scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let Some(call) = Call::of(expression) else { return refuse("it is no call") };
        if let Some(typed) = self.window_call(&call, scope)? {
            return Ok(typed);
        }
        if let Some(typed) = self.aggregate_call(&call, scope)? {
            return Ok(typed);
        }
        if call.tail.is_some() || call.distinct || call.star || !call.order.is_empty() {
            return refuse(format!("it uses the function {}() in a way that is not converted", call.name));
        }
        if let Some(typed) = self.datetime_call(&call, scope)? {
            return Ok(typed);
        }
        let arguments =
            call.arguments.iter().map(|argument| self.expression(argument, scope)).collect::<Result<Vec<_>, _>>()?;
        self.scalar(&call.name, &arguments)
    }

    fn scalar(&mut self, name: &str, arguments: &[Typed]) -> Result<Typed, NotConverted> {
        if let Some(typed) = self.text_function(name, arguments)? {
            return Ok(typed);
        }
        if let Some(typed) = self.number_function(name, arguments)? {
            return Ok(typed);
        }
        if let Some(typed) = self.conditional_function(name, arguments)? {
            return Ok(typed);
        }
        if let Some(typed) = self.json_function(name, arguments)? {
            return Ok(typed);
        }
        Err(NotConverted {
            reason: format!("it uses the function {name}(), which PostgreSQL does not have in this form"),
            suggestion: Some("Write the function for PostgreSQL, or compute the value in the application.".to_owned()),
        })
    }
}

impl<'t, 'b> Call<'t, 'b> {
    /// The call that an expression is.
    pub(super) fn of(expression: &'t Expr<'b>) -> Option<Call<'t, 'b>> {
        match expression {
            Expr::FunctionCall { name, distinctness, args, order_by, filter_over } => Some(Call {
                name: unquote(name.0).to_ascii_lowercase(),
                arguments: args.unwrap_or(&[]),
                star: false,
                distinct: *distinctness == Some(Distinctness::Distinct),
                order: match order_by {
                    Some(FunctionCallOrder::SortList(list)) => list,
                    None => &[],
                },
                tail: filter_over.as_ref(),
            }),
            Expr::FunctionCallStar { name, filter_over } => Some(Call {
                name: unquote(name.0).to_ascii_lowercase(),
                arguments: &[],
                star: true,
                distinct: false,
                order: &[],
                tail: filter_over.as_ref(),
            }),
            _ => None,
        }
    }
}
