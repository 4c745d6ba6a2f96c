CREATE TABLE t(id INTEGER PRIMARY KEY, v JSON);
INSERT INTO t VALUES(1,'[1,]'),(2,'{"a":NaN}'),(3,char(65279)||'{}'),(4,''),(5,'{"a":1}');
