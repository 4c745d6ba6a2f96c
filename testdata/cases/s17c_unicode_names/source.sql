CREATE TABLE "naïve"("日本語" TEXT, "É" INT, "é" INT);
INSERT INTO "naïve" VALUES('x',1,2);
