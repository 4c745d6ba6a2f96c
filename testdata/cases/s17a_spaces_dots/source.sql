CREATE TABLE "my table"(id INTEGER PRIMARY KEY, "first name" TEXT, "a.b" INT, "a-b" INT, "pct%" INT);
CREATE INDEX "ix odd" ON "my table"("first name");
INSERT INTO "my table" VALUES(1,'n',2,3,4);
