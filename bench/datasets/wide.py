"""A table of many columns of all kinds, a third of them with NULLs."""

from .chance import below, count, date, moment, numbers, sometimes

TITLE = "wide: 1 M rows of 30 mixed columns"
ROWS = 1_000_000

COLUMNS = [
    ("id", "INTEGER PRIMARY KEY", "i"),
    ("account_id", "INTEGER NOT NULL", below(50000, 1)),
    ("parent_id", "INTEGER", sometimes(below(50000, 2), 3)),
    ("quantity", "INTEGER NOT NULL", below(1000, 4)),
    ("large", "BIGINT NOT NULL", f"{below(10**9, 5)} * 1000003"),
    ("small", "SMALLINT", sometimes(below(100, 6), 7)),
    ("counter", "INTEGER NOT NULL", below(10**6, 8)),
    ("active", "BOOLEAN NOT NULL", below(2, 9)),
    ("confirmed", "BOOLEAN", sometimes(below(2, 10), 11)),
    ("latitude", "REAL", f"{below(10**9, 12)} / 1e7 - 50"),
    ("longitude", "REAL", f"{below(10**9, 13)} / 1e7 - 50"),
    ("score", "DOUBLE PRECISION", sometimes(f"{below(10**9, 14)} / 3.0", 15)),
    ("weight", "DOUBLE PRECISION NOT NULL", f"{below(10**6, 16)} / 8.0"),
    ("price", "DECIMAL(12,2) NOT NULL", f"{below(10**7, 17)} / 100.0"),
    ("discount", "DECIMAL(12,2)", sometimes(f"{below(10**4, 18)} / 100.0", 19)),
    ("name", "VARCHAR(40) NOT NULL", f"printf('customer %08d', {below(10**8, 20)})"),
    ("city", "VARCHAR(40)", sometimes(f"printf('city-%d', {below(5000, 21)})", 22)),
    ("street", "VARCHAR(80)", f"printf('%d North Street, House %d', {below(999, 23)}, {below(99, 24)})"),
    ("country", "CHAR(2) NOT NULL", f"substr('DEFRITESPTNLBEATCHSE', 1 + 2 * {below(10, 25)}, 2)"),
    ("email", "VARCHAR(80)", f"printf('user%d@mail.example', {below(10**8, 26)})"),
    ("phone", "TEXT", sometimes(f"printf('+49 %010d', {below(10**9, 27)})", 28)),
    ("remark", "TEXT", sometimes(f"printf('remark %d of many: äöü €', {below(10**6, 29)})", 30)),
    ("long_text", "TEXT", f"printf('%.*c', {below(200, 31)}, 'x')"),
    ("state", "TEXT NOT NULL", f"substr('openheldsentpaid', 1 + 4 * {below(4, 32)}, 4)"),
    ("born", "DATE", date(33)),
    ("created_at", "DATETIME NOT NULL", moment(34)),
    ("updated_at", "DATETIME", sometimes(moment(35), 36)),
    ("settings", "JSON", f"json_object('theme', 'dark', 'size', {below(40, 37)}, 'tags', json_array('a', 'b'))"),
    ("digest", "BLOB", f"CAST(printf('%016x', {below(10**9, 38)} * 1099511627) AS BLOB)"),
    ("token", "BLOB", sometimes(f"CAST(printf('%032x', {below(10**9, 39)}) AS BLOB)", 40)),
]


def builders(scale):
    """The files, and what fills each."""
    return [("wide.db", lambda connection: build(connection, count(ROWS, scale)))]


def build(connection, rows):
    """Fills the table."""
    declarations = ", ".join(f"{name} {declared}" for name, declared, _ in COLUMNS)
    values = ", ".join(value for _, _, value in COLUMNS)
    connection.execute(f"CREATE TABLE customer ({declarations})")
    connection.execute(f"{numbers(rows)} INSERT INTO customer SELECT {values} FROM n")
