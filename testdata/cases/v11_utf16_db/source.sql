PRAGMA encoding='UTF-16le';
CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES(1,'plain'),(2,'h'||char(233)||'llo '||char(128512)),(3,char(26085,26412));
