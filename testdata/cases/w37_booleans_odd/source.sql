CREATE TABLE t(id INTEGER PRIMARY KEY, v BOOLEAN);
INSERT INTO t VALUES(1,'yes'),(2,'TRUE'),(3,2),(4,-1),(5,' true'),(6,1),(7,'off');
