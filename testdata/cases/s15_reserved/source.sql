CREATE TABLE "order"(id INTEGER PRIMARY KEY, "user" TEXT, "select" INT, "from" TEXT, "desc" TEXT);
CREATE TABLE "group"(id INTEGER PRIMARY KEY, "references" INTEGER REFERENCES "order"(id), "end" INT UNIQUE);
INSERT INTO "order" VALUES(1,'u',2,'f','d');
INSERT INTO "group" VALUES(1,1,1);
