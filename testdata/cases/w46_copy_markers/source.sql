CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT);
INSERT INTO t VALUES(1,'\N'),(2,'\.'),(3,'\x41'),(4,'a'||char(9)||'b'||char(10)||'c'||char(13)),(5,'\\'),(6,'''"'),(7,'');
