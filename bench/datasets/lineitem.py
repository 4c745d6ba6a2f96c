"""The largest table of TPC-H in shape: dates as text, decimals as SQLite stores them, a key of two columns."""

from .chance import below, count, date, numbers

TITLE = "lineitem: 3 M rows of 16 columns"
ROWS = 3_000_000

COLUMNS = [
    ("l_orderkey", "INTEGER NOT NULL", "(i - 1) / 4 * 8 + 1"),
    ("l_partkey", "INTEGER NOT NULL", below(200000, 1)),
    ("l_suppkey", "INTEGER NOT NULL", below(10000, 2)),
    ("l_linenumber", "INTEGER NOT NULL", "(i - 1) % 4 + 1"),
    ("l_quantity", "DECIMAL(15,2) NOT NULL", f"1 + {below(50, 3)}"),
    ("l_extendedprice", "DECIMAL(15,2) NOT NULL", f"(90000 + {below(10**7, 4)}) / 100.0"),
    ("l_discount", "DECIMAL(15,2) NOT NULL", f"{below(11, 5)} / 100.0"),
    ("l_tax", "DECIMAL(15,2) NOT NULL", f"{below(9, 6)} / 100.0"),
    ("l_returnflag", "CHAR(1) NOT NULL", f"substr('RAN', 1 + {below(3, 7)}, 1)"),
    ("l_linestatus", "CHAR(1) NOT NULL", f"substr('OF', 1 + {below(2, 8)}, 1)"),
    ("l_shipdate", "DATE NOT NULL", date(9)),
    ("l_commitdate", "DATE NOT NULL", date(10)),
    ("l_receiptdate", "DATE NOT NULL", date(11)),
    ("l_shipinstruct", "VARCHAR(25) NOT NULL",
     f"iif({below(2, 12)}, 'DELIVER IN PERSON', iif({below(2, 13)}, 'TAKE BACK RETURN', 'NONE'))"),
    ("l_shipmode", "VARCHAR(10) NOT NULL", f"rtrim(substr('AIR  TRUCKMAIL SHIP RAIL ', 1 + 5 * {below(5, 14)}, 5))"),
    ("l_comment", "VARCHAR(44) NOT NULL",
     f"printf('%s deposits sleep over %d', iif({below(2, 15)}, 'furiously', 'quick'), {below(10**8, 16)})"),
]


def builders(scale):
    """The files, and what fills each."""
    return [("lineitem.db", lambda connection: build(connection, count(ROWS, scale)))]


def build(connection, rows):
    """Fills the table."""
    declarations = ", ".join(f"{name} {declared}" for name, declared, _ in COLUMNS)
    values = ", ".join(value for _, _, value in COLUMNS)
    connection.execute(f"CREATE TABLE lineitem ({declarations}, PRIMARY KEY (l_orderkey, l_linenumber))")
    connection.execute(f"{numbers(rows)} INSERT INTO lineitem SELECT {values} FROM n")
