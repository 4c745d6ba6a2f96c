use crate::plan::sample::File;
use crate::value::Value::{Integer, Text};

fn shop() -> File {
    File::default()
        .table("users", &["id INTEGER", "name TEXT", "password TEXT"])
        .row(&[Integer(1), Text(b"ann"), Text(b"secret")])
        .unique(1)
        .check("length(\"password\") > 3")
        .check("length(name) > 1")
        .index("users_password", 2)
        .index("users_name", 1)
        .table("orders", &["id INTEGER", "user_id INTEGER"])
        .row(&[Integer(1), Integer(1)])
        .references(1, "users", 0)
        .view("names", &["name"], "SELECT name FROM users")
        .view("all_users", &["id", "name", "password"], "SELECT * FROM users")
        .view("counts", &["n"], "SELECT count(*) FROM orders")
}

const WITHOUT_USERS: &str = "[tables.users]\nleave_out = true";
const WITHOUT_PASSWORD: &str = "[tables.users.columns]\npassword = { leave_out = true }";

#[test]
fn a_table_that_is_left_out_takes_along_what_belongs_to_it() {
    let shop = shop();
    let verdict = |name| shop.verdict(WITHOUT_USERS, name);
    assert_eq!(verdict("users"), "left out: left out by the plan file");
    assert_eq!(verdict("password"), "left out: its table is left out by the plan file");
    assert_eq!(verdict("users_name"), "left out: its table is left out by the plan file");
    assert_eq!(verdict("(user_id) → users"), "left out: its parent or one of its columns is left out by the plan file");
    assert!(verdict("names").starts_with("not converted: "), "{}", verdict("names"));
    assert_eq!(verdict("counts"), "converted");
    let plan = shop.planned(WITHOUT_USERS).expect("possible");
    assert_eq!(plan.tables.len(), 1);
    assert!(plan.constraints.iter().all(|planned| planned.constraint.name.as_str() == "orders_pkey"));
}

#[test]
fn a_column_that_is_left_out_takes_along_what_uses_it() {
    let shop = shop();
    let verdict = |name| shop.verdict(WITHOUT_PASSWORD, name);
    assert_eq!(verdict("password"), "left out: left out by the plan file");
    assert_eq!(verdict("users_password"), "left out: it uses a column that is left out by the plan file");
    // Without the column, SQLite's grammar would read its quoted name as a string.
    assert_eq!(verdict("length(\"password\") > 3"), "left out: it uses a column that is left out by the plan file");
    assert_eq!(verdict("length(name) > 1"), "converted");
    assert_eq!(verdict("names"), "converted");
    assert_eq!(verdict("all_users"), "not converted: it uses columns that are left out by the plan file");
    assert_eq!(verdict("(user_id) → users"), "converted");
}

#[test]
fn a_parent_key_that_is_left_out_takes_the_foreign_key_along() {
    let shop = shop();
    let plan_file = "[tables.users.columns]\nid = { leave_out = true }";
    assert_eq!(shop.verdict(plan_file, "(id)"), "left out: it uses a column that is left out by the plan file");
    assert!(shop.verdict(plan_file, "(user_id) → users").starts_with("left out: its parent"));
}

#[test]
fn orphans_can_drop_their_key() {
    let file =
        File::default().table("p", &["id INTEGER"]).table("c", &["id INTEGER", "p INTEGER"]).references(1, "p", 12);
    assert!(file.verdict("", "(p) → p").starts_with("differs: It is NOT VALID"));
    for plan_file in ["orphans = \"drop-key\"", "[tables.c]\norphans = \"drop-key\""] {
        let dropped = "left out: 12 rows have no parent, so the key is left out by the plan file";
        assert_eq!(file.verdict(plan_file, "(p) → p"), dropped);
        let plan = file.planned(plan_file).expect("possible");
        assert!(plan.hazards.is_empty(), "{:?}", plan.hazards);
    }
    let overruled = "orphans = \"drop-key\"\n[tables.c]\norphans = \"not-valid\"";
    assert!(file.verdict(overruled, "(p) → p").starts_with("differs: It is NOT VALID"));
}

#[test]
fn a_table_must_keep_a_column() {
    let file = File::default().table("t", &["id INTEGER"]);
    assert_eq!(
        file.mistake("\n[tables.t.columns]\nid = { leave_out = true }"),
        "line 2 of the plan file: no stored column of table \"t\" is left | Leave out the whole table with leave_out = true."
    );
}
