CREATE TABLE t(id INTEGER PRIMARY KEY, v TIMESTAMP);
INSERT INTO t VALUES(1,'now'),(2,'today'),(3,'epoch'),(4,'infinity'),(5,'allballs'),(6,'2024-01-01 00:00:00');
