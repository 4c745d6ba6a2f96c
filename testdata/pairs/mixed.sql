create table m(id integer primary key, i int, n numeric, r real, d date, bo boolean, dc decimal(10,2), x text, j text);
insert into m values(1,1,1.5,1.5,'2023-05-06',1,'1.50','7','{"a":1,"b":"x"}');
insert into m values(2,'abc','x','y',1683356889,'yes','n/a','abc','{"a":"1","b":"y"}');
insert into m values(3,' 12 ','1e3',2,'',0,5,'1.50','{"a":2.5,"b":"x"}');
insert into m values(4,2.5,9007199254740993,'5',2460070.5,'t','12abc',' 5','{"a":null,"b":null}');
insert into m values(5,null,null,null,null,null,null,null,'{"a":"z","b":"w"}');
insert into m values(6,'','-3',-2.5,'2023-13-45','',-1.25,'','{"a":true,"b":"q"}');
insert into m values(7,-7,1e300,'12x',20230506,2,1e3,'-7','{"a":10,"b":"x"}');
create table tt(k text, v text); insert into tt values('a','1'),('a','2.5'),('b','x'),('b','10'),('c',null);
create table f1(a int, b int); create table f2(a int, c int); insert into f1 values(1,1),(2,2),(3,null); insert into f2 values(1,10),(4,40),(null,50);
---
select i, n, r, d, bo, dc from m order by id
select typeof(i), typeof(n), typeof(r), typeof(d), typeof(bo), typeof(dc) from m order by id
select i = 1, i = '1', i = 'abc', i > 1, i < 'b', i >= 2.5, i <> 12 from m order by id
select n = 1000, n > 2, n = 'x', n < 9007199254740994, n in (1.5, 'x', '1000'), n not in (1.5) from m order by id
select r > 1, r = '5', r = 5.0, r is null, r is 'y' from m order by id
select id from m order by i, id
select id from m order by n desc, id
select i, count(*) from m group by i order by i
select distinct i from m order by 1
select distinct n from m
select count(distinct i), count(distinct n), count(distinct bo) from m
select min(i), max(i), min(n), max(n), min(d), max(d) from m
select max(n) filter (where id < 6) from m
select sum(i), avg(i), total(i), sum(n) from m
select i + 1, i * 2, -i, abs(i), round(i) from m order by id
select i || 'x', n || '', length(i), substr(n,1,2), upper(i) from m order by id
select i between 1 and 12, n between '0' and 'y' from m order by id
select i = x, n < x, x > i from m order by id
select a.id, b.id from m a join m b on a.i = b.n order by 1,2
select coalesce(i, 0), ifnull(n,'none'), nullif(i,'abc'), nullif(i,1), case i when 1 then 'one' when 'abc' then 'letters' end from m order by id
select id from m where i
select id from m where bo order by id
select not i, i and 1 from m order by id
select cast(i as integer), cast(n as real), cast(i as text), cast(n as numeric) from m order by id
select id, rank() over (order by i), lag(i) over (order by id) from m order by id
select id, max(i) over (order by id) from m
select max(i, 5), min(n, 'a') from m order by id
select i from m union select n from m
select i from m union all select 'q' order by 1
select x.i from (select i from m) x where x.i > 1 order by x.i
select x.i, count(*) from (select i, n from m) x group by x.i having count(*) > 0 order by 1
with c as (select i as q, id from m) select q, id from c where q = '12' or q = 'abc' order by id
select i, max(id) from m group by i order by i
select id, max(i) from m
select group_concat(i) from (select i from m order by id)
select json_array(i), json_object('k', n) from m
select sum(v), total(v), avg(v) from tt
select k, sum(v) from tt group by k order by k
select sum(v) from tt where k='a'
select max(v), min(v), max(v)+1 from tt
update m set i = 'seven' where id=1 returning i, typeof(i)
update m set i = '42' where id=1 returning i, typeof(i)
update m set i = '42.0' where id=1 returning i, typeof(i)
update m set i = 42.0 where id=1 returning i, typeof(i)
update m set n = ' 1e2 ' where id=1 returning n, typeof(n)
update m set r = 5 where id=1 returning r, typeof(r)
update m set r = '5' where id=1 returning r, typeof(r)
update m set i = i + 1 where id=1 returning i, typeof(i)
update m set i = x where id=3 returning i, typeof(i)
insert into m(i,n,r) values(1.0, '2', '3.0') returning i,n,r,typeof(i),typeof(n),typeof(r)
select json_extract(j,'$.a'), typeof(json_extract(j,'$.a')) from m order by id
select max(json_extract(j,'$.a')), min(j->>'b') from m
select json_extract(j,'$.b'), max(json_extract(j,'$.a')) from m group by 1 order by 1
select j->>'b' as b, min(j->>'a') as a from m group by b order by a
select * from f1 full join f2 on f1.a = f2.a order by f1.a, f2.a
select f1.a, f2.a from f1 full join f2 on f1.a < f2.a order by 1, 2
select f1.a, f2.a from f1 full join f2 on f1.a = f2.a and f1.b > 0 order by 1, 2
select f1.a, f2.a from f1 full join f2 on 1 order by 1,2
select f1.a, c from f1 full join f2 using(a)
select a, b, c from f1 left join f2 using(a) order by a
select a, b, c from f1 right join f2 using(a)
select 1e-300*1e-300, 1e-200*1e-200*0
select json_valid(replace(hex(zeroblob(1001)),'00','[')||replace(hex(zeroblob(1001)),'00',']')), json_valid(replace(hex(zeroblob(1000)),'00','[')||replace(hex(zeroblob(1000)),'00',']'))
select cast(json_extract('[2.5]','$[0]') as integer), cast('[1]' ->> 0 as integer), cast(json_extract('["1e3x"]','$[0]') as integer), cast(json_extract('["1e3x"]','$[0]') as real), json_extract('[2.5]','$[0]') % 2, cast(json_extract('[9007199254740993]','$[0]') as integer), cast('{"a":"3.0"}' ->> 'a' as numeric)
