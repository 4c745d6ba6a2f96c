CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES(1,char(128512)),(2,'e'||char(769)),(3,char(1488,1489)),(4,char(65279)||'x'),(5,char(65535)),(6,char(1114111));
