create table a(id integer primary key, t text, n text collate nocase, i int, r real, b blob, dt datetime, d date, bo boolean, num numeric, v varchar(5), big bigint, u);
insert into a values(1,'apple','Apple',10,1.5,x'0102','2023-01-31 10:20:30','2023-01-31',1,5,'abc',9007199254740993,'q');
insert into a values(2,'Banana','banana',-3,-2.25,x'','2024-02-29 23:59:59','2024-02-29',0,2.5,'ABC',1,'w');
insert into a values(3,'çédille','APPLE',0,0.0,null,'1999-12-31 00:00:00','1999-12-31',1,-7,'',-9223372036854775807,'q');
insert into a values(4,null,null,null,null,null,null,null,null,null,null,null,null);
insert into a values(5,'10','zebra',7,100.125,x'ff','2023-03-26 02:30:00','2023-03-26',0,1e10,' x ',5,'');
insert into a values(6,'%_x','Zebra',7,1e-7,x'6162','2023-12-31 12:00:00','2023-12-31',1,0.1,'x%',7,'e');
create table k(x int primary key, y text unique, z int) without rowid;
insert into k values(1,'a',10),(2,'b',20),(3,null,30);
create table c1(a int, b int, c text, primary key(a,b));
insert into c1 values(1,1,'x'),(1,2,'y'),(2,1,'z');
create index ai on a(n);
create view va as select id, upper(t) as ut, r*2 as r2, i from a where i is not null;
create table js(id integer primary key, j text);
insert into js values(1,'{a:1}'),(2,'{"a":1,}'),(3,'[1,2'),(4,'{"a":{"b":[1,2,{"c":"d"}]}}'),(5,null),(6,'{"x y":1,"q\"r":2,"é":"\u00e9\n"}'),(7,'"str"'),(8,'1e2'),(9,'{"a":1,"a":2}'),(10,'  [ 1 , 2 ]  ');
---
select t from a order by t
select n from a order by n, id
select t from a order by lower(t), id
select t, n from a where t = n collate nocase
select id from a where n in ('APPLE','zebra') order by id
select id from a where n in (select t from a) order by id
select id from a where t in (select n from a) order by id
select id from a where n between 'B' and 'c' order by id
select case n when 'APPLE' then 1 else 0 end from a order by id
select min(n) from a
select max(n collate binary) from a
select n from a group by n order by n
select count(*), max(id) from a group by n order by 2
select lower(n), count(*) from a group by lower(n) order by 1
select n || '' = 'apple', (n || '') = 'Apple' from a order by id
select n like 'ZEB%', t glob '*a*', t like '\%%' escape '\', v like 'x\%' escape '\', t glob '[a-zA-Z]*', t glob '[^a]*', t glob '?????' from a order by id
select t like n, n like t, i like i, r like '1%' from a order by id
select 'abc' like 'ABC', 'ÀB' like 'àb', 'a_c' like 'a\_c' escape '\', '' like '', '' like '%', null like 'a', 'a' like null, 'a' glob '', 'a]b' glob 'a]b', 'a-b' glob 'a[-x]b', 'a^b' glob 'a[^^]b', '[' glob '[[]'
select upper('é'), lower('É'), upper('ß'), length('é'), length('日本'), substr('日本語',2,1), instr('日本語','本'), unicode('é'), char(233,26085), hex('é'), reverse('x')
select length('a'||char(0)||'b')
select trim(v), ltrim(v), rtrim(v), trim(v,' x'), trim(null), trim('') from a order by id
select replace(t,'a','A'), replace(t,'',1), replace(null,'a','b'), replace('aaa','aa','b'), replace('abc','b',null) from a order by id
select substr(t,i,2), substr(t,-i), substr(t,null), substr(t,1,null), substr(t,2,i) from a order by id
select substr('abcdef',2.9,2.9), substr('abcdef','2','3'), substr(b,1), substr(b,-1,1), substr(b,2,-1) from a order by id
select round(r), round(r,1), round(r,-1), round(i), round(i,1), round(-0.5), round(1e20), round('abc'), round(9007199254740993), round(2.5,0), round(-2.5,0), round(1.5), round(0.5) from a order by id
select abs(i), abs(r), abs(t), -r, +t, - -i, ~i from a order by id
select i/2, i%3, i/0, i%0, i*1.0/2, r/2, r%2, 7/2.0, -7/2, -7%3, 7%-3, i/r, num/2, num%2, 5/num from a order by id
select i+null, i||null, i=null, i<>null, null=null, null is null, not null, null and 0, null or 1, null in (1), 1 in (null), 1 not in (null,2), 1 not in (1,null) from a where id=1
select i << 1, i >> 1, i & 5, i | 8, 1 << 62, 1<<63, 1<<64, -1>>1, 5 & -1, i << -1, '5' << 1, 2.9 << 1, 'x' | 1, ~'5', ~2.9 from a order by id
select cast('9223372036854775808' as integer), cast('-9223372036854775809' as integer), cast(9.3e18 as integer), cast('  -12.7e1xyz' as real), cast('.5' as real), cast('5.' as real), cast('e5' as real), cast('0x1A' as integer), cast('1_000' as integer), cast(' ' as integer), cast('+5' as integer), cast('--5' as integer), cast('1e5' as integer)
select cast(r as integer), cast(r as text), cast(i as real), cast(num as text), cast(num as integer), cast(bo as text), cast(t as int), cast(dt as int), cast(d as text), cast(d as real), cast(i as text)||'x', cast(null as int) from a order by id
select cast(1e15 as text), cast(1e16 as text), cast(123456789.123456789 as text), cast(0.1 as text), cast(1.0 as text), cast(-0.0 as text), cast(1e-4 as text), cast(1e-5 as text), cast(100000.0 as text), cast(1234567890123456.7 as text), cast(1e300*10 as text), cast(5e-324 as text), cast(3.0e0 as text)
select r||'', num||'', i||r, big||'', 1.0||'', 1e100||'' from a order by id
select i = '10', '10' = i, r = '1.5', t = 10, t < 5, t > 5, i < 'x', num = '5', num = '5.0', bo = '1', v = 5, u = 10, big = '9007199254740993', big = 9007199254740992.0, big > 9007199254740992.0 from a order by id
select i in ('10', 7), t in (10), r in ('1.5'), num in ('2.5', 5), i in (select t from a), t in (select i from a) from a order by id
select i is '10', t is 10, i is not distinct from 10, bo is true, bo is not false, i is true, t is false, r is not true from a order by id
select bo + bo, bo and 1, bo or 0, not bo, bo = (i > 0), (i > 0) + 1, (i > 0) || 'x', sum(bo) over (order by id), case when bo then 'y' else 'n' end, bo > 0, bo between 0 and 1 from a order by id
select i > 0 and r > 0, i > 0 or t, not i, not t, not r, i and t from a order by id
select 1 < 2 < 3, 3 > 2 > 1, 1 = 1 = 1, 2 between 1 and 3 = 1, not 1 = 2, -2 * -2, 2 + 3 || 4, 1 || 2 * 3, 5 - 3 - 1, 2 * 3 % 4, 1 + 1 << 2, 7 & 3 = 3, 'a' || 'b' = 'ab', ~1 + 1, - 5 % 3, not 0 + 1
select date('now') is not null, typeof(random()), length(randomblob(4)), typeof(current_timestamp), length(current_date)
select date(dt,'+1 month'), date(dt,'-1 year'), date(dt,'start of year'), date(dt,'+30 days','weekday 1'), time(dt,'+45 minutes'), datetime(dt,'-1 second'), datetime(d), date(dt,'+1 day','start of month'), strftime('%Y-%W-%w-%j', d), strftime('%s', dt), julianday(d), unixepoch(dt) from a order by id
select strftime('%H:%M', dt), strftime('%d/%m/%Y', dt), strftime('%p %I', dt), strftime('%e|%k|%l|%P|%R|%T|%u|%U|%G|%g|%V|%F', dt), strftime('%%', dt), strftime('%Y', 'garbage'), strftime('', dt), strftime('%q', dt) from a order by id
select date('2023-01-31','+1 month','-1 month'), date('2024-02-29','+12 months'), date('2023-12-31','+1 day'), datetime('2023-01-01','+1.5 days'), datetime('2023-01-01 00:00:00','+01:30'), time('12:00','-13:00'), date('2023-05-31','-3 months'), datetime('2023-06-15','start of day','+8 hours'), date('2023-06-15','weekday 4'), date('2023-06-15','weekday 3'), date('-1000-01-01'), date('9999-12-31','+1 day'), date('2023-6-5'), date('20230605'), date('2023-06-05T10:00'), date('2023-06-05 25:00'), datetime('2023-06-05 10:00:00.999'), datetime('2023-06-05 10:00Z'), datetime('2023-06-05 10:00:00+05:30'), date(''), date(null), time('10:00:00.5'), date('2023-06-05','bogus')
select datetime(0,'unixepoch'), datetime(1e10,'unixepoch'), datetime('1700000000','unixepoch'), datetime(1700000000.5,'unixepoch'), date(2460000), date(2460000.5), date('2460000.5'), datetime(1700000000,'auto'), datetime(2460000,'auto'), julianday('2000-01-01'), unixepoch('1970-01-02'), datetime('now','+1 day') > datetime('now'), time(0.5), date(-1,'unixepoch')
select datetime(i,'unixepoch'), date(i*86400,'unixepoch'), julianday(dt) - julianday(d), (julianday(dt)-2451545)*86400, cast(julianday(d) as int), strftime('%J',d), cast(strftime('%s',dt) as int)/60, unixepoch(dt) - unixepoch(d) from a order by id
select dt > '2023', dt < '2023-06-01', d = '2023-01-31', dt between '2023-01-01' and '2023-12-31', d < dt, substr(dt,1,7), dt like '2023%', dt = date(dt), date(dt) = d, strftime('%Y',dt) = '2023', strftime('%m',d)+0, max(dt,d), coalesce(dt,'never'), dt||'', length(d), dt > 5, dt = 2023, upper(dt), replace(d,'-','/') from a order by id
select printf('%d|%i|%5d|%-5d|%05d|%+d|% d|%,d', i,i,i,i,i,i,i,big) from a order by id
select printf('%f|%.2f|%10.3f|%-10.1f|%+.1f|%e|%.3e|%g|%G|%.10g', r,r,r,r,r,r,r,r,r,r) from a order by id
select printf('%s|%10s|%-10s|%.2s|%c|%q|%Q|%w', t,t,t,t,t,t,t,t) from a order by id
select printf('%x|%X|%o|%#x|%08x|%u', 255,255,8,255,255,42), printf('%%'), printf('%5%'), printf('abc'), printf('%d'), printf('%s'), printf('%d %s', 1), printf('%z'), printf('%lld', 5), printf('%hd', 5), printf(null), printf('%.0f|%.0f|%.0f', 0.5, 1.5, 2.5), printf('%5.1f', 'abc'), printf('%d', '12.9'), printf('%d', 1e20), printf('%s', 1e20), printf('%s', x'4142'), printf('%r', 1)
select coalesce(t,i,r), ifnull(i,t), nullif(i,7), nullif(t,'10'), iif(i>5,t,n), coalesce(null,null), coalesce(i,0)+1, ifnull(r,0)*2, max(i,r), min(i,r,0), max(t,n), min(t,'m') from a where id <> 4 order by id
select group_concat(t), group_concat(i,';'), count(t), count(*), sum(i), avg(i), sum(r), total(i), min(t), max(t), min(i), max(r), sum(big) from a where id in (1,2,5)
select sum(i) from a where 0
select count(*), sum(i), total(i), avg(i), min(t), max(t), group_concat(t) from a where 0
select avg(i), avg(r), sum(num), avg(num), avg(bo), sum(bo) from a
select string_agg(t, '-' order by id) from a
select group_concat(t, '-' order by t desc) from a
select group_concat(distinct n) from a where id in (1)
select count(distinct i), count(distinct n), sum(distinct i), count(distinct t||n) from a
select i, count(*) c, group_concat(id) from (select * from a order by id) group by i having c > 1 order by c desc, i
select u, count(*) from a group by u order by count(*) desc, u
select i % 2, count(*) from a group by i % 2 order by 1
select id, sum(i) over (partition by u order by id), row_number() over (order by t), rank() over (order by i desc), lag(t,1,'none') over (order by id), lead(i) over (order by id desc), first_value(t) over (partition by u order by id), ntile(3) over (order by id), sum(r) over (), count(*) over (partition by i) from a order by id
select id, sum(i) over (order by id rows between 2 preceding and current row), avg(i) over (order by id rows between current row and unbounded following), sum(i) over (order by i), max(r) over (order by id rows between 1 following and 2 following), nth_value(id,2) over (order by id), last_value(id) over (order by id rows between unbounded preceding and unbounded following) from a order by id
select id, sum(i) filter (where i > 0) over (order by id), count(i) filter (where r > 0) over () from a order by id
select sum(i) over w, row_number() over w from a window w as (partition by u order by id desc) order by id
select max(i), id from a
select u, max(r), id, t from a group by u order by u
select u, min(i), t from a where i is not null group by u order by u
select id, t, max(i) from a where u = 'q' group by u
select distinct u, i from a order by u, i
select distinct i is null from a order by 1
select id from a order by i desc, id limit 3
select id from a order by i nulls last, id limit 2 offset 1
select id from a order by r is null, r desc, id
select id from a order by case when i > 5 then 0 else 1 end, id desc
select id as x from a order by -x
select t as n from a order by n, id
select i+1 as i from a where i > 5 order by i, id
select id i2 from a where i2 > 2 order by i2
select * from k order by x
select rowid, * from a where rowid > 3 order by rowid
select a.*, k.z from a join k on k.x = a.id order by a.id
select k.y, a.t from k left join a on a.id = k.x and a.i > 0 order by k.x
select * from c1 join k using (x) limit 0
select c1.c, k.y from c1 join k on c1.a = k.x and c1.b < k.z order by c1.a, c1.b
select (select t from a where id = k.x) from k order by x
select x from k where exists (select 1 from a where a.id = k.x and a.i > 0) order by x
select x, (select count(*) from a where a.id <= k.x), (select max(t) from a where a.id <= k.x) from k order by x
select x from k where x = (select id from a order by id desc)
select id from a where (i, t) = (10, 'apple')
select id from a where (id, i) in (select x, z from k) or (id, i) in (values (1, 10))
select (1,2) < (1,3), (1,null) = (1,2), (1,2) is (1,2), (1,'a') = ('1','a')
select id from a union all select x from k order by 1 limit 4
select t from a union select y from k order by 1
select id, t from a where id < 3 union all select x, y from k order by 2 desc, 1
select i from a intersect select id from a
select id from a except select x from k order by 1 desc
select 1 as a union select 2 except select 1
select * from (select 1 as x union all select 2) where x > 1
select id from a where id in (1,2) union select x from k where x > 2 order by id desc
with q(x) as (select id from a), w as (select x+1 as y from q) select sum(y) from w
with recursive n(x) as (select 1 union all select x+1 from n where x < 5) select group_concat(x) from (select x from n order by x)
with recursive n(x) as (select 1 union all select x*1.5 from n where x < 10) select x from n
with recursive n(x,s) as (select 1,'a' union all select x+1, s||x from n where x < 4) select * from n order by x
with recursive n(x) as (select 1 union select (x*2)%7 from n) select x from n order by x
with t2 as materialized (select 1 as z) select * from t2
select ut, r2 from va order by id
select typeof(ut), typeof(r2), ut = 'APPLE', i = '10' from va order by id
select json_valid(j), json_valid(j, 6) from js order by id
select id, json_valid(j) from js order by id
select id, json_extract(j,'$.a') from js where id in (4,5,6,7,9) order by id
select id, json_extract(j,'$') from js where id in (4,5,7,8,10) order by id
select id, j->'$.a.b[2].c', j->>'$.a.b[2].c', j->'a', j->>'$."x y"', j->>'x y', json_type(j,'$.a') from js where id in (4,5,6,7) order by id
select json_extract(j,'$.a') from js where id = 1
select json_extract(j,'$.a') from js where id = 3
select json(j) from js where id in (4,10) order by id
select json_array_length(j), json_array_length(j,'$.a.b') from js where id in (4,10) order by id
select json_group_array(id), json_group_array(j) from (select * from js where id > 6 order by id)
select key, value, type, path, fullkey from json_each('{"a":1,"b":[1],"c":null,"d":"x","e":true}')
select key, value from js, json_each(js.j) where js.id = 10
select key, value from js, json_each(js.j, '$.a.b') where js.id = 4
select count(*) from json_each('[]'), (select 1)
select id from a, json_each('[1,3]') e where e.value = a.id order by id
select id from a where id in (select value from json_each('[1,3]')) order by id
select value + 1, typeof(value), value || 'x' from json_each('[1,2.5,"3",null,true]')
select json_object('a', 1, 'b', t, 'c', r, 'd', null, 'e', json('[1]')) from a order by id
select json_array(1, 'a', null, 2.5, json('{}'), i, r, t), json_quote('a"b'), json_quote(5), json_quote(null), json_quote(1.0) from a order by id
select json_set('{"a":1}','$.a',2,'$.b','x'), json_insert('{"a":1}','$.a',2,'$.c',3), json_replace('{"a":1}','$.a',json('[1]'),'$.z',1), json_remove('[1,2,3]','$[1]','$[0]'), json_set('[1]','$[#]',2), json_patch('{"a":1}','{"a":null,"b":2}'), json_set('{}','$.a.b',1), json_set(null,'$.a',1), json_extract('[1,[2,3]]','$[1][0]'), json_extract('{"a":1,"b":2}','$.a','$.b'), json('{"a" : 1 }'), json_type('null'), json_type('1.5'), json_type('{"a":true}','$.a')
select quote(t), quote(i), quote(b), quote(null), hex(b), hex(t), hex(i), length(b), typeof(b) from a order by id
select b = x'0102', b > x'00', b || 'x', b = 'ab', b < 'a', cast(b as text) from a where id in (1,6) order by id
select likely(i > 0), unlikely(0), likelihood(i, 0.5), iif(1,2,3), iif(0,2), sign(i), sign(r), sign('x'), ceil(r) from a order by id
select typeof(i+r), typeof(i/2), typeof(i*2.0), typeof(t||1), typeof(i>1), typeof(null), typeof(1), typeof('a'), typeof(x'00'), typeof(1.0), typeof(i), typeof(r), typeof(t), typeof(num), typeof(bo), typeof(dt), typeof(avg(i)), typeof(count(*)), typeof(sum(i)) from a where id=1 group by id
update a set i = i + 1, r = r * 2 where id = 1 returning id, i, r
update a set t = upper(t), n = t where id = 2 returning t, n
update a set (i, r) = (select 1, 2.5) where id = 1 returning i, r
update a set i = (select max(z) from k) where id = 1 returning i
update a set i = k.z from k where k.x = a.id returning a.id, a.i
update a set i = '15' where id = 1 returning i
update a set i = 3.0 where id = 1 returning i
update a set i = i / 2 where i is not null returning id, i
update a set i = r where id = 1 returning i
update a set t = 5 where id = 1 returning t, typeof(t)
update a set t = 5.5 where id = 1 returning t
update a set t = i where id = 1 returning t
update a set bo = not bo returning bo
update a set bo = i > 5 returning bo
update a set bo = 'yes' where id = 1 returning bo
update a set dt = datetime(dt, '+1 day') where id = 1 returning dt
update a set d = date(dt) returning d
update a set d = '2023-1-1' where id = 1 returning d
update a set v = 'toolongvalue' where id = 1 returning v
update a set num = num + 0.1 where id = 1 returning num
update a set num = '7' where id = 1 returning num
update a set r = '3' where id = 1 returning r
update a set r = i where id = 1 returning r
update a set b = 'text' where id = 1 returning 1
delete from a where id > 3 returning id
delete from a where id in (select x from k) returning id
delete from k where x = 1 returning *
insert into k values (4, 'd', 40), (5, 'e', '50') returning *
insert into k(x, y) values (1, 'zz') on conflict (x) do update set y = excluded.y, z = z + 1 returning *
insert into k(x, y) values (9, 'a') on conflict (y) do update set z = k.z + excluded.x where k.z > 5 returning *
insert into k(x, y) values (9, 'a') on conflict (x) do nothing on conflict (y) do update set z = 0 returning *
insert or ignore into k values (1, 'new', 1), (7, 'ok', 2) returning *
insert or replace into c1 values (1, 1, 'repl') returning *
replace into c1(a, b) values (1, 1) returning *
insert into c1 select id, i, t from a where id = 5 returning *
insert into c1(a, b, c) select 8, 8, 'w' where not exists (select 1 from c1 where a = 8) returning *
insert into c1 values (1, 1, 'dup')
insert into a(id, i) values (100, 2.5) returning i
insert into a(id, i) values (100, 'abc') returning i
insert into a(id, t, i) values (100, 12.50, '007') returning t, i
insert into a(id, dt, d) values (100, '2023-01-01 00:00:00', '2023-01-01') returning dt, d
insert into a(id, bo) values (100, 1.0) returning bo
