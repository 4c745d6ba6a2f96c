CREATE VIRTUAL TABLE geo USING rtree(id, minx, maxx, miny, maxy, +label TEXT, +data BLOB); INSERT INTO geo VALUES(1,0.5,1.5,-2,3,'home',x'00'),(5,1,2,3,4,NULL,NULL);
CREATE VIRTUAL TABLE gi USING rtree_i32(id, a, b); INSERT INTO gi VALUES(3,10,20);
