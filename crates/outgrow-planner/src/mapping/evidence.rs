//! Everything that is known of one column.

use super::accept::{self, Naive, Terms};
use super::declared::{Clock, DeclaredType, Family, Notation};
use super::default::DefaultValue;
use super::reason::Obstacle;
use super::{Context, Framework, Injective, Reason, Rule};
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Column, Table};
use crate::profile::{ColumnProfile, Shape};

/// Everything that is known of one column.
pub(super) struct Evidence<'a> {
    pub(super) context: &'a Context,
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
    pub(super) profile: &'a ColumnProfile,
    pub(super) injective: Injective,
    pub(super) declared: DeclaredType,
    pub(super) default: DefaultValue,
}

/// A type that a family proposes, best first.
pub(super) struct Candidate {
    pub(super) to: DataType,
    pub(super) rule: Rule,
    /// The fact that speaks for it; without one, what spoke against the first
    /// candidate is the reason.
    pub(super) because: Option<Reason>,
}

impl Candidate {
    /// A type for which a fact speaks.
    pub(super) fn good(to: DataType, rule: Rule, because: Reason) -> Candidate {
        Candidate { to, rule, because: Some(because) }
    }

    /// A type to fall back on.
    pub(super) fn wider(to: DataType, rule: Rule) -> Candidate {
        Candidate { to, rule, because: None }
    }
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        context: &'a Context,
        table: &'a Table,
        column: &'a Column,
        profile: &'a ColumnProfile,
        injective: Injective,
    ) -> Evidence<'a> {
        let declared = DeclaredType::parse(column.declared_type.as_deref());
        // SQLite never uses the default of a rowid alias: an absent value is the next rowid.
        let is_alias = table.rowid_alias().is_some_and(|position| table.columns[position].name == column.name);
        let used = column.default.as_ref().filter(|_| !is_alias);
        let default = DefaultValue::of(used, column.affinity);
        Evidence { context, table, column, profile, injective, declared, default }
    }

    /// What keeps a type from holding every value and the default.
    pub(super) fn obstacle(&self, to: DataType, rule: Rule) -> Option<Obstacle> {
        let terms = Terms { injective: self.injective, naive: self.naive() };
        accept::obstacle(to, rule, self.profile, terms).or_else(|| self.default_obstacle(to, rule))
    }

    pub(super) fn default_obstacle(&self, to: DataType, rule: Rule) -> Option<Obstacle> {
        let sql = self.column.default.as_ref()?.as_str();
        (!self.default.fits(to, rule)).then(|| Obstacle::Default { sql: sql.to_owned(), to })
    }

    /// What the column is meant for: its declared type, as the framework and the CHECKs explain it.
    pub(super) fn family(&self) -> Family {
        let family = self.declared.family();
        match family {
            Family::Integer(_) if DefaultValue::is_truth_value(self.column.default.as_ref()) => Family::Boolean,
            Family::Numeric if self.is_gorm_boolean() => Family::Boolean,
            Family::Text if self.has_json_check() => Family::Json(Notation::Text),
            family => family,
        }
    }

    /// GORM declares truth values `numeric`.
    fn is_gorm_boolean(&self) -> bool {
        let all = self.profile.integers.all.count;
        self.made_by(Framework::Gorm)
            && all > 0
            && self.profile.integers.not_boolean.count == 0
            && self.profile.only_integers()
    }

    /// Whether a CHECK demands JSON: `json_valid("column")`.
    pub(super) fn has_json_check(&self) -> bool {
        self.table.checks.iter().any(|check| {
            let lower = check.expression.as_str().to_ascii_lowercase();
            let arguments = lower.split("json_valid").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('('));
            arguments.filter_map(|rest| rest.split_once(')')).any(|(argument, _)| self.is_named(argument))
        })
    }

    fn is_named(&self, name: &str) -> bool {
        let bare = |quote: char| matches!(quote, '"' | '`' | '[' | ']' | ' ' | '\t' | '\n');
        let last = name.rsplit('.').next().unwrap_or(name);
        last.trim_matches(bare).eq_ignore_ascii_case(&self.column.name)
    }

    pub(super) fn made_by(&self, framework: Framework) -> bool {
        self.context.frameworks.contains(&framework)
    }

    /// The first framework of which something holds.
    pub(super) fn framework(&self, holds: impl Fn(Framework) -> bool) -> Option<Framework> {
        self.context.frameworks.iter().copied().find(|framework| holds(*framework))
    }

    pub(super) fn naive(&self) -> Naive {
        let declared_zoned = self.declared.family() == Family::DateTime(Clock::Zoned);
        match self.framework(Framework::naive_times_are_utc) {
            None if !declared_zoned => Naive::Unknown,
            _ => Naive::Utc,
        }
    }

    /// Whether there is no value but NULL.
    pub(super) fn is_empty(&self) -> bool {
        self.profile.values() == 0
    }

    /// Whether all values are TEXT of this shape, and there is one.
    pub(super) fn all_are(&self, shape: Shape) -> bool {
        !self.is_empty() && self.profile.only_texts() && self.profile.texts.all_are(shape)
    }

    /// Whether the column stands for the rowid.
    pub(super) fn is_rowid_alias(&self) -> bool {
        let position = self.table.column(&self.column.name);
        position.is_some() && self.table.rowid_alias() == position
    }

    /// The reason of a column without a value.
    pub(super) fn no_value(&self, framework: Option<Framework>) -> Reason {
        Reason::NoValue { declared: self.column.declared_type.clone(), framework }
    }

    /// The best fact: that of the values, or that there is none.
    pub(super) fn because(&self, framework: Option<Framework>, fact: impl FnOnce() -> Reason) -> Reason {
        if self.is_empty() { self.no_value(framework) } else { fact() }
    }
}
