CREATE TABLE t(k PRIMARY KEY, v TEXT);
INSERT INTO t VALUES(1,'int'),('1','text'),(x'31','blob'),(1.5,'real');
