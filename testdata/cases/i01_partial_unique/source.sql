CREATE TABLE t(id INTEGER PRIMARY KEY, email TEXT, deleted_at TEXT);
CREATE UNIQUE INDEX t_email ON t(email) WHERE deleted_at IS NULL;
INSERT INTO t VALUES(1,'a','2020'),(2,'a','2021'),(3,'a',NULL);
