//! A small file with one of everything, for the tests of reports.

use std::time::Duration;

use outgrow::copy::{CopySummary, TableCopy};
use outgrow::forecast::{Actual, Measured, SampleSize};
use outgrow::moving::{Checked, Forecasted, Outcome, Refused};
use outgrow::progress::Phase;
use outgrow::target::Target;
use outgrow::verify::{Difference, TableVerification, Verification};
use outgrow_planner::catalog::pg::{self, DataType};
use outgrow_planner::catalog::sqlite::{Affinity, Catalog, Column, Table, TableRole};
use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::mapping::{Mapping, Reason, Rule};
use outgrow_planner::plan::{
    self, ColumnPlan, ConstraintPlan, Made, ObjectKind, ObjectVerdict, Plan, PlanOptions, RowKeyPlan, Substitute,
    TablePlan, Verdict,
};
use outgrow_planner::profile::{ColumnProfile, IntegerFacts, Profile, RowKey, TableProfile, Tally, TextFacts, Witness};

use crate::target::{Destination, NamedBy, without_password};

/// A table `Album` with 347 rows and nothing to say about it.
pub(crate) fn checked() -> Checked {
    Checked { catalog: catalog(), profile: profile(), plan: plan() }
}

/// The same with a hazard, an object that does not arrive, and one that differs.
pub(crate) fn checked_with_attention() -> Checked {
    let mut checked = checked();
    checked.plan.hazards = vec![
        hazard("rowid-order", Severity::Notice, None),
        hazard("text-with-nul", Severity::Attention, Some(tally(12))),
    ];
    checked.plan.verdicts.extend([
        object(
            ObjectKind::Trigger,
            "album_\u{1b}touch",
            Verdict::NotConverted {
                reason: "it calls load_extension()".to_owned(),
                suggestion: Some("Write it in PL/pgSQL by hand.".to_owned()),
            },
        ),
        object(ObjectKind::Index, "album_title", Verdict::Differs { difference: "It compares by bytes.".to_owned() }),
    ]);
    checked
}

/// The same with a hazard that blocks the move.
pub(crate) fn checked_blocked() -> Checked {
    let mut checked = checked_with_attention();
    checked.plan.hazards.push(hazard("names-collide", Severity::Blocking, None));
    checked
}

/// A move of `checked` in which everything went well.
pub(crate) fn outcome(checked: Checked) -> Outcome {
    Outcome {
        checked,
        copied: CopySummary {
            tables: vec![TableCopy { rows: 347, bytes: 12_345, quarantined: 0, elapsed: Duration::from_millis(41) }],
            quarantine: None,
        },
        refused: Vec::new(),
        weakened: Vec::new(),
        verified: verification(),
        resumed: None,
        forecast: None,
        phases: vec![(Phase::Profile, Duration::from_millis(20)), (Phase::Copy, Duration::from_millis(50))],
    }
}

/// A move with a quarantine, a refused statement, a foreign key that is not valid.
pub(crate) fn outcome_with_attention() -> Outcome {
    let mut outcome = outcome(checked_with_attention());
    outcome.copied.tables[0].quarantined = 2;
    outcome.verified.tables[0].quarantined = 2;
    let made = Made::Index { name: Ident::fixed("album_upper") };
    let mut index = object(ObjectKind::Index, "album_upper", Verdict::Converted);
    index.made.push(made.clone());
    outcome.checked.plan.verdicts.push(index);
    outcome.refused = vec![Refused {
        makes: Some(made),
        what: "index \"album_upper\"".to_owned(),
        sql: "CREATE INDEX album_upper ON public.album (upper(title))".to_owned(),
        message: "functions in index expression must be marked IMMUTABLE (42P17)".to_owned(),
    }];
    outcome.checked.plan.constraints.push(ConstraintPlan {
        constraint: pg::Constraint {
            table: name("album"),
            name: Ident::fixed("album_artist_fkey"),
            kind: pg::ConstraintKind::PrimaryKey { columns: Vec::new() },
        },
        not_valid: true,
    });
    outcome
}

/// A forecast, and what came of it on a server whose WAL the role may not ask for.
pub(crate) fn forecasted() -> Forecasted {
    let (profile, copy) = ((Phase::Profile, Duration::from_millis(20)), (Phase::Copy, Duration::from_millis(60)));
    let elapsed = Duration::from_millis(7);
    let forecast = Measured {
        phases: vec![profile, copy],
        disk: 50_000,
        wal: Some(52_000),
        sample: SampleSize { tables: 1, rows: 34, bytes: 1_024, elapsed },
        assumptions: vec!["The server is as busy as it was.".to_owned()],
    };
    Forecasted { forecast, actual: Actual { disk: 49_152, wal: None } }
}

/// A comparison that found everything equal.
pub(crate) fn verification() -> Verification {
    Verification {
        tables: vec![TableVerification {
            source_rows: 347,
            target_rows: 347,
            values: 694,
            elapsed: Duration::from_millis(30),
            ..TableVerification::default()
        }],
    }
}

