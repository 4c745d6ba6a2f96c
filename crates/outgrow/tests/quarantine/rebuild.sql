-- Every storage class in columns of every declared type.
CREATE TABLE classes (
    n INTEGER PRIMARY KEY, c_int INTEGER, c_bigint BIGINT, c_bool BOOLEAN, c_real REAL, c_double DOUBLE, c_num NUMERIC,
    c_dec DECIMAL(10, 2), c_text TEXT, c_vc VARCHAR(20), c_blob BLOB, c_none, c_date DATE, c_dt DATETIME, c_time TIME,
    c_json JSON, c_uuid UUID
);
INSERT INTO classes VALUES (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
INSERT INTO classes VALUES (2, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5);
INSERT INTO classes SELECT 3, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t FROM (SELECT 'text' AS t);
INSERT INTO classes SELECT 4, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b FROM (SELECT x'00ff' AS b);
INSERT INTO classes SELECT 5, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t FROM (SELECT 'a' || char(0) || 'b' AS t);
INSERT INTO classes SELECT 6, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t FROM (SELECT CAST(x'61ff62' AS TEXT) AS t);
INSERT INTO classes (n) VALUES (7);
INSERT INTO classes SELECT 8, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t FROM (SELECT 9.0e999 AS t);
INSERT INTO classes SELECT 9, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t, t FROM (SELECT '' AS t);

-- Values that fit their columns.
CREATE TABLE fits (
    n INTEGER PRIMARY KEY, i INTEGER, b BOOLEAN, bt BOOLEAN, r REAL, num NUMERIC, dec DECIMAL(10, 2), t TEXT, vc VARCHAR(9),
    bl BLOB, d DATE, dt DATETIME, dtt DATETIME, tz TIMESTAMP, tm TIME, j JSON, u UUID, uu UUID
);
INSERT INTO fits VALUES (1, 9223372036854775807, 0, 'true', 0.1, 1, 1.5, 'é', 'x', x'', '2024-02-29', '2024-02-29 12:00:00',
    '2024-02-29T12:00:00.123', '2024-02-29T12:00:00Z', '12:34:56', '{"a": [1, 2.50]}',
    '00112233-4455-6677-8899-aabbccddeeff', '00112233445566778899aabbccddeeff');
INSERT INTO fits VALUES (2, -9223372036854775808, 1, 'false', 5e-324, 1.25, 20, '', 'äöü', x'00', '0001-01-01',
    '9999-12-31 23:59:59', '1969-12-31T23:59:59.999', '1970-01-01T00:00:00Z', '00:00:00', '[]',
    'ffffffff-ffff-ffff-ffff-fffffffffffe', 'fffffffffffffffffffffffffffffffe');
INSERT INTO fits VALUES (3, NULL, NULL, NULL, -1.7976931348623157e308, 1e300, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL);

-- Values whose writing is not kept: each difference is stated by the plan.
CREATE TABLE mixed (
    n INTEGER PRIMARY KEY, b BOOLEAN, bt BOOLEAN, x, y, bl BLOB, dt DATETIME, tz TIMESTAMP, j JSON, jb JSONB
);
INSERT INTO mixed VALUES (1, 1, 'true', 1, '1', x'61', '2024-02-29 12:00:00', '2024-02-29T12:00:00+00:00', '{"a":1}', '{"b":1,"a":2}');
INSERT INTO mixed VALUES (2, 'true', 't', 1.0, 1, 'a', '2024-02-29T12:00:00', '2024-02-29T12:00:00+02:00', CAST('{"a":1}' AS BLOB), '{"a": 2}');
INSERT INTO mixed VALUES (3, 0, 'false', 2.5, 1.0, x'62', '2024-02-29', '2024-02-29T12:00:00-05:30', '[1]', '[1]');
INSERT INTO mixed VALUES (4, 0, 'false', 2.5, 'z', x'62', '2024-02-29 13:00:00', '2024-02-29T12:00:01+00:00', '[1]', '[1]');

-- Rows of every kind of key, with values in quarantine.
CREATE TABLE key_text (k TEXT PRIMARY KEY NOT NULL, n INTEGER, v TEXT) WITHOUT ROWID;
INSERT INTO key_text VALUES ('a', 1, char(0)), ('a''"\', 2, CAST(x'ff' AS TEXT)), ('b', 3, 'ok');
CREATE TABLE key_blob (k BLOB PRIMARY KEY NOT NULL, n INTEGER, v TEXT) WITHOUT ROWID;
INSERT INTO key_blob VALUES (x'00', 1, char(0)), (x'ff', 2, char(0)), (x'', 3, 'ok');
CREATE TABLE key_real (k REAL PRIMARY KEY NOT NULL, n INTEGER, v TEXT) WITHOUT ROWID;
INSERT INTO key_real VALUES (0.1, 1, char(0)), (-5e-324, 2, char(0)), (3, 3, 'ok');
CREATE TABLE key_mixed (k PRIMARY KEY NOT NULL, n INTEGER, v TEXT) WITHOUT ROWID;
INSERT INTO key_mixed VALUES (2, 2, char(0)), (x'03', 3, char(0)), ('four', 4, 'ok'), ('a' || char(0), 5, char(0)), (1.5, 6, 'ok');
CREATE TABLE key_two (a TEXT NOT NULL, n INTEGER NOT NULL, v TEXT, PRIMARY KEY (a, n));
INSERT INTO key_two VALUES ('x', 1, char(0)), ('x', 2, x'00'), ('y', 3, 'ok');
CREATE TABLE keyless (a, n INTEGER, v TEXT, w TEXT);
INSERT INTO keyless VALUES ('x', 1, char(0), char(0) || '1'), ('x', 2, x'00', 'w'), ('y', 3, 'ok', CAST(x'80' AS TEXT)), (NULL, 4, 'ok', 'ok');
