//! JSON for programs. `docs/reference/json.md` is its contract.

use serde::Serialize;

/// The version of all documents; it grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a, T> {
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    facts: &'a T,
}

/// One document with a line feed at its end.
pub(crate) fn document<T: Serialize>(format: &'static str, facts: &T) -> String {
    let document = Document { format, version: VERSION, facts };
    let mut text = serde_json::to_string_pretty(&document).expect("facts have string keys and no failing parts");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use insta::assert_snapshot;
    use serde_json::Value;

    use super::*;
    use crate::exit::Exit;
    use crate::report::{facts, sample};

    fn parsed(text: &str) -> Value {
        serde_json::from_str(text).expect("one JSON document")
    }

    /// The names and kinds of fields, which are the contract; a list shows its first item.
    fn outline(value: &Value, path: &str, lines: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, field)| outline(field, &format!("{path}.{name}"), lines))
            }
            Value::Array(items) if items.is_empty() => lines.push(format!("{path}[]")),
            Value::Array(items) => outline(&items[0], &format!("{path}[]"), lines),
            Value::Null => lines.push(format!("{path} null")),
            Value::Bool(_) => lines.push(format!("{path} boolean")),
            Value::Number(_) => lines.push(format!("{path} number")),
            Value::String(_) => lines.push(format!("{path} string")),
        }
    }

    fn outlined(text: &str) -> String {
        let mut lines = Vec::new();
        outline(&parsed(text), "", &mut lines);
        lines.join("\n")
    }

    #[test]
    fn the_document_of_a_check() {
        let checked = sample::checked_with_attention();
        let facts = facts::check(&checked, Path::new("app.db"));
        assert_snapshot!(document("outgrow-check", &facts), @r#"
        {
          "format": "outgrow-check",
          "version": 1,
          "source": {
            "path": "app.db",
            "bytes": 40960,
            "encoding": "UTF-8",
            "page_size": 4096,
            "application_id": 0,
            "user_version": 0,
            "objects": {
              "tables": 1,
              "indexes": 0,
              "views": 0,
              "triggers": 0,
              "virtual_tables": 0
            },
            "rows": 347,
            "value_bytes": 10240,
            "frameworks": []
          },
          "schema": "public",
          "identifiers": "fold",
          "tables": [
            {
              "name": "Album",
              "target": "public.album",
              "rows": 347,
              "bytes": 10240,
              "row_key": [
                "AlbumId"
              ],
              "primary_key": [],
              "foreign_keys": [],
              "columns": [
                {
                  "name": "AlbumId",
                  "declared_type": "INTEGER",
                  "affinity": "integer",
                  "values": {
                    "null": 0,
                    "integer": {
                      "count": 347,
                      "min": 1,
                      "max": 347
                    },
                    "real": null,
                    "text": null,
                    "blob": null
                  },
                  "target": "albumid",
                  "data_type": "integer",
                  "not_null": true,
                  "identity_last": 347,
                  "generated": false,
                  "copied": true,
                  "rule": "integer",
                  "because": "nothing more specific holds every value"
                },
                {
                  "name": "Title",
                  "declared_type": "NVARCHAR(160)",
                  "affinity": "text",
                  "values": {
                    "null": 3,
                    "integer": null,
                    "real": null,
                    "text": {
                      "count": 344,
                      "empty": 2,
                      "max_chars": 95,
                      "max_bytes": 99,
                      "with_nul": 0,
                      "invalid_utf8": 0,
                      "spellings": []
                    },
                    "blob": null
                  },
                  "target": "title",
                  "data_type": "text",
                  "not_null": false,
                  "identity_last": null,
                  "generated": false,
                  "copied": true,
                  "rule": "text",
                  "because": "nothing more specific holds every value"
                }
              ]
            }
          ],
          "objects": [
            {
              "kind": "table",
              "table": "Album",
              "name": "Album",
              "verdict": "converted",
              "target": null,
              "sql": null,
              "source_sql": null,
              "target_sql": "CREATE TABLE public.album (\n    albumid integer GENERATED BY DEFAULT AS IDENTITY NOT NULL,\n    title text\n);"
            },
            {
              "kind": "trigger",
              "table": "Album",
              "name": "album_\u001btouch",
              "verdict": "not-converted",
              "reason": "it calls load_extension()",
              "suggestion": "Write it in PL/pgSQL by hand.",
              "target": null,
              "sql": null,
              "source_sql": null,
              "target_sql": null
            },
            {
              "kind": "index",
              "table": "Album",
              "name": "album_title",
              "verdict": "differs",
              "difference": "It compares by bytes.",
              "target": null,
              "sql": null,
              "source_sql": null,
              "target_sql": null
            }
          ],
          "hazards": [
            {
              "id": "text-with-nul",
              "severity": "attention",
              "table": "Album",
              "object": "Title",
              "message": "this is why text-with-nul matters",
              "remedy": "Do something about it.",
              "rows": {
                "count": 12,
                "first": [
                  {
                    "row": 17,
                    "value": "a\u000017"
                  },
                  {
                    "row": 19,
                    "value": "a\u000019"
                  },
                  {
                    "row": 23,
                    "value": "a\u000023"
                  }
                ]
              }
            },
            {
              "id": "rowid-order",
              "severity": "notice",
              "table": "Album",
              "object": "Title",
              "message": "this is why rowid-order matters",
              "remedy": "Do something about it.",
              "rows": null
            }
          ],
          "forecast": null,
          "verdict": "ready-with-attention",
          "attention": 2,
          "blocking": 0,
          "exit_code": 1
        }
        "#);
    }

    #[test]
    fn the_document_of_a_move() {
        let mut outcome = sample::outcome_with_attention();
        outcome.forecast = Some(sample::forecasted());
        let facts = facts::moved(&outcome, Path::new("app.db"), &sample::destination());
        let text = document("outgrow-move", &facts);
        assert!(!text.contains("hunter2"));
        assert_eq!(parsed(&text)["exit_code"], 1);
        assert_snapshot!(outlined(&text), @"
        .attention number
        .copied_bytes number
        .difference_count number
        .exit_code number
        .forecast.actual.disk_bytes number
        .forecast.actual.seconds number
        .forecast.actual.wal_bytes null
        .forecast.assumptions[] string
        .forecast.basis string
        .forecast.disk_bytes number
        .forecast.phases[].phase string
        .forecast.phases[].seconds number
        .forecast.sample.bytes number
        .forecast.sample.rows number
        .forecast.sample.seconds number
        .forecast.sample.tables number
        .forecast.seconds number
        .forecast.wal_bytes number
        .format string
        .hazards[].id string
        .hazards[].message string
        .hazards[].object string
        .hazards[].remedy string
        .hazards[].rows.count number
        .hazards[].rows.first[].row number
        .hazards[].rows.first[].value string
        .hazards[].severity string
        .hazards[].table string
        .not_valid[].constraint string
        .not_valid[].table string
        .not_valid[].validate string
        .objects[].kind string
        .objects[].name string
        .objects[].source_sql null
        .objects[].sql null
        .objects[].table string
        .objects[].target null
        .objects[].target_sql string
        .objects[].verdict string
        .phases[].phase string
        .phases[].seconds number
        .quarantine null
        .refused[].message string
        .refused[].sql string
        .refused[].what string
        .resumed null
        .rows_per_second number
        .source.application_id number
        .source.bytes number
        .source.encoding string
        .source.frameworks[]
        .source.objects.indexes number
        .source.objects.tables number
        .source.objects.triggers number
        .source.objects.views number
        .source.objects.virtual_tables number
        .source.page_size number
        .source.path string
        .source.rows number
        .source.user_version number
        .source.value_bytes number
        .tables[].bytes number
        .tables[].columns[].affinity string
        .tables[].columns[].because string
        .tables[].columns[].copied boolean
        .tables[].columns[].data_type string
        .tables[].columns[].declared_type string
        .tables[].columns[].generated boolean
        .tables[].columns[].identity_last number
        .tables[].columns[].name string
        .tables[].columns[].not_null boolean
        .tables[].columns[].rule string
        .tables[].columns[].target string
        .tables[].columns[].values.blob null
        .tables[].columns[].values.integer.count number
        .tables[].columns[].values.integer.max number
        .tables[].columns[].values.integer.min number
        .tables[].columns[].values.null number
        .tables[].columns[].values.real null
        .tables[].columns[].values.text null
        .tables[].copied.bytes number
        .tables[].copied.quarantined number
        .tables[].copied.rows number
        .tables[].copied.seconds number
        .tables[].foreign_keys[]
        .tables[].name string
        .tables[].primary_key[]
        .tables[].row_key[] string
        .tables[].rows number
        .tables[].target string
        .tables[].verdict string
        .tables[].verified.difference_count number
        .tables[].verified.differences[]
        .tables[].verified.quarantined number
        .tables[].verified.seconds number
        .tables[].verified.source_rows number
        .tables[].verified.target_rows number
        .tables[].verified.values number
        .target.identifiers string
        .target.named_by string
        .target.schema string
        .target.url string
        .totals.quarantined number
        .totals.seconds number
        .totals.source_rows number
        .totals.target_rows number
        .totals.values number
        .verdict string
        .version number
        ");
    }

    #[test]
    fn the_document_of_a_verification() {
        let checked = sample::checked();
        let verification = sample::verification_with_differences();
        let took = Duration::from_millis(35);
        let facts = facts::verified(&checked, &verification, took, Path::new("app.db"), &sample::destination());
        assert_snapshot!(document("outgrow-verify", &facts), @r#"
        {
          "format": "outgrow-verify",
          "version": 1,
          "source": {
            "path": "app.db",
            "bytes": 40960,
            "encoding": "UTF-8",
            "page_size": 4096,
            "application_id": 0,
            "user_version": 0,
            "objects": {
              "tables": 1,
              "indexes": 0,
              "views": 0,
              "triggers": 0,
              "virtual_tables": 0
            },
            "rows": 347,
            "value_bytes": 10240,
            "frameworks": []
          },
          "target": {
            "url": "postgresql+asyncpg://me@db:5432/app",
            "named_by": "flag",
            "schema": "public",
            "identifiers": "fold"
          },
          "tables": [
            {
              "name": "Album",
              "target": "public.album",
              "source_rows": 347,
              "target_rows": 346,
              "values": 694,
              "quarantined": 0,
              "difference_count": 5,
              "differences": [
                {
                  "row": "AlbumId=17",
                  "column": "Title",
                  "source": "'Facelift'",
                  "target": "'facelift'"
                },
                {
                  "row": "AlbumId=19",
                  "column": null,
                  "source": "(19, 'Big Ones')",
                  "target": null
                }
              ],
              "seconds": 0.03,
              "verdict": "differs"
            }
          ],
          "totals": {
            "source_rows": 347,
            "target_rows": 346,
            "values": 694,
            "quarantined": 0,
            "seconds": 0.035
          },
          "difference_count": 5,
          "verdict": "differs",
          "exit_code": 1
        }
        "#);
    }

    #[test]
    fn exit_codes_follow_from_what_was_found() {
        let exit = |checked| facts::check(&checked, Path::new("app.db")).exit();
        assert_eq!(exit(sample::checked()), Exit::Done);
        assert_eq!(exit(sample::checked_with_attention()), Exit::Look);
        assert_eq!(exit(sample::checked_blocked()), Exit::Failed);
        let moved = |outcome| facts::moved(&outcome, Path::new("app.db"), &sample::destination()).exit();
        assert_eq!(moved(sample::outcome(sample::checked())), Exit::Done);
        assert_eq!(moved(sample::outcome(sample::checked_with_attention())), Exit::Look);
    }

    #[test]
    fn each_single_thing_to_look_at_makes_a_move_end_with_1() {
        let exit = |change: fn(&mut outgrow::moving::Outcome)| {
            let mut outcome = sample::outcome(sample::checked());
            change(&mut outcome);
            facts::moved(&outcome, Path::new("app.db"), &sample::destination()).exit()
        };
        assert_eq!(exit(|outcome| outcome.copied.tables[0].quarantined = 1), Exit::Look);
        assert_eq!(exit(|outcome| outcome.verified.tables[0].quarantined = 1), Exit::Look);
        assert_eq!(exit(|outcome| outcome.verified.tables[0].difference_count = 1), Exit::Look);
        assert_eq!(exit(|outcome| outcome.verified.tables[0].target_rows = 1), Exit::Look);
        assert_eq!(exit(|outcome| outcome.refused = sample::outcome_with_attention().refused), Exit::Look);
        assert_eq!(exit(|outcome| outcome.checked = sample::checked_with_attention()), Exit::Look);
    }
}
