//! Values on their way to the application.

use crate::catalog::pg::DataType;
use crate::temporal::{Parts, Precision, Separator, Spelling, Zone};

use super::select::{Output, shown};
use super::translator::Translator;
use super::typed::{Dynamic, Kind, Typed};
use super::{NotConverted, SupportFunction};

impl Translator<'_> {
    /// The value as an application reads it; what it reads otherwise than from SQLite is noted.
    pub(super) fn answer(&mut self, typed: &Typed) -> Result<Typed, NotConverted> {
        self.note_difference(typed);
        shown(typed)
    }

    /// Values of JSON that no GROUP BY holds: the text of a REAL has fifteen digits, but a REAL has all of them.
    pub(super) fn show_json(&mut self, outputs: &mut [Output]) {
        for output in outputs {
            let typed = &mut output.typed;
            if let Some(Dynamic::Json(json)) = typed.dynamic.clone()
                && !self.grouped.contains(&typed.sql)
                && typed.sql.as_str().starts_with("outgrow_sqlite.json_value(")
            {
                typed.sql = self.support_call(SupportFunction::JsonShown, &[&json]);
            }
        }
    }

    /// Says that dates and times are compared as moments, where their texts would compare otherwise.
    pub(super) fn note_moments(&mut self, typed: &Typed) {
        if typed.is_moment_alone() {
            self.note("Dates and times that were written in more than one way, or with an offset, compare as moments, not as texts.");
        }
    }

    fn note_difference(&mut self, typed: &Typed) {
        if typed.is_bytes() && typed.texts {
            self.note("A column of bytes that held texts too answers with the bytes of the texts.");
        }
        if typed.data_type == DataType::Text && typed.blobs {
            self.note("A column of texts held bytes too; what they were stands in the quarantine.");
        }
        match typed.kind {
            Kind::Temporal(Some(spelling)) if is_iso(spelling, typed.data_type) => {}
            Kind::Temporal(_) => {
                self.note(
                    "A date or time answers in PostgreSQL's form, not in the spelling that its text had in SQLite.",
                );
            }
            Kind::Opaque(reason)
                if (typed.is_column || typed.is_time()) && typed.dynamic.is_none() && !typed.is_bytes() =>
            {
                self.note(format!("A value answers in PostgreSQL's form: {reason}."));
            }
            Kind::Null
            | Kind::Boolean
            | Kind::Integer
            | Kind::Real
            | Kind::Number { .. }
            | Kind::Text
            | Kind::Blob
            | Kind::Mixed
            | Kind::RowKey(_)
            | Kind::Opaque(_) => {}
        }
    }
}

/// Whether PostgreSQL writes values as this spelling does, with its own setting of DateStyle.
fn is_iso(spelling: Spelling, data_type: DataType) -> bool {
    let parts = match spelling.parts {
        Parts::Date => data_type == DataType::Date,
        Parts::Time(Precision::Seconds) => data_type == DataType::Time,
        Parts::DateTime(Separator::Blank, Precision::Seconds) => data_type == DataType::Timestamp,
        Parts::Time(_) | Parts::DateTime(..) => false,
    };
    parts && spelling.zone == Zone::Naive
}
