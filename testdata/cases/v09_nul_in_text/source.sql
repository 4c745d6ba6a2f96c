CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES(1,'before'||char(0)||'after'),(2,'ok');
