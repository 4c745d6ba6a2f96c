create table t(id integer primary key, js text, n numeric, r real, de decimal(10,2), bl blob, mb blob, x text, xb text);
insert into t values(1,'{"a":1,"t":"x"}',1e300,1.5,1.5,x'61',x'61','Robert','a');
insert into t values(2,'{"a":"1","t":"x"}',5,1e300,2,x'','abc','Tymczak',x'41');
insert into t values(3,'{"a":1.0,"t":"y"}',2.5,0.1,100,null,null,'Pfister',null);
insert into t values(4,'{"a":null,"t":"B"}',1e18,-0.0,0.1,x'00',x'00',' ééAshcraft',null);
insert into t values(5,'{"a":[1],"t":null}',-1e19,2,0.1,x'00','t','123',null);
insert into t values(6,'{"a":10}',123456789012345678,9e999,0.1,x'00','t','Éa',null);
create table n2(v numeric, i int, w); insert into n2 values(1e300,1e15,1.5),(9007199254740993,2,2.0),(1.5,3,3.0),(9e999,4,1e300);
create table jj(d json); insert into jj values('{"k":1}'),('{"k":"1"}'),('[1,"a",2.5,null,true,{"z":1}]');
create table nc(a text collate nocase unique, b int); insert into nc values('Ab',1),('cd',2);
create table dt(a date, b time, c datetime, d timestamp, z text, iso text, ms int);
insert into dt values('2023-05-06','07:08:09','2023-05-06 07:08:09.120','2023-05-06T07:08:09','2023-05-06T07:08:09Z','2023-05-06 07:08:09+00:00',1683356889123);
insert into dt values('2024-02-29','23:59:59','2024-02-29 23:59:59.000','2024-02-29T23:59:59','2024-02-29T23:59:59Z','2024-02-29 23:59:59+00:00',1709251199000);
---
select soundex(x) from t order by id
select soundex(''), soundex(null), soundex('Éa'), soundex('a'), soundex(12), soundex('O''Hara')
select json_extract(js,'$.a'), count(*) from t group by 1
select json_extract(js,'$.a'), count(*) from t group by json_extract(js,'$.a') order by 1
select js->>'t', count(*) from t group by js->>'t' order by js->>'t'
select distinct json_extract(js,'$.t') from t
select distinct json_extract(js,'$.a') from t
select count(distinct json_extract(js,'$.a')) from t
select id from t order by json_extract(js,'$.a'), id
select id from t order by json_extract(js,'$.a') desc, id
select json_extract(js,'$.a') from t order by 1, id
select json_extract(js,'$.a') a from t order by a desc, id
select max(json_extract(js,'$.a')) from t
select sum(json_extract(js,'$.a')), avg(js->>'a') from t
select key, value from json_each('{"b":1,"a":2}') order by key
select value from json_each('[3,"a",1,null,2.5]') order by value
select value from json_each('[3,"a",1,null,2.5]') order by value desc
select json_extract('{"a":12345678901234567890}','$.a'), json_extract('{"a":0.1234567890123456789}','$.a'), json_extract('[1e400]','$[0]'), json_extract('[0.30000000000000004]','$[0]')||''
select json_extract(js,'$.a') from t union all select json_extract(js,'$.t') from t
select json_extract(js,'$.a') from t union select json_extract(js,'$.t') from t
select json_extract(js,'$.a') x from t where x = 1
select json_extract(js,'$.a') > 0 from t order by id
select json_extract(js,'$.a') in (1,'1') from t order by id
select '[1,2,3]' -> -1, '[1,2,3]' ->> 0
select n, typeof(n), n||'' from t order by id
select v, typeof(v), v||'', typeof(i), typeof(w), w||'' from n2 order by rowid
select n from t order by n
select r||'' from t order by id
select typeof(bl), typeof(mb) from t order by id
select typeof(bl) from t order by id
select typeof(mb) from t order by id
select typeof(xb) from t order by id
select mb from t order by id
select mb = 'abc' from t order by id
select bl = 'a', bl < 'b', bl > 5 from t order by id
select length(mb) from t order by id
select length(bl), hex(bl), hex(mb), cast(mb as text) from t where id=2
select xb from t order by id
select max(bl), min(bl) from t
select bl from t order by bl
select count(distinct bl), count(distinct mb) from t
select mb, count(*) from t group by mb
select distinct mb from t
select mb is null, mb is not null from t order by id
select coalesce(mb,'x') from t order by id
select count(mb), count(xb), count(distinct xb) from t
insert into t(de) values('1.255') returning de
insert into t(de) values(1.25) returning de
insert into t(de) values(1e30) returning de
insert into t(de) select r from t where id=1 returning de
update t set de = de * 1.5 where id=1 returning de
insert into t(bl) values('abc') returning typeof(bl)
insert into t(mb) values('abc') returning 1
insert into t(id,bl) values(77, x'aa') returning bl, typeof(bl)
select nullif(id,'1'), nullif(1,1.0), nullif('1',1), nullif(x,x), nullif(r, 1.5) from t order by id
select a, count(*) from nc group by a collate binary order by a
select count(distinct a) from nc
insert into nc values('AB',5) on conflict(a) do update set b=excluded.b returning a,b
insert or ignore into nc values('AB',5) returning a
insert or replace into nc values('AB',5) returning a,b
select a from dt
select b from dt
select c from dt
select d from dt
select z from dt
select iso from dt
select c||'', d||'', z||'', b||'' from dt
select c = '2023-05-06 07:08:09.120', c > '2023-06', d < '2024', z = '2023-05-06T07:08:09Z' from dt
select strftime('%Y', c), date(d), datetime(z), time(b), julianday(c), unixepoch(z) from dt
select datetime(ms/1000,'unixepoch'), date(ms/1000,'unixepoch','+1 day') from dt
select max(c), min(d) from dt
select c from dt order by c desc
select distinct c from dt order by 1
select substr(c,1,10), substr(d,12,5), length(c), c like '2023-05%', instr(d,'T'), replace(z,'T',' ') from dt
select coalesce(c,'none'), case when 1 then d else 'x' end from dt
select c from dt union all select 'x'
select group_concat(a) from dt
select json_object('c', c, 'a', a) from dt
select char()
select column1 from (values(3),(1)) order by 1
select column2, column1 from (values(3,'x'),(1,'y')) v order by column1
select v.column1 from (values(3),(1)) v where column1 > 1
select round(r,2), round(r), round(r,20) from t where id in (1,3)
select d from jj
select json_extract(d,'$.k') from jj
select d->>'$.k' from jj
select d->'$[1]', d->>'$[2]', json_type(d), json_array_length(d) from jj
select json_extract(js,'$.a') between 1 and 5 from t order by id
select id from t where json_extract(js,'$.t') in ('x','y') order by id
select id from t where json_extract(js,'$.a') not in (1,'q') order by id
select coalesce(json_extract(js,'$.a'), 0), ifnull(js->>'t','none') from t order by id
select case when json_extract(js,'$.a') = 1 then js->>'t' else js->>'a' end from t order by id
select json_extract(js,'$.t') like 'X%', js->>'t' || '!', upper(js->>'t'), length(js->>'a') from t order by id
select json_extract(js,'$.a') is null, json_extract(js,'$.a') is 1, json_extract(js,'$.a') is not 'x' from t order by id
select typeof(json_extract(js,'$.a')) from t order by id
select json_extract(js,'$.a') as a from t where a > 0 order by a, id
select a.id, b.id from t a join t b on json_extract(a.js,'$.a') = json_extract(b.js,'$.a')
select id, row_number() over (order by js->>'a', id) from t order by id
select group_concat(js->>'t') from t
select min(js->>'t') from t
select cast(js->>'a' as integer), cast(json_extract(js,'$.a') as text) from t order by id
select (select js->>'a' from t where id=1) from nc
select x.a from (select js->>'a' as a from t) x
select x.a = 1 from (select js->>'a' as a from t) x
select x.a from (select json_extract(js,'$.a') as a from t) x where x.a is not null order by x.a
with c as (select id, json_extract(js,'$.a') as a from t) select a, count(*) from c group by a
insert into nc values('AB',5) on conflict(a collate nocase) do nothing returning a
insert into nc values('zz',5) on conflict(a) do update set b=excluded.b returning a,b
select a.id, b.id from t a join t b on json_extract(a.js,'$.a') = json_extract(b.js,'$.a')
select json_extract(js,'$.a') < json_extract(js,'$.t'), json_extract(js,'$.a') is json_extract(js,'$.t') from t order by id
select json_extract(js,'$.t') between 'a' and 'x', json_extract(js,'$.t') not between 'a' and 'x' from t order by id
