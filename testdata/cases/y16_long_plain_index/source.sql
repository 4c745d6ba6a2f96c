CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT); CREATE INDEX t_a ON t(a); CREATE INDEX t_ab ON t(a,b DESC);
INSERT INTO t VALUES(1,hex(randomblob(4000)),'x'),(2,'short','y');
