CREATE TABLE posts(id INTEGER PRIMARY KEY, body TEXT); INSERT INTO posts VALUES(1,'hello');
CREATE VIRTUAL TABLE ps USING fts5(body, content='posts', content_rowid='id'); INSERT INTO ps(ps) VALUES('rebuild');
CREATE VIRTUAL TABLE cl USING fts5(x, content=''); INSERT INTO cl(rowid,x) VALUES(1,'gone'); CREATE TABLE cl_content(id INTEGER PRIMARY KEY, precious TEXT); INSERT INTO cl_content VALUES(1,'keep me');
CREATE TABLE ps_notes(a INT); INSERT INTO ps_notes VALUES(1);
