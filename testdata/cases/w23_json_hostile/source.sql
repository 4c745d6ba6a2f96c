CREATE TABLE t(id INTEGER PRIMARY KEY, v JSONB);
INSERT INTO t VALUES(1,'{"a":1,"a":2}'),(2,'{"a":"\u0000"}'),(3,'"\ud800"'),(4,'[1e400000]');
