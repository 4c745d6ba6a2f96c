CREATE TABLE vec_chunks(chunk_id INTEGER PRIMARY KEY, size INT, rowids BLOB); INSERT INTO vec_chunks VALUES(1,8,x'01'); CREATE TABLE vec_notes(a INT); INSERT INTO vec_notes VALUES(1);
PRAGMA writable_schema=ON; INSERT INTO sqlite_schema VALUES('table','vec','vec',0,'CREATE VIRTUAL TABLE vec USING vec0(e float[3])');
