CREATE TABLE t(id INTEGER PRIMARY KEY, email TEXT);
CREATE UNIQUE INDEX t_email ON t(lower(email));
CREATE INDEX t_mix ON t(id, substr(email,1,3));
INSERT INTO t VALUES(1,'A@x'),(2,'b@x');