/// A comparison that found differences.
pub(crate) fn verification_with_differences() -> Verification {
    let mut verification = verification();
    let table = &mut verification.tables[0];
    table.target_rows = 346;
    table.difference_count = 5;
    table.differences = vec![
        Difference {
            row: "AlbumId=17".to_owned(),
            column: Some("Title".to_owned()),
            source: Some("'Facelift'".to_owned()),
            target: Some("'facelift'".to_owned()),
        },
        Difference {
            row: "AlbumId=19".to_owned(),
            column: None,
            source: Some("(19, 'Big Ones')".to_owned()),
            target: None,
        },
    ];
    verification
}

/// A database whose URL holds a password.
pub(crate) fn destination() -> Destination {
    Destination {
        target: Target::parse("postgresql://me:hunter2@db:5432/app").expect("a URL"),
        shown: without_password("postgresql+asyncpg://me:hunter2@db:5432/app"),
        named_by: NamedBy::Flag,
    }
}

/// A report without its colours.
pub(crate) fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn catalog() -> Catalog {
    let column = |name: &str, declared: &str, affinity| Column {
        name: name.to_owned(),
        declared_type: Some(declared.to_owned()),
        affinity,
        not_null: false,
        default: None,
        collation: None,
        generated: None,
    };
    Catalog {
        page_size: 4096,
        page_count: 10,
        tables: vec![Table {
            name: "Album".to_owned(),
            sql: String::new(),
            role: TableRole::User,
            strict: false,
            without_rowid: false,
            columns: vec![
                column("AlbumId", "INTEGER", Affinity::Integer),
                column("Title", "NVARCHAR(160)", Affinity::Text),
            ],
            primary_key: None,
            autoincrement: None,
            uniques: Vec::new(),
            checks: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            unparsed: None,
        }],
        ..Catalog::default()
    }
}

fn profile() -> Profile {
    let all = |count| Tally { count, first: Vec::new() };
    let id = ColumnProfile {
        integers: IntegerFacts { all: all(347), range: Some((1, 347)), ..IntegerFacts::default() },
        ..ColumnProfile::default()
    };
    let title = ColumnProfile {
        nulls: all(3),
        texts: TextFacts { all: all(344), empty: all(2), max_chars: 95, max_bytes: 99, ..TextFacts::default() },
        ..ColumnProfile::default()
    };
    let columns = vec![id, title];
    Profile { tables: vec![TableProfile { rows: 347, bytes: 10_240, columns, ..TableProfile::default() }] }
}

fn plan() -> Plan {
    let mut plan = plan::plan(&Catalog::default(), &Profile::default(), &PlanOptions::default());
    plan.tables = vec![TablePlan {
        source: "Album".to_owned(),
        target: pg::Table {
            name: name("album"),
            columns: vec![
                target("albumid", DataType::Integer, Some(pg::Identity { last: 347 })),
                target("title", DataType::Text, None),
            ],
        },
        columns: vec![column("AlbumId", DataType::Integer, Rule::Integer), column("Title", DataType::Text, Rule::Text)],
        row_key: RowKeyPlan::Columns(vec![0]),
        rows: 347,
        bytes: 10_240,
    }];
    plan.verdicts = vec![object(ObjectKind::Table, "Album", Verdict::Converted)];
    plan
}

fn target(name: &'static str, data_type: DataType, identity: Option<pg::Identity>) -> pg::Column {
    pg::Column {
        name: Ident::fixed(name),
        data_type,
        not_null: identity.is_some(),
        byte_order: false,
        default: None,
        identity,
        generated: None,
    }
}

fn column(name: &str, to: DataType, rule: Rule) -> ColumnPlan {
    ColumnPlan {
        source: name.to_owned(),
        mapping: Mapping { to, rule, because: Reason::Fallback },
        copied: true,
        substitute: Substitute::Null,
        max_bytes: 99,
    }
}

fn name(table: &'static str) -> QualifiedName {
    QualifiedName::new(Ident::fixed("public"), Ident::fixed(table))
}

fn object(kind: ObjectKind, name: &str, verdict: Verdict) -> ObjectVerdict {
    ObjectVerdict {
        kind,
        table: Some("Album".to_owned()),
        name: name.to_owned(),
        verdict,
        target: None,
        sql: None,
        made: Vec::new(),
    }
}

fn hazard(id: &'static str, severity: Severity, rows: Option<Tally>) -> Hazard {
    Hazard {
        id,
        severity,
        table: Some("Album".to_owned()),
        object: Some("Title".to_owned()),
        message: format!("this is why {id} matters"),
        remedy: "Do something about it.".to_owned(),
        rows,
    }
}

fn tally(count: u64) -> Tally {
    let witness = |rowid: i64| Witness { row: RowKey::Rowid(rowid), value: format!("a\0{rowid}") };
    Tally { count, first: vec![witness(17), witness(19), witness(23)] }
}
