CREATE VIRTUAL TABLE f3 USING fts3(a TEXT, b); CREATE VIRTUAL TABLE f4 USING fts4(a, b, tokenize=porter, notindexed=b);
INSERT INTO f3(docid,a,b) VALUES(-2,'x','y'); INSERT INTO f4(a,b) VALUES('one','1'),('two','2');
