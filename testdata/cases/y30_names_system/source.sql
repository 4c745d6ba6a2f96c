CREATE TABLE t(ctid INT, xmin INT, oid INT, tableoid INT, cmax TEXT); CREATE TABLE text(date TEXT, time TEXT, int INT); CREATE TABLE pg_stat(a INT); CREATE TABLE outgrow(quarantine INT); CREATE TABLE public(public INT); CREATE TABLE pg_class(relname TEXT);
INSERT INTO t VALUES(1,2,3,4,'five'); INSERT INTO text VALUES('d','t',1); INSERT INTO pg_class VALUES('mine'); INSERT INTO outgrow VALUES(1);
