CREATE TABLE t(a TEXT, b TEXT); INSERT INTO t(rowid,a,b) VALUES(10,'x','y'),(20,'x','y'),(30,NULL,NULL);
