CREATE TABLE t(id INTEGER PRIMARY KEY, email TEXT, low TEXT AS (lower(email)) STORED UNIQUE, day TEXT AS (date(ts)), ts TEXT);
CREATE INDEX t_day ON t(day);
INSERT INTO t(id,email,ts) VALUES(1,'A@x','2024-03-01 10:00:00'),(2,'b@X','2024-03-02 11:00:00');
