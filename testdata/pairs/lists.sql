create table p(id integer primary key, n int, s text, tag text);
insert into p values(1,30,'c','x'),(2,10,'a','y'),(3,20,'b','x'),(4,null,null,null);
create table w(a text primary key, b int);
insert into w values('k1',1),('k2',2),('k3',3);
---
select 'ab' like 'a!' escape '!', 'ab' not like 'a!' escape '!', s like 'b!' escape '!' from p order by id
select strftime('', null), strftime('', s), strftime('', 'now') from p order by id
select id from p where id in (select value from json_each('[1,"3",2.0,null,"x",true]')) order by id
select id from p where id not in (select value from json_each('[1,"3","x"]')) order by id
select id from p where id not in (select value from json_each('[1,null]')) order by id
select id from p where s in (select value from json_each('["a","b",1,null]')) order by id
select id from p where s not in (select value from json_each('["a"]')) order by id
select id from p where tag in (select json_extract('{"t":"x"}','$.t')) order by id
