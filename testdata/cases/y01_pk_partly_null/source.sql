CREATE TABLE t(a TEXT, b INT, v TEXT, PRIMARY KEY(a,b));
INSERT INTO t VALUES('x',1,'one'),('x',NULL,'two'),('x',NULL,'three'),(NULL,NULL,'four');
