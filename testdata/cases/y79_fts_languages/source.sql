CREATE VIRTUAL TABLE f USING fts4(body, languageid="lid", prefix="2"); INSERT INTO f(body,lid) VALUES('hallo',1),('hello',2); CREATE VIRTUAL TABLE fv USING fts4aux(f);
