CREATE TABLE t(id INTEGER PRIMARY KEY, n INT CONSTRAINT positive CHECK(n > 0)); PRAGMA ignore_check_constraints=ON; INSERT INTO t VALUES(1,5),(2,-5);
