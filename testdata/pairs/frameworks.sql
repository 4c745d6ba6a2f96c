create table p(id integer primary key, createdAt DATETIME not null, u DATETIME, j json, uu char(32), uid uuid, b tinyint(1), bt text, lst text, dur bigint);
insert into p values(1,1683356889123,'2023-05-06T07:08:09.123Z','{"a": 1}','a0eebc999c0b4ef8bb6d6bb9bd380a11','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',1,'t','|1|2|',1);
insert into p values(2,1709251199000,'2023-05-06T07:08:10.000Z','{"b": [1,2]}','b0eebc999c0b4ef8bb6d6bb9bd380a11','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12',0,'f','|3|',2);
create table _prisma_migrations(id text primary key, checksum text, finished_at datetime, migration_name text, logs text, rolled_back_at datetime, started_at datetime, applied_steps_count int);
create table dj(id integer primary key, dt datetime not null, d date, amount decimal, tm time);
insert into dj values(1,'2023-05-06 07:08:09.123456','2023-05-06',1.10,'07:08:09.5'),(2,'2024-05-06 07:08:09.000001','2023-05-06',2,'07:08:09');
create table tz(id integer primary key, o text, zz text, t1 datetime, t2 timestamp);
insert into tz values(1,'2023-05-06 07:08:09+02:00','2023-05-06 07:08:09Z','2023-05-06 07:08:09','2023-05-06 07:08'),(2,'2023-05-06 09:08:09+03:00','2023-05-06 07:08:10Z','2023-05-06 07:08','2023-05-06 07:09');
create table bl(v text, w varchar(10), n int, f float, dd double);
insert into bl values('true','1',1,1,1.5),('false','0',0,2.5,2);
create table st(a STRING, b DECIMAL, c "UNSIGNED BIG INT", d BOOLEAN, e NUMERIC(5,2), f MONEY);
insert into st values(7,'1.50',18446744073709551615,'yes',1.005,'$5'),(8,'2',5,'no',2,'6');
---
select createdAt from p
select createdAt > 1683356889123 from p
select createdAt = 1683356889123 from p
select createdAt + 1 from p
select typeof(createdAt), typeof(u) from p
select max(createdAt) from p
select id from p where createdAt between 1683356889000 and 1683356890000
select datetime(createdAt/1000,'unixepoch') from p
select createdAt < '2023' from p
select id from p order by createdAt desc
select u from p
select u = '2023-05-06T07:08:09.123Z', u > '2023-05-06', u||'' from p
select strftime('%s',u), date(u) from p
select j, uu, uid from p
select uu = 'a0eebc999c0b4ef8bb6d6bb9bd380a11', uid='a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' from p
select typeof(uu), typeof(uid), typeof(j), typeof(b), typeof(bt), typeof(lst) from p
select length(uu), upper(uid) from p
select j->>'a', json_extract(j,'$.b[0]'), j = '{"a": 1}', length(j), json_type(j) from p
select b, b=1, b+1, bt, bt='t', lst from p
select bt = 't' from p
select b = 'true', b > 0, b in (1,2), b between 0 and 1, b is 1, b || 'x', -b, typeof(b) from p
select dt, d, amount from dj
select dt || '', dt > '2023-12', dt = '2023-05-06 07:08:09.123456', substr(dt,1,19), date(dt), strftime('%f',dt) from dj
select d = '2023-05-06', d < '2023-05-06 00:00:00', d || 'x' from dj
select dt < d, dt >= date('2023-05-06'), dt > datetime('now') from dj
select amount * 3, amount || '', amount = 1.1, sum(amount) over () from dj
select tm, tm > '07:08:09' from dj
select o, zz, t1, t2 from tz
select o = '2023-05-06 07:08:09+02:00' from tz
select o < zz from tz
select t1 < '2023-05-06 07:08:05' from tz order by id
select id from tz order by t1, id
select t2 || '', max(t2) over () from tz
select v, w, n, f, dd from bl
select v = 'true', v = 1, v || '', w = 1, w + 1, w = '1', n = '1', f = '1', f || '', dd || '', f, typeof(f), typeof(dd) from bl
select n and v, not v, v is true, case when w then 'y' else 'n' end from bl
select a, b, c, d, e, f from st
select a = 7, a = '7', a || '', a + 1, a > 'x', a < 9 from st
select b || '', b = '1.5', b * 2, c + 1, c > 1e19, c || '' from st
select d = 'yes', d from st
select e = 1.005, e || '', e * 1000 from st
select f, f = '6', f = 6 from st
insert into p(id,createdAt) values(9, 1683356889124) returning id
insert into p(id,createdAt,uu) values(9, '2023-05-06 07:08:09', 'a0eebc999c0b4ef8bb6d6bb9bd380a11') returning id
insert into dj(dt) values(datetime('now')) returning id > 0
insert into dj(dt) values(strftime('%Y-%m-%d %H:%M:%f','now')) returning id > 0
insert into dj(dt,d,amount) values('2023-05-06 07:08:09',date('2023-05-06','+1 day'),'1.25') returning d, amount
update dj set amount = amount + 0.005 where id=1 returning amount
update p set b = not b where id=1 returning b
update p set b = 1 - b where id=1 returning b
update p set j = json_set(j,'$.a',2) where id=1 returning 1
update tz set t1 = datetime(t1,'+1 day') where id=1 returning 1
update tz set o = '2024-01-01 00:00:00+00:00' where id=1 returning 1
