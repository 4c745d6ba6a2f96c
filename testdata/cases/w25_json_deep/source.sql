CREATE TABLE t(id INTEGER PRIMARY KEY, v JSON);
INSERT INTO t VALUES(1,replace(hex(zeroblob(5000)),'0','[')||replace(hex(zeroblob(5000)),'0',']'));
