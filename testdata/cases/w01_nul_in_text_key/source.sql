CREATE TABLE t(v TEXT PRIMARY KEY, id INTEGER);
INSERT INTO t VALUES('a'||char(0)||'b',1),('a'||char(65533)||'b',2);
