use insta::assert_snapshot;

use super::read;
use crate::plan::sample::File;
use crate::value::Value::{Blob, Integer, Null, Real, Text};

fn shop() -> File {
    File::default()
        .table("Item", &["id INTEGER", "price INTEGER", "added DATETIME", "note TEXT", "code VARCHAR(5)"])
        .row(&[Integer(1), Integer(10), Text(b"2024-02-29 12:00:00"), Text(b"a"), Text(b"x1")])
        .row(&[Integer(2), Text(b"free"), Null, Text(b"b\0"), Text(b"x2")])
        .table("order item", &["id INTEGER", "item INTEGER"])
        .row(&[Integer(1), Integer(9)])
        .references(1, "Item", 1)
        .view("bad", &["x"], "SELECT sqlite_source_id() FROM Item")
}

fn mistake(text: &str) -> String {
    shop().mistake(text)
}

#[test]
fn a_plan_file_says_what_is_open_first() {
    assert_snapshot!(shop().written());
}

#[test]
fn a_plan_file_read_as_it_was_written_gives_the_same_plan() {
    let (file, text) = (shop(), shop().written());
    assert_eq!(file.planned(&text), file.planned(""));
}

#[test]
fn decisions_behind_a_sign_can_be_made() {
    let made = |line: &str| match line.trim_start().strip_prefix('#') {
        Some(decision) if !decision.starts_with(' ') => format!("{decision}\n"),
        Some(_) | None => format!("{line}\n"),
    };
    let text: String = shop().written().lines().map(made).collect();
    let file = read(&text).unwrap_or_else(|mistake| panic!("{mistake}\n{text}"));
    assert_eq!(file.schema.map(|schema| schema.value.as_str().to_owned()).as_deref(), Some("public"));
    assert_eq!(file.decisions.acknowledged.len(), 3);
    assert!(file.decisions.naive_timestamps.is_some() && file.decisions.orphans.is_some());
}

