CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT, b BLOB);
INSERT INTO t VALUES(1,replace(hex(zeroblob(3000000)),'0','é'),zeroblob(8000000));
