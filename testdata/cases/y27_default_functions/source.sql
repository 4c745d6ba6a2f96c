CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT DEFAULT (lower(hex(randomblob(16)))), b INT DEFAULT (strftime('%s','now')), c TEXT DEFAULT (json_array(1,2)), d REAL DEFAULT (julianday('now')), e INT DEFAULT (abs(random()) % 10), f DEFAULT (1+1), g TEXT DEFAULT 'it''s', h BLOB DEFAULT x'00ff', i TEXT DEFAULT NULL, k INT DEFAULT TRUE, l TEXT DEFAULT "dq");
INSERT INTO t(id) VALUES(1);
