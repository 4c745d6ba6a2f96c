CREATE TABLE "a""b'c"("x""y" INT, "p%s" INT, "back\slash" INT, "1st" INT, "d.o.t" INT, "na me" INT, "😀" INT, "$1" INT, "line
break" INT);
CREATE TABLE ""("" INT, " " INT); CREATE TABLE "select"("from" INT, "user" INT, "order" INT);
INSERT INTO "a""b'c" VALUES(1,2,3,4,5,6,7,8,9); INSERT INTO "" VALUES(1,2); INSERT INTO "select" VALUES(1,2,3);
