CREATE TABLE p(id INTEGER PRIMARY KEY);
CREATE TABLE c(id INTEGER PRIMARY KEY, p INT, q INT,
 CONSTRAINT same FOREIGN KEY(p) REFERENCES p(id), CONSTRAINT same FOREIGN KEY(p) REFERENCES p(id),
 CONSTRAINT this_is_a_constraint_name_that_is_longer_than_sixty_three_bytes_a UNIQUE(p),
 CONSTRAINT this_is_a_constraint_name_that_is_longer_than_sixty_three_bytes_b UNIQUE(q),
 CONSTRAINT same CHECK(q > 0), CONSTRAINT same CHECK (p > 0));
CREATE TABLE d(id INTEGER PRIMARY KEY, p INT, CONSTRAINT same UNIQUE(p));
INSERT INTO p VALUES(1); INSERT INTO c VALUES(1,1,1);