#[test]
fn words_that_decide_nothing_are_mistakes_with_their_line() {
    let cases = [
        ("version = 2", "line 1 of the plan file: plan files of version 2 are unknown | This Outgrow reads version 1."),
        (
            "\n\nschem = \"x\"",
            "line 3 of the plan file: unknown key \"schem\" | Known here are version, schema, identifiers, naive_timestamps, collation, orphans, acknowledge, tables.",
        ),
        (
            "[tables.Item]\nnam = \"x\"",
            "line 2 of the plan file: unknown key \"nam\" in table \"Item\" | Known here are name, leave_out, orphans, columns.",
        ),
        (
            "[tables.Item.columns]\nid = { typ = \"x\" }",
            "line 2 of the plan file: unknown key \"typ\" in column \"id\" | Known here are type, unrepresentable, substitute, naive_timestamps, collation, name, leave_out.",
        ),
        (
            "schema = \"\"",
            "line 1 of the plan file: schema is no PostgreSQL name: a name cannot be empty | Choose another name.",
        ),
        ("schema = 1", "line 1 of the plan file: schema must be a string | Write it in double quotes."),
        (
            "orphans = \"quarantine\"",
            "line 1 of the plan file: orphans cannot be \"quarantine\" | It is one of \"not-valid\", \"drop-key\".",
        ),
        (
            "[tables.Item]\nleave_out = \"yes\"",
            "line 2 of the plan file: leave_out must be true or false | Write it without quotes.",
        ),
        (
            "acknowledge = [\n{ hazard = \"x\", name = \"y\" }]",
            "line 2 of the plan file: unknown key \"name\" in an acknowledgement | Known here are hazard, table, object.",
        ),
        (
            "acknowledge = [\n\n{ table = \"x\" }]",
            "line 3 of the plan file: an acknowledgement names neither a hazard nor an object | Write { hazard = \"…\", table = \"…\", object = \"…\" } or { not_converted = \"…\", table = \"…\", name = \"…\" }.",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(mistake(text), expected);
    }
}

#[test]
fn broken_toml_is_told_with_its_line() {
    for text in ["\n= 1", "schema = \"x\"\nschema = \"y\"", "[tables\n", "\n\u{0}", "a = { b = "] {
        assert!(mistake(text).contains("it is no TOML: "), "{}", mistake(text));
    }
    assert!(mistake("version = 1\nschema = \"x\"\nschema = \"y\"").starts_with("line 3 "));
}

#[test]
fn names_that_the_file_does_not_have_are_mistakes() {
    let cases = [
        (
            "[tables.item]\n[tables.Item]",
            "line 2 of the plan file: table \"item\" stands there a second time | SQLite does not tell upper and lower case apart; keep one of them.",
        ),
        (
            "\n[tables.Items]",
            "line 2 of the plan file: table \"Items\" does not exist in the SQLite file | Correct the name, or take the decisions about it out of the plan file.",
        ),
        (
            "[tables.bad]",
            "line 1 of the plan file: \"bad\" is no table that is moved | Only ordinary tables of the application have decisions.",
        ),
        (
            "[tables.Item.columns]\nprise = { type = \"text\" }",
            "line 2 of the plan file: table \"Item\" has no column \"prise\" | Correct the name, or take the decisions about it out of the plan file.",
        ),
    ];
    for (text, expected) in cases {
        // Which of two spellings comes first depends on their order in the file only.
        assert_eq!(mistake(text), expected.replace("\"item\" stands", "\"Item\" stands"));
    }
}

#[test]
fn a_type_must_hold_every_value() {
    let text = "[tables.Item.columns]\nprice = { type = \"bigint\" }";
    assert_eq!(
        mistake(text),
        "line 2 of the plan file: column \"price\" of table \"Item\" cannot be bigint: 1 of 2 values is text, first at \
         rowid 2 ('free') | Correct the values, decide for a wider type, or send them to quarantine with unrepresentable \
         = \"quarantine\"."
    );
    let forced = "[tables.Item.columns]\nprice = { type = \"bigint\", unrepresentable = \"quarantine\" }";
    assert_eq!(
        shop().column(forced, "Item", "price"),
        "bigint: the plan file says so, although 1 of 2 values is text, first at rowid 2 ('free')"
    );
    let plan = shop().planned(forced).expect("possible");
    assert!(plan.hazards.iter().any(|hazard| hazard.id == "forced-type"));
}

#[test]
fn a_pinned_type_refuses_new_values_that_it_does_not_hold() {
    let text = shop().written();
    let mut grown = shop();
    let code = &mut grown.profile.tables[0].columns[4];
    code.observe(Text("too long".as_bytes()), || crate::profile::RowKey::Rowid(3));
    let mistake = grown.mistake(&text);
    assert!(mistake.contains("column \"code\" of table \"Item\" cannot be character varying(5)"), "{mistake}");
}

#[test]
fn types_that_a_foreign_key_connects_must_agree() {
    let of_child = |data_type: &str| format!("[tables.\"order item\".columns]\nitem = {{ type = \"{data_type}\" }}");
    assert_eq!(
        mistake(&of_child("smallint")),
        "line 2 of the plan file: column \"item\" of table \"order item\" cannot be smallint: a foreign key connects it \
         with \"id\" of \"Item\", and both become bigint | Decide for types of both columns that can be compared."
    );
    // The parent stands for the rowid, so it cannot follow; the child's integers follow it.
    assert!(mistake(&of_child("text")).contains("connects it with \"id\" of \"Item\", and both become bigint"));
    let dropped = format!("orphans = \"drop-key\"\n{}", of_child("text"));
    assert_eq!(shop().column(&dropped, "order item", "item"), "text: the plan file says so");
}

#[test]
fn names_are_taken_as_decided_and_others_give_way() {
    let text = "[tables.\"order item\"]\nname = \"item\"\n[tables.Item.columns]\nprice = { name = \"note\" }";
    let plan = shop().planned(text).expect("possible");
    let names: Vec<&str> = plan.tables.iter().map(|table| table.target.name.name.as_str()).collect();
    assert_eq!(names, ["item_2", "item"]);
    let columns: Vec<&str> = plan.tables[0].target.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["id", "note", "added", "note_2", "code"]);
    let twice = "[tables.Item]\nname = \"x\"\n[tables.\"order item\"]\nname = \"x\"";
    assert!(mistake(twice).starts_with("line 4 of the plan file: two tables cannot both be called \"x\""));
    let system = "[tables.Item.columns]\nprice = { name = \"ctid\" }";
    assert!(mistake(system).contains("cannot have two columns called \"ctid\""));
}

#[test]
fn collations_are_by_bytes_or_the_database_s() {
    let byte_orders = |text: &str| -> Vec<bool> {
        let plan = shop().planned(text).expect("possible");
        plan.tables[0].target.columns.iter().map(|column| column.byte_order).collect()
    };
    assert_eq!(byte_orders(""), [false, true, false, true, true]);
    assert_eq!(byte_orders("collation = \"default\""), [false; 5]);
    let one = "collation = \"default\"\n[tables.Item.columns]\nnote = { collation = \"C\" }";
    assert_eq!(byte_orders(one), [false, false, false, true, false]);
    assert_eq!(
        shop().verdict("collation = \"default\"", "note"),
        "differs: It sorts as the database does, not by bytes, as the plan file says."
    );
    assert!(
        mistake("[tables.Item.columns]\nid = { collation = \"C\" }").contains("becomes bigint, which has no collation")
    );
}

