CREATE TABLE t(id INTEGER PRIMARY KEY, b BLOB);
INSERT INTO t VALUES(1,'abcd'),(2,'deadbeef'),(3,'password');
