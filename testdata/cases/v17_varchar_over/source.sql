CREATE TABLE t(id INTEGER PRIMARY KEY, v VARCHAR(5), c CHAR(10));
INSERT INTO t VALUES(1,'abcde','ab'),(2,'abcdefghij','ab   '),(3,'','0123456789xyz');
