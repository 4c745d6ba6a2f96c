create table t(id integer primary key, i int, b bigint, r real, n numeric, x text, nc text collate nocase, rt text collate rtrim, bl blob, bo boolean, d date, ts datetime, any_ , mx, js text, de decimal(10,2));
insert into t values(1,5,9007199254740993,2.5,10,'abc','Abc','ab ',x'616263',1,'2023-05-06','2023-05-06 07:08:09',1,'x','{"a":1,"b":[1,2,3],"c":"t"}',1.5);
insert into t values(2,-7,9223372036854775807,-0.5,2.5,'ABC','aBC','ab',x'00ff',0,'2024-02-29','2024-02-29 23:59:59',2,5,'[1,2.5,null,true]',2);
insert into t values(3,null,null,null,null,null,null,null,null,null,null,null,null,null,null,null);
insert into t values(4,0,0,1e100,3,'10','B','B','',1,'1999-12-31','1999-12-31 00:00:00',3,2.5,'{"x":{"y":"z"}}',-3.25);
insert into t values(5,100,-9223372036854775808,3.0,-1.25,'9','a','a  ',x'31',0,'2000-01-01','2000-01-01 12:34:56',4,'5','"s"',100);
insert into t values(6,5,9007199254740992,2.0,10.0,'zé','É','é',x'c3a9',1,'2023-05-06','2023-05-07 00:00:00',5,null,'3.0',0.1);
create table u(k text primary key, v int, w text);
insert into u values('a',1,'one'),('b',2,'two'),('c',null,'three');
create table g(grp text, v int, r real, s text);
insert into g values('a',1,1.5,'x'),('a',2,2.5,'y'),('b',3,-1.0,'z'),('b',null,null,null),(null,7,0.25,'x');
create table e(id int, p int, nm text);
insert into e values(1,null,'root'),(2,1,'kid'),(3,1,'kid2'),(4,2,'grandkid');
create table mixd(v);
insert into mixd values(1),('1'),(1.0),(2),('2'),('a'),(2.5),(null);
create table mixn(v numeric); insert into mixn values(1),(2.5),(9007199254740993),(1e300),('abc');
create table mm(v numeric); insert into mm values(1),(2.5),(-3),(1e15);
---
select count(distinct v) from mixd
select distinct v from mixd
select v, count(*) from mixd group by v
select count(distinct any_) from t
select count(distinct mx) from t
select max(v), min(v) from mixd
select v from mixd order by v
select v from mixn order by v
select v=1 from mixd
select v=1.0 from mixd
select v='1' from mixd
select v>1 from mixd
select v+1 from mixd
select v||'x' from mixd
select v||'x' from mm
select v from mm order by v
select v/2 from mm order by v
select v%2 from mm
select sum(v) from mm
select sum(v) from mixd
select avg(v) from mm
select b = r from t
select b > 9007199254740992.0 from t order by id
select b < 9.223372036854775807e18 from t order by id
select b = 9007199254740993.0 from t order by id
select b in (9007199254740992.0) from t order by id
select r*1e308 from t
select 1e308*10 
select 1e308*10*0
select r*1e300 from t where id=4
select r*r*r*r from t where id=4
select r/0 from t
select r%2 from t
select i%0, i/0 from t
select i/2, i/2.0 from t order by id
select -7/2, -7%2, 7/-2, 7%-2
select 5.5%2, 5%2.5, -5.5%2
select b+1 from t where id=2
select b*2 from t where id=2
select -b from t where id=5
select abs(b) from t where id=5
select sum(b) from t where id in(1,6)
select i||r from t order by id
select r||'' from t order by id
select n||'' from t order by id
select de||'' from t order by id
select bo||'' from t order by id
select d||ts from t order by id
select x||bl from t where id=1
select cast(bl as text) from t where id in (1,5,6)
select cast(x as blob) from t order by id
select cast(x as integer) from t order by id
select cast(x as real) from t order by id
select cast(x as numeric) from t order by id
select cast(r as integer) from t order by id
select cast(r as text) from t order by id
select cast(n as text) from t order by id
select cast(ts as integer) from t order by id
select cast(d as text) from t order by id
select cast(bo as text) from t order by id
select cast('12abc' as integer), cast(' 7 ' as integer), cast('1e3' as integer), cast('0x10' as integer), cast('' as integer), cast('9999999999999999999' as integer), cast('-' as integer)
select cast('1e3' as numeric), cast('1.0' as numeric), cast('abc' as numeric), cast('  12.50 ' as numeric)
select cast(1e20 as integer), cast(-1e20 as integer), cast(2.9 as integer), cast(-2.9 as integer)
select cast(x'3132' as integer), cast(x'3132' as text), cast(123 as blob)
select cast(3 as text), cast(3.0 as text), cast(1e20 as text), cast(1e-5 as text), cast(123456789012345678 as text),cast(0.1+0.2 as text)
select cast(5 as real), cast('5' as double), cast(5 as varchar(1)), cast('abc' as char(2)), cast(1 as boolean), cast('true' as boolean)
select x like 'a%', x like 'A_C', x like '%é' from t order by id
select nc like 'a%' from t order by id
select i like '5%' from t order by id
select r like '2%' from t order by id
select d like '2023%' from t order by id
select ts like '2023-05%' from t order by id
select x glob 'a*', x glob '[A-Z]*', x glob '?b?' from t order by id
select x like '1\%' escape '\' from t order by id
select x not like 'a%' from t order by id
select 'É' like 'é', 'E' like 'e'
select x from t order by x
select x from t order by x desc
select nc from t order by nc, id
select rt = 'ab' from t order by id
select rt from t order by rt,id
select x from t order by x collate nocase, id
select distinct nc from t
select nc, count(*) from t group by nc
select nc = 'ABC' from t order by id
select 'ABC' = nc, x = nc, nc = x from t order by id
select x = nc collate binary from t order by id
select i from t order by i nulls last
select i from t order by i desc
select i from t order by i desc nulls first
select i from t order by 1
select id, i as z from t order by z, id desc
select id, -i as i from t order by i, id
select id, i from t order by -i, id
select grp, v from g group by grp order by grp
select grp, max(v), s from g group by grp order by grp
select grp, min(v), s, r from g group by grp order by grp
select max(v), s from g
select grp, count(*), s from g group by grp
select grp, sum(v), avg(v), total(v), count(v), count(*) from g group by grp order by grp
select grp, group_concat(s) from g group by grp order by grp
select group_concat(s, '-') from (select s from g order by s)
select group_concat(distinct s) from g
select group_concat(v, '|' order by v desc) from g
select total(v), sum(v), avg(v), total(r) from g where 0
select sum(r) from g
select grp from g group by 1 having count(*)>1
select grp, count(*) c from g group by grp having c > 1 order by c
select count(*) filter (where v>1) from g
select upper(x), lower(x), length(x) from t order by id
select length(i), length(r), length(bl), length(d) from t order by id
select substr(x,-2), substr(x,0,2), substr(x,2), substr(x,-2,1), substr(x,2,-1), substr(x,10) from t order by id
select substr('hello',-3,2), substr('hello',0), substr('hello',-10,7), substr('hello',3,-2), substring('hello',2,3), substr('hello',0,-1)
select substr(i,1,1), substr(r,1,2), substr(bl,1,1) from t order by id
select instr(x,'B'), instr(x,''), instr(bl,x'ff'), instr(x,'c') from t order by id
select instr('abc','c'), instr('abc','z'), instr('','a'), instr(123,2), instr(null,'a')
select hex(x), hex(bl), hex(i), hex(r) from t order by id
select quote(x), quote(bl), quote(i), quote(r), quote(null), quote('it''s') from t order by id
select typeof(i), typeof(r), typeof(n), typeof(x), typeof(bo) from t order by id
select typeof(bl), typeof(d), typeof(ts), typeof(b), typeof(de) from t order by id
select typeof(i+r), typeof(i/2), typeof(x||'a'), typeof(i>1), typeof(count(*)) from t
select max(i,3), min(i,3), max(x,'b'), min(i,r), max(i,r,1) from t order by id
select max(1,'a'), min(1,'a',x'00'), max(1,null), min(2,2.0), max(2,2.0)
select round(2.5), round(3.5), round(-2.5), round(0.5), round(1.005,2), round(2.675,2), round(1234.5678,-2), round(5), round('2.5'), round(null)
select round(r), round(r,1), round(n,1), round(de,1) from t order by id
select round(0.285,2), round(1.255,2), round(4.35,1), round(1e15+0.5), round(123456789.5), round(0.05,1), round(0.15,1), round(0.25,1), round(0.35,1)
select printf('%d %5d %-5d| %05d %x %X %o %c %s %q %Q %w', 5, 42, 42, 42, 255, 255, 8, 'abc', 'str', 'it''s', 'it''s', 'a"b')
select printf('%.2f %e %g %G %10.3f %+d % d', 3.14159, 12345.678, 0.0001, 1e20, 2.5, 5, 5)
select printf('%,d %,.2f %%  %s %s', 1234567, 1234567.891, null, 1.5)
select printf('%s %s', r, i), format('%d', x) from t order by id
select printf('%.3s|%5s|%-5s|', 'abcdef', 'ab', 'ab'), printf('%i', 3.9), printf('%d', '12abc')
select printf('%!.15g', 0.1), printf('%#x', 255), printf('%u', -1), printf('%p', 255), printf('%*d', 5, 42), printf('%.*f', 2, 1.005)
select date(d), time(ts), datetime(ts), strftime('%Y-%m', d), julianday(d) from t order by id
select date(ts,'+1 month'), date(d,'start of month','-1 day'), datetime(ts,'+90 minutes'), date(d,'weekday 0') from t order by id
select strftime('%d %f %H %j %J %m %M %s %S %w %W %Y %%', ts) from t order by id
select date('2023-01-31','+1 month'), date('2024-02-29','+1 year'), date('2023-03-31','-1 month'), datetime('2023-05-06 12:00','+1.5 hours')
select date(0,'unixepoch'), datetime(1683356889,'unixepoch'), date(2460070.5), datetime(1e9,'auto'), unixepoch('2023-05-06'), julianday('2023-05-06 12:00')
select strftime('%s','2023-05-06') + 0, strftime('%Y','2023-05-06') = '2023', strftime('%Y','2023-05-06') = 2023, cast(strftime('%Y', d) as integer) from t where id=1
select date('now') = date('now','localtime','utc') or 1
select ts < '2023-06', ts = '2023-05-06 07:08:09', d between '2000' and '2023-12', ts >= date('2023-05-06') from t order by id
select d = '2023-05-06', d > '2023', d < ts, d || '' = '2023-05-06' from t order by id
select max(d), min(ts), max(bo), min(x), max(r) from t
select julianday(ts) - julianday(d), (julianday('2023-05-06')-julianday('2023-05-01')) from t order by id
select bo, not bo, bo = 1, bo + 1, bo and i, sum(bo) over () from t order by id
select sum(bo), avg(bo), count(bo) from t
select bo is true, bo is not true, bo = true, i is true, x is true, i is not false from t order by id
select i is 5, i is not 5, i is null, i is not distinct from 5, x is 'abc', null is null from t order by id
select 1 is '1', 1 = '1', i = '5', x = 10, x > 5, i < 'a', n = '10', r = '2.5' from t order by id
select x in (10, 9), i in ('5','0'), x in ('10'), i in (), 5 in (select i from t) from t order by id
select case i when 5 then 'a' when '0' then 'b' end, case when x then 1 else 0 end from t order by id
select i and x, i or null, not x, not 'abc', '1abc' and 1 from t order by id
select id from t where x
select id from t where bo
select id from t where i
select id from t where 'a'
select id from t limit -1 offset 2
select id from t limit 2,3
select id from t order by id limit 2 offset 1
select id from t order by id limit '2'
select id from t order by id limit 1+1
select id from t union select v from u order by 1
select id from t union all select v from u order by id desc limit 3
select id, x from t where id<3 union select v, k from u order by 2, 1
select id from t except select v from u order by 1
select id from t intersect select v from u order by 1
select 1 union select 2 intersect select 3
select 1 union all select 2 except select 2
select x from t union select i from t
select x from t union all select k from u order by x
select id from t where id in (select v from u)
select id from t where (id, i) in (select v, 5 from u)
select id from t where (id, i) = (1, 5)
select id from t where (id, i) > (1, 5) order by id
values(1,'a'),(2,'b')
select * from (values(1,'a'),(2,'b'))
select column1 from (values(3),(1)) order by 1
with recursive c(n) as (select 1 union all select n+1 from c where n<5) select n from c
with recursive c(n) as (values(1) union all select n+1 from c where n<5) select sum(n) from c
with recursive f(a,b) as (select 0,1 union all select b,a+b from f limit 10) select a from f
with recursive tr(id,path) as (select id,nm from e where p is null union all select e.id, tr.path||'/'||e.nm from e join tr on e.p=tr.id) select * from tr order by id
with recursive tr(id,lvl) as (select id,0 from e where p is null union all select e.id, lvl+1 from e join tr on e.p=tr.id order by 2 desc) select * from tr
with recursive c(n) as (select 1 union all select n*2.5 from c where n<50) select n from c
select rowid, _rowid_, oid from t order by rowid
select rowid, k from u order by k
select t.rowid from t where rowid=2
select id, row_number() over (order by i), rank() over (order by i), dense_rank() over (order by i), ntile(2) over (order by id), percent_rank() over (order by i), cume_dist() over (order by i) from t order by id
select id, lag(i) over (order by id), lead(i,2,0) over (order by id), first_value(x) over (order by id), last_value(x) over (order by id), nth_value(x,2) over (order by id) from t order by id
select id, sum(i) over (order by id rows between 1 preceding and 1 following), sum(i) over (order by i range between 5 preceding and current row), count(*) over (order by i groups between 1 preceding and current row) from t order by id
select id, sum(i) over (order by id rows unbounded preceding exclude current row), group_concat(x) over (order by id) from t order by id
select id, avg(r) over (partition by bo order by id), max(x) over (partition by bo), total(i) over w from t window w as (order by id) order by id
select grp, sum(v) over (partition by grp order by v desc) from g order by grp, v
select coalesce(i, 'none') from t order by id
select coalesce(i, x, 0), ifnull(r, 'n'), nullif(i, 5), nullif(x,'abc'), iif(i>0,'pos','neg'), nullif(i,'5') from t order by id
select trim('  a  '), ltrim('xxa','x'), rtrim('axx','x'), trim('xyaxy','xy'), replace('aaa','a','b'), replace('aaa','','b'), replace(x,'b',1) from t where id=1
select char(65,66), unicode('A'), unicode(''), unicode(x), char() from t order by id
select zeroblob(3), length(zeroblob(5)), typeof(randomblob(4)), length(randomblob(4)), abs(random()) >= 0
select abs(-5), abs(-2.5), abs('-3'), abs('abc'), abs(null), sign(-3), sign(2.5), sign('a')
select sqrt(4), pow(2,10), exp(1), ln(1), log(100), log10(1000), log2(8), log(2,8), pi(), sin(0), ceil(2.1), floor(-2.1), trunc(2.7), mod(7,3), mod(-7.5,2), degrees(pi()), atan2(1,1), sqrt(-1), ln(0)
select ceil(i), floor(r), ceil(r), sign(i) from t order by id
select likely(i), unlikely(x), likelihood(r, 0.5) from t order by id
select json_extract(js,'$.a'), json_extract(js,'$.b'), json_extract(js,'$.c'), json_extract(js,'$[1]') from t order by id
select js -> '$.a', js ->> '$.a', js -> 'b', js ->> 'c', js ->> 1 from t order by id
select json_extract(js,'$.a') + 1, json_extract(js,'$.a') = 1, js->>'c' = 't', js->>'a' > 0 from t order by id
select json_type(js), json_type(js,'$.b'), json_array_length(js), json_array_length(js,'$.b'), json_valid(js) from t order by id
select json_set(js,'$.a',5), json_insert(js,'$.z','q'), json_replace(js,'$.a',null), json_remove(js,'$.a') from t where id=1
select json(js), json_quote(x), json_array(i,x,r,null), json_object('k',i,'v',js) from t order by id
select json_group_array(i), json_group_object(id,x) from t where x is not null
select json_patch(js,'{"a":null,"n":1}') from t where id=1
select key, value, type, atom from t, json_each(t.js) where t.id=1 order by key
select value from json_each('[1,2,3]') order by value
select e.value from t, json_each(t.js,'$.b') e where t.id=1
select id, x from t where x > 'A' and x < 'b' order by x
select * from t join u on t.id = u.v order by t.id
select t.id, u.k from t left join u on t.id=u.v order by t.id
select t.id, u.k from t natural join u limit 0
select t.id, u.k from t cross join u where u.v=t.id order by 1
select e1.nm, e2.nm from e e1 left join e e2 on e1.p=e2.id order by e1.id
select t.id, u.k from t full join u on t.id=u.v order by t.id, u.k
select t.id, u.k from t right join u on t.id=u.v order by t.id, u.k
select "x" from t order by id
select "nosuch" from t
select 'x' from t
select [x], `i` from t order by id
select x == 'abc', x <> 'abc', x != 'abc' from t order by id
select i & 3, i | 8, ~i, i << 2, i >> 1, 1 << 63, 1 << 64, -1 >> 1 from t order by id
select +x, -x, +'5', -'5', - -i from t order by id
select 1 + '2', '3' * '4', '5abc' + 1, 'abc' + 1, '1.5' + 1, 1 + x from t where id=1
select x + 0 from t order by id
select x * 1.0 from t order by id
select 0x1F, 1e3, .5, 5., 1_000
select exists(select 1 from t where i=5), not exists(select 1 from u)
select (select x from t order by id), (select v from u where k='c')
select x isnull, x notnull, x is not null from t order by id
select i between 0 and 10, i not between 0 and 10, x between 'a' and 'b', i between '0' and '10' from t order by id
select ts, strftime('%H:%M', ts, '+30 minutes') from t order by id
select count(*), count(i), count(distinct i), count(distinct x), count(distinct nc) from t
select distinct i from t order by i
select distinct x from t order by id
select id from t where x = 'abc' collate nocase order by id
select 'a' < 'B', 'a' < 'B' collate nocase, 'a' = 'A', 'a ' = 'a'
select 2 < 10, '2' < '10', 2 < '10', '2' < 10
select i < x from t order by id
select r < x from t order by id
select n < x, de = x from t order by id
select bl = x, bl = 'abc', bl < x'61' from t order by id
select bl || '' from t where id=1
select bl in ('abc', x'616263') from t order by id
select min(x), max(x) from t where 0
select changes(), total_changes()
select last_insert_rowid()
select sqlite_version()
select random() = random()
select i, i from t order by 2, 1
select max(id, (select max(v) from u)) from t
select soundex('Robert')
select unhex('4142'), unhex('zz'), concat('a',1,null), concat_ws(',','a',null,'b'), octet_length('é')
select timediff('2023-05-06','2023-05-01')
insert into u(k,v) values('d',4) returning *
insert into u values('a',9,'z') on conflict(k) do update set v=excluded.v, w=u.w||'!' returning *
insert into u values('a',9,'z') on conflict do nothing returning k
insert or ignore into u values('a',9,'z'),('q',1,'r') returning k
insert or replace into u values('a',9,'z') returning *
replace into u(k,v) values('a',9) returning *
insert into u(k) values('n') returning v, w, rowid
insert into u select x, i, 'w' from t where id=1 returning k
update u set v = v + 1 where k='a' returning *
update u set (v,w) = (5,'five') where k='a' returning *
update u set v = t.i from t where t.id = u.v returning k, u.v
update or ignore u set k='a' where k='b' returning *
update or replace u set k='a' where k='b' returning *
update u set v='12' where k='a' returning v
update u set v='abc' where k='a' returning v
update u set v=2.0 where k='a' returning v
update u set v=2.5 where k='a' returning v
update u set k=5 where k='a' returning k
delete from u where v=1 returning *
delete from u order by k limit 1
update u set v=1 order by k limit 1
insert into t(i,x) values('7',8) returning id,i,x
insert into t(bo) values(2) returning bo
insert into t(bo) values(true) returning bo
insert into t(d) values('notadate') returning d
insert into t(ts) values(current_timestamp) returning ts is not null
insert into t(de) values('1.255') returning de
insert into t(b) values(1.0) returning b
insert into t(r) values(5) returning r
insert into t(r) values('5.5') returning r
insert into t(n) values('7.0') returning n
