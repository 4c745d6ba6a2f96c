create table p(id integer primary key, n int);
---
with recursive n(x) as (select 1 union all select x*1.5 from n where x < 10) select x from n
with recursive n(x) as (select 1 union all select x*1.5 from n where x < 10) select typeof(x) from n
with recursive n(x) as (select 1 union all select x/2 from n where x > 0) select x from n
with recursive n(x) as (select 10 union all select x/2.0 from n where x > 1) select x, x > 2 from n
with recursive n(x) as (select 10 union all select x/2 - 0.5 from n where x > 1) select x from n
with recursive n(x) as (select 1.5 union all select 2 from n where x < 2) select x from n
with recursive n(x) as (select 1 union all select 'a' from n where x = 1) select x from n
with recursive n(x,y) as (select 1, 0 union all select x+1, y+0.1 from n where x < 5) select x, y from n
with recursive n(x) as (select null union all select 1 from n where x is null) select x from n
