CREATE TABLE t(id TEXT PRIMARY KEY, j JSON, b BLOB, f BOOLEAN, g TEXT AS (upper(j)) VIRTUAL);
CREATE INDEX i_j ON t(j); CREATE INDEX i_b ON t(b); CREATE INDEX i_f ON t(f); CREATE INDEX i_g ON t(g); CREATE INDEX i_e ON t(json_extract(j,'$.a'));
INSERT INTO t VALUES('k','{"a":1}',x'0102',1);
