CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b INT);
CREATE INDEX idx_this_is_a_very_long_index_name_that_goes_past_the_sixty_three_byte_limit_a ON t(a);
CREATE INDEX idx_this_is_a_very_long_index_name_that_goes_past_the_sixty_three_byte_limit_b ON t(b);
INSERT INTO t VALUES(1,1,1);