#[test]
fn zones_go_to_the_columns_that_need_one() {
    let file = shop();
    for (text, becomes) in [
        ("naive_timestamps = \"UTC\"", "timestamp with time zone: the plan file says so"),
        ("naive_timestamps = \"+02:00\"", "timestamp with time zone: the plan file says so"),
        ("naive_timestamps = \"keep\"", "timestamp without time zone: every value is spelled YYYY-MM-DD HH:MM:SS"),
        (
            "naive_timestamps = \"UTC\"\n[tables.Item.columns]\nadded = { naive_timestamps = \"keep\" }",
            "timestamp without time zone: every value is spelled YYYY-MM-DD HH:MM:SS",
        ),
    ] {
        assert_eq!(file.column(text, "Item", "added"), becomes, "{text}");
    }
    assert!(mistake("naive_timestamps = \"Europe/Berlin\"").contains("fixed offsets such as"));
    let nowhere = "[tables.Item.columns]\nprice = { naive_timestamps = \"UTC\" }";
    assert!(mistake(nowhere).contains("says nothing about column \"price\" of table \"Item\", which becomes text"));
    let unsaid = "[tables.Item.columns]\nadded = { type = \"timestamptz\" }";
    assert!(
        mistake(unsaid).ends_with("Say where the times were taken: naive_timestamps = \"UTC\"."),
        "{}",
        mistake(unsaid)
    );
}

#[test]
fn substitutes_must_be_possible() {
    let of = |column: &str, word: &str| format!("[tables.Item.columns]\n{column} = {{ substitute = \"{word}\" }}");
    let plan = shop().planned(&of("note", "null")).expect("possible");
    assert_eq!(plan.tables[0].columns[3].substitute, crate::plan::Substitute::Null);
    assert!(mistake(&of("id", "null")).contains("NULL cannot stand in it: it is NOT NULL"));
    assert!(mistake(&of("added", "repaired")).contains("its values cannot be repaired"));
}

#[test]
fn a_real_is_not_cut_to_the_length_of_a_string() {
    let file =
        File::default().table("t", &["id INTEGER", "a"]).row(&[Integer(1), Real(1e300)]).row(&[Integer(2), Text(b"x")]);
    let text = "[tables.t.columns]\na = { type = \"varchar(3)\", unrepresentable = \"quarantine\" }";
    let plan = file.planned(text).expect("possible");
    assert_eq!(plan.tables[0].columns[1].substitute, crate::plan::Substitute::Null);
}

#[test]
fn what_is_acknowledged_needs_no_look() {
    let attention = |text: &str| {
        let plan = shop().planned(text).unwrap_or_else(|mistake| panic!("{mistake}"));
        plan.hazards.iter().filter(|hazard| hazard.severity > crate::hazard::Severity::Notice).count()
    };
    assert_eq!(attention(""), 2);
    assert_eq!(attention("acknowledge = [{ hazard = \"orphans\", table = \"order item\", object = \"item\" }]"), 1);
    assert_eq!(attention("acknowledge = [{ hazard = \"orphans\", table = \"order item\" }]"), 2);
    let view = "acknowledge = [{ not_converted = \"view\", name = \"bad\" }]";
    assert!(shop().verdict(view, "bad").starts_with("left out: acknowledged in the plan file: it uses the function"));
    assert!(mistake("acknowledge = [{ hazard = \"orfans\" }]").contains("there is no hazard \"orfans\""));
    assert!(mistake("acknowledge = [{ not_converted = \"view\", name = \"x\" }]").contains("has no view \"x\""));
    assert!(mistake("acknowledge = [{ hazard = \"orphans\", table = \"x\" }]").contains("table \"x\" does not exist"));
}

#[test]
fn a_hazard_that_blocks_cannot_be_acknowledged() {
    let columns: Vec<String> = (0..1_601).map(|number| format!("c{number} INTEGER")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let file = File::default().table("wide", &columns);
    assert!(file.written().contains("# This blocks the move"));
    let text = "acknowledge = [{ hazard = \"too-many-columns\", table = \"wide\" }]";
    assert!(file.mistake(text).contains("cannot be acknowledged, because it blocks the move"));
}

#[test]
fn hostile_names_are_written_and_read_back() {
    let names = ["a\"]\nx = 1 #", "\u{0}\u{7f}\u{202e}", "tab\there", "'quoted'", "ümläut.表"];
    let columns: Vec<String> = names.iter().map(|name| name.replace(' ', "_")).collect();
    let columns: Vec<&str> = std::iter::once("id INTEGER").chain(columns.iter().map(String::as_str)).collect();
    let file = File::default().table(names[0], &columns).row(&[Integer(1), Text(b"x\0"), Blob(b"\xff"), Null]);
    let text = file.written();
    assert_eq!(file.planned(&text), file.planned(""), "{text}");
    assert!(text.lines().all(|line| !line.starts_with("x = 1")), "{text}");
}
