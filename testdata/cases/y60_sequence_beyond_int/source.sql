CREATE TABLE django_migrations(id integer NOT NULL PRIMARY KEY AUTOINCREMENT, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied datetime NOT NULL); CREATE TABLE t("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "v" varchar(10) NOT NULL);
INSERT INTO t(v) VALUES('x'); UPDATE sqlite_sequence SET seq=3000000000 WHERE name='t';
