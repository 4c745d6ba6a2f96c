CREATE TABLE t(id INTEGER PRIMARY KEY, b TIMESTAMP DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')));
INSERT INTO t(id) VALUES(1);
