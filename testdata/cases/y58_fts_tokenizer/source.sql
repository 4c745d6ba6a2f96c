CREATE VIRTUAL TABLE f USING fts4(body); INSERT INTO f(body) VALUES('precious'); PRAGMA writable_schema=ON;
UPDATE sqlite_schema SET sql='CREATE VIRTUAL TABLE f USING fts4(body, tokenize=mine)' WHERE name='f'; CREATE TABLE t(a INT); INSERT INTO t VALUES(1);
