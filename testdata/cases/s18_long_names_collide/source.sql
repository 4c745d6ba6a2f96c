CREATE TABLE t(id INTEGER PRIMARY KEY, column_name_that_is_far_longer_than_the_sixty_three_bytes_allowed_by_pg_x INTEGER, column_name_that_is_far_longer_than_the_sixty_three_bytes_allowed_by_pg_y INTEGER);
INSERT INTO t VALUES(1,10,20);
