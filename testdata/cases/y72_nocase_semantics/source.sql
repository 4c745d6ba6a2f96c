CREATE TABLE t(id INTEGER PRIMARY KEY, s TEXT COLLATE NOCASE CHECK(s IN ('on','off')), g INT AS (s = 'ON') STORED, a TEXT, b TEXT);
CREATE UNIQUE INDEX u1 ON t(trim(a) COLLATE NOCASE); CREATE UNIQUE INDEX u2 ON t(b) WHERE s = 'ON'; CREATE UNIQUE INDEX u3 ON t(s || '', id);
INSERT INTO t(id,s,a,b) VALUES(1,'On','x','q'),(2,'OFF','y','q'),(3,'off','z','q');
