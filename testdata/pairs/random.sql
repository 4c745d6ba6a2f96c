create table t(id integer primary key, i int, j bigint, r real, n numeric, t text, c text collate nocase, b blob, bo boolean, m int, d date, dt datetime, u);
insert into t values(1,5,9007199254740993,9007199254740992.0,10,'abc','Abc',x'616263',1,'x','2023-05-06','2023-05-06 07:08:09','q'),
(2,-7,9223372036854775807,-0.5,2.5,'ABC','aBC',x'00ff',0,7,'2024-02-29','2024-02-29 23:59:59','12'),
(3,null,null,null,null,null,null,null,null,null,null,null,null),
(4,0,0,1e100,3,'10','B',x'',1,2.5,'1999-12-31','1999-12-31 00:00:00','abc'),
(5,100,-9223372036854775807,3.0,-1.25,'9',' 9 ',x'31',0,'','2000-01-01','2000-01-01 12:34:56','2.50'),
(6,10,10,10.0,10,'10.0','10',x'3130',1,'10x','2023-05-06','2023-05-07 00:00:00','');
---
select id, (abs(i) is (iif(id, c, '2023-05-06') is distinct from -0.5)) from t order by id
select id, (~ (('1e1' % i) >> n)) from t order by id
select a.id, b.id from t a join t b on a.d < b.t order by 1, 2
select a.id, b.id from t a join t b on a.r = b.j order by 1, 2
select id, r is j, r < j, j in (r), j > 9007199254740992.0 from t order by id
select avg(j), total(j) from t where id <> 2
select (hex(d) is abs(-0.5)), count(*) from t group by 1
select id from t order by ('10' is not ('10' * 9007199254740993)), id
select id, 'abc' in (c, r, i), c in ('ABC'), ('abc' not in (m, c, n)) is not false from t order by id
select id, min(quote((b in (n, m, x'616263'))), (('2023-05-06 07:08:09' and m) between r and (d notnull)), dt) from t order by id
select id, dt from t order by id
select id, lower(((b + n) / dt)) from t order by id
select id, substr(cast((dt between i and id) as numeric), 1, 2) from t order by id
select id, b from t order by id
select id, (abs(i) is (iif(id, c, '2023-05-06') is distinct from -0.5)) from t order by id
select id, n from t order by id
select id, dt from t order by id
select id, (substr((dt < r), i, 2) || (('10.0' not in (c, i, n)) <= (d || m))) from t order by id
select a.id, b.id from t a join t b on a.bo = b.t order by 1, 2
select id, case when ((t <= bo) is true) then unicode(2.5) else r end from t order by id
select id from t order by (cast('2023-05-06' as numeric) not in (d, u, t)), id
select id, (id > (bo <> case -1 when -0.5 then '' when id then 9007199254740992.0 end)) from t order by id
select id from t where (cast(case when '10.0' then x'616263' else -1 end as numeric) / dt) order by id
select count((('2.5' << -0.5) between '2023-05-06 07:08:09' and (c <> 9007199254740992.0))) from t
select ((id is not c) * (-1 is 2.5)), count(*) from t group by 1
select id, substr(u, i, id) from t order by id
select a.id, b.id from t a join t b on a.bo is b.u order by 1, 2
select group_concat(((u = j) <= u)) from t
select id, (((m / dt) is case when dt then r else m end) is distinct from (case when j then t else -0.5 end <= (r < ''))) from t order by id
select id, replace((cast(r as blob) >= abs('2023-05-06 07:08:09')), null, -0.5) from t order by id
select id from t order by (case when 'x' then j else j end < abs(j)), id
select a.id, b.id from t a join t b on a.bo = b.b order by 1, 2
select id, ((case when r then bo else t end is case when b then i else x'616263' end) or (('' || '1e1') < (9007199254740992.0 || 'abc%'))) from t order by id
select id, ((('2023-05-06 07:08:09' is distinct from n) << dt) is (strftime('%m-%d', 'abc%') not in ((u <= c), b, c))) from t order by id
select id, lower(((1 % b) / 10.0)) from t order by id
select id, bo from t order by id
select id, ((d || (b between 10 and '1e1')) || m) from t order by id
select max(case when cast(n as real) then (-0.5 + id) else (i and i) end) from t
select id from t where (substr((u < -1), 1, id) is distinct from ((j glob '2023-05-06') is true)) order by id
select id, hex((-1 || (dt or b))) from t order by id
select id, date(u) from t order by id
select id from t where trim(((9007199254740993 is distinct from true) glob 'abc')) order by id
select id, concat(((c || b) - (j || 9007199254740993)), (length(id) == (b / m)), m) from t order by id
select id, 'ABC' from t order by id
select id, (((not j) - (bo isnull)) || ((bo between r and n) is (m is null))) from t order by id
select id, coalesce(('10.0' isnull), (instr(1, 10.0) = min(x'616263', j, b)), n) from t order by id
select sum(round((j = j))) from t
select id from t order by u, id
select id, cast(9007199254740992.0 as blob) from t order by id
select id, (((m is not n) >= (bo <> dt)) || true) from t order by id
select id, strftime('%H:%M', u) from t order by id
select id, (concat(case when c then '1e1' else t end, (r in (i, n, u)), bo) is i) from t order by id
select id, ((cast(id as real) <> (c is null)) < ((c || u) is not false)) from t order by id
select id, (instr(t, (r or 2)) | m) from t order by id
select avg((- (x'616263' <= id))) from t
select id, ((('10' * i) between (d not like -1) and ('ABC' % id)) > ((d || i) || (true || b))) from t order by id
select id, (length((m || d)) || (t + (10 is '2023-05-06'))) from t order by id
select id, unicode((min(x'616263', c, i) || (c not in ('ABC', 'abc', ' 10 ')))) from t order by id
select id from t where ((bo between upper(i) and (c - '1e1')) is true) order by id
select id from t order by trim((i and j)), id
select id, length((bo glob t)) from t order by id
select id, ((('abc%' is not -0.5) * cast(t as text)) / u) from t order by id
select case when upper('abc') then (' 10 ' - b) else (n <> -0.5) end, count(*) from t group by 1
select id, (+ (iif(n, 2.5, '') || '2.5')) from t order by id
select ((n == b) in (quote(n), 0, j)), count(*) from t group by 1
select b, count(*) from t group by 1
select id, 1 from t order by id
select id from t order by ((- r) | dt), id
select id from t order by ((id || b) is distinct from (u = c)), id
select sum(bo) from t
select id, u from t order by id
select id from t where ((('10' or d) in (dt, '1e1', u)) % (quote(b) = (m || 'x'))) order by id
select id, ((cast(-0.5 as blob) or (n is distinct from j)) or ((id < 'abc%') between (2 isnull) and min(c, b, true))) from t order by id
select id, (d - c) from t order by id
select id, ((('' || bo) / t) in (d, id, '1e1')) from t order by id
select id, concat(cast((true <> '10') as real), ((bo is 'abc') / (-0.5 / '10')), 10.0) from t order by id
select id, typeof((('10.0' + i) / ('abc' || t))) from t order by id
select count(t) from t
select id, case (ifnull(u, 'abc%') and case when c then i else '2.5' end) when upper(cast(bo as text)) then ((r - m) is dt) when -1 then m end from t order by id
select max((-0.5 is hex(d))) from t
select id, (((- u) || (i in (x'616263', bo, dt))) / c) from t order by id
select id from t order by m, id
select id from t where (((-0.5 is distinct from 9007199254740993) || case u when 2.5 then c when n then j end) + cast(round(' 10 ') as text)) order by id
select id, typeof(2) from t order by id
select avg(((id == 2.5) glob '2.5')) from t
select id from t order by (case when 9007199254740993 then u else n end - replace('', ' 10 ', t)), id
select min(((bo - n) == b)) from t
select id, bo from t order by id
select id, max(((m || d) || (r is not u)), 2.5, dt) from t order by id
select id, ((t in ((u / b), dt, 'abc%')) isnull) from t order by id
select a.id, b.id from t a join t b on a.bo < b.u order by 1, 2
select id, case when t then (ifnull(bo, n) || '2023-05-06') else u end from t order by id
select id, n from t order by id
select id, (c = c) from t order by id
select id, abs(coalesce(d, (10.0 or u), '')) from t order by id
select id, hex((true not in ((t is not '2023-05-06 07:08:09'), d, 2))) from t order by id
select id from t order by ((r || m) and (bo > d)), id
select id, (((m is j) / dt) in ((lower(id) << b), r, c)) from t order by id
select id, case b when lower(abs(-1)) then ((t <= 2) is ('2023-05-06' || bo)) when dt then dt end from t order by id
select id, replace((t or (b < d)), j, n) from t order by id
select a.id, b.id from t a join t b on a.d is b.t order by 1, 2
select id, r from t order by id
select id from t where (((' 10 ' or m) <> (10.0 || i)) * -1) order by id
select id, nullif((case when t then bo else '' end || cast(10.0 as integer)), ((t + 'abc%') is distinct from '2.5')) from t order by id
select count((u >= length(10))) from t
select id, (cast(length('10.0') as numeric) and cast((c <= d) as real)) from t order by id
select id, (0 in (cast(sign('1e1') as numeric), 2, j)) from t order by id
select id, length(m) from t order by id
select id, 'abc' from t order by id
select (case n when b then d when id then 9007199254740993 end is not (i == d)), count(*) from t group by 1
select id from t where (length((d || 'abc')) <= ((+ i) between (' 10 ' between t and n) and (r > t))) order by id
select id, (substr(m, 2, -1) + cast(('x' not in (dt, -1, i)) as numeric)) from t order by id
select id, true from t order by id
select id, u from t order by id
select id from t where ifnull((n in ((m < 2), n, id)), quote(substr(b, 0, id))) order by id
select id, (((d == '2.5') is distinct from (10 or '10.0')) >= dt) from t order by id
select id, (((' 10 ' || -1) == (c || r)) between case when (- u) then (bo < b) else (j - 9007199254740992.0) end and ((t >= b) || ('1e1' * t))) from t order by id
select id, ((n + (c - 9007199254740992.0)) - ((9007199254740993 not in (c, '10', 9007199254740992.0)) in (cast(r as blob), u, r))) from t order by id
select id, (((2 <= 'abc') glob dt) between ((null == m) < '2023-05-06') and ((i || 0) == lower(n))) from t order by id
select id, (((b = b) not in ((id <> n), 0, j)) - ((0 is true) in ((r is r), id, 10.0))) from t order by id
select id, (cast((2.5 - n) as numeric) not in (hex(case m when d then 2.5 when i then t end), -0.5, 10.0)) from t order by id
select id, 10.0 from t order by id
select id, j from t order by id
select id, nullif(((-0.5 / 9007199254740992.0) || (id like '10.0')), ((bo <= 'ABC') and (1 <= u))) from t order by id
select id, (((i < true) and d) like null) from t order by id
select id, (lower(('abc%' == t)) is null) from t order by id
select id, date(case when (bo and d) then (j is -0.5) else (bo is distinct from '2.5') end) from t order by id
select id, ((('' between t and j) % (bo || bo)) <= case when case m when 'abc' then '1e1' when m then j end then (dt + m) else null end) from t order by id
select id, cast(null as text) from t order by id
select id, cast(lower((n is j)) as blob) from t order by id
select id, date(((c and bo) not like u)) from t order by id
select a.id, b.id from t a join t b on a.j = b.id order by 1, 2
select id, cast(lower(coalesce(2.5, true, ' 10 ')) as integer) from t order by id
select id, c from t order by id
select id, ((('2023-05-06' between j and 'abc') is null) between true and (max(null, c, j) or (d || m))) from t order by id
select id, max('10', 1, -0.5) from t order by id
select id, (((t || bo) = b) <= ((d is not i) is not (dt is not i))) from t order by id
select id, (case when (dt <> j) then (2.5 between r and i) else (i in (b, bo, c)) end << m) from t order by id
select id from t order by d, id
select id, (~ ' 10 ') from t order by id
select id, ((('2023-05-06 07:08:09' >= bo) < (id > 0)) - sign((t not in (x'616263', c, i)))) from t order by id
select id, replace(((m - b) % (- -0.5)), t, 'abc%') from t order by id
select id, (((m - t) is distinct from b) in (id, -1, i)) from t order by id
select min(max((t in (null, 'ABC', 0)), ('abc' = 2), bo)) from t
select id from t order by ((c || m) <= ifnull('2.5', null)), id
select id, 'abc%' from t order by id
select id, r from t order by id
select id from t order by b, id
select id, cast((max(id, bo, true) is not (i + bo)) as integer) from t order by id
select id, (u || (hex(j) == cast(i as numeric))) from t order by id
select id, cast(cast(('ABC' - '1e1') as integer) as blob) from t order by id
select id, 9007199254740992.0 from t order by id
select a.id, b.id from t a join t b on a.c is b.t order by 1, 2
select a.id, b.id from t a join t b on a.b is b.i order by 1, 2
select id, (m || ((id || 9007199254740992.0) like 0)) from t order by id
select id, (nullif((j > 2), 'ABC') is ((n is 'x') or case '10' when m then r when c then i end)) from t order by id
select id from t order by (min(m, id, u) is true), id
select id, m from t order by id
select id, t from t order by id
select a.id, b.id from t a join t b on a.j = b.n order by 1, 2
select id, substr(((b > '1e1') >= date(n)), 0, 2) from t order by id
select id, (sign((d > c)) <> (cast('x' as numeric) is (r < id))) from t order by id
select id, '2.5' from t order by id
select id, (- (upper(d) + null)) from t order by id
select id, m from t order by id
select id, t from t order by id
select id, (d is not false) from t order by id
select id, (b || ((t * u) || abs(r))) from t order by id
select id from t where (dt or min(bo, n, 9007199254740992.0)) order by id
select id, (nullif((bo + 'abc'), (id between '10' and '1e1')) + nullif(t, (r >= m))) from t order by id
select id, (((9007199254740993 like 9007199254740993) and ('ABC' - '1e1')) = quote((u <= j))) from t order by id
select id, (((c * r) in (cast(dt as blob), 10, '10')) or (case '2.5' when 'abc' then m when 0 then m end is distinct from (b between n and ''))) from t order by id
select id, iif((('' = c) + b), ('abc%' not like 'abc'), (case x'616263' when 'abc%' then -0.5 when 1 then c end <> unicode(j))) from t order by id
select id, x'616263' from t order by id
select id, (((u / x'616263') not in (substr('2023-05-06', 1, -1), m, i)) - (date(m) and (m and 'x'))) from t order by id
select id, (((m % i) glob ' 10 ') * ((x'616263' < 2.5) || (null % t))) from t order by id
select id, length('10.0') from t order by id
select ((null notnull) = (d notnull)), count(*) from t group by 1
select ((dt || u) || ('1e1' or 10)), count(*) from t group by 1
select id from t order by (cast(null as integer) <= (dt || 2.5)), id
select id, concat(abs(replace(id, 'x', id)), true, id) from t order by id
select id, (iif(-0.5, '2023-05-06', (id - 'abc%')) or '10') from t order by id
select id, (cast(cast(b as blob) as integer) || t) from t order by id
select id, cast(j as integer) from t order by id
select id, (+ date(case when b then x'616263' else b end)) from t order by id
select id, n from t order by id
select id, ((substr(' 10 ', -1, 1) / m) between (d or (c || id)) and (('abc%' = c) == (true between u and t))) from t order by id
select id, nullif((trim(u) < '10'), ((n < d) isnull)) from t order by id
select id, length(((dt notnull) + (t is 1))) from t order by id
select count(distinct case (bo is distinct from bo) when (c > c) then min(c, n, -0.5) when j then '10' end) from t
select id, (coalesce((n between u and c), ('2.5' * ''), m) == (+ case when id then m else n end)) from t order by id
select max(-0.5) from t
select id, (i glob dt) from t order by id
select id, concat(cast(c as integer), (case ' 10 ' when 'abc' then 2 when j then t end like '10.0'), c) from t order by id
select id, ((t glob j) || concat((u % c), ('10.0' or r), t)) from t order by id
select id, (case cast(0 as integer) when b then (id isnull) when id then bo end between case when ('1e1' = 2.5) then (id / '2.5') else 0 end and m) from t order by id
select id, (abs(instr(b, id)) between (replace(9007199254740992.0, dt, u) like ' 10 ') and iif(('x' is 9007199254740992.0), (c or dt), 'x')) from t order by id
select id, (((i || c) <= upper(c)) isnull) from t order by id
select id, (((-1 % n) between (dt || x'616263') and (9007199254740992.0 || c)) and (('2023-05-06' * c) is true)) from t order by id
select id, (((b || r) / case '2023-05-06' when 1 then t when id then '' end) * date(('1e1' || m))) from t order by id
select count((1 isnull)) from t
select id, cast(cast((-0.5 || t) as integer) as blob) from t order by id
select id, ((- id) <= (coalesce(n, 10.0, d) is not c)) from t order by id
select id, (((i is j) <= (+ d)) <> (concat(b, 0, 'abc%') / case when d then j else -1 end)) from t order by id
select id, ('abc' is distinct from (d between (-1 between j and 2) and case when j then j else j end)) from t order by id
select id, (((0 is d) > ifnull(bo, true)) and ltrim(1)) from t order by id
select id, (sign((x'616263' > d)) || (case when dt then u else j end < r)) from t order by id
select id, instr(((2 and '') is null), sign((u glob 10.0))) from t order by id
select id, (id || min(case when b then bo else 1 end, (i between 2 and bo), bo)) from t order by id
select id, ('1e1' <= ((bo notnull) not in ((9007199254740993 between m and 10), d, c))) from t order by id
select id from t where typeof(b) order by id
select id from t where strftime('%m-%d', trim(max('', '2023-05-06 07:08:09', 2.5))) order by id
select id, u from t order by id
select id, ((trim(id) <= trim(9007199254740992.0)) | dt) from t order by id
select id, typeof(((i <= dt) between cast('10.0' as integer) and (u between 10 and -1))) from t order by id
select id, (('10.0' == (r / u)) is distinct from ((c is 2) + i)) from t order by id
select count(strftime('%m-%d', concat(c, n, ' 10 '))) from t
select group_concat(hex(case when 'abc%' then i else m end)) from t
select id, case strftime('%s', ('' between dt and n)) when ((i == x'616263') == (t <= i)) then (('10.0' isnull) isnull) when c then '' end from t order by id
select id, b from t order by id
select id, (((n or '2023-05-06') not in ((n <= -0.5), c, r)) << '2023-05-06') from t order by id
select id, cast((cast(bo as integer) = quote(null)) as real) from t order by id
select id, (((r is not false) is true) between ((j >= r) or (dt < 'x')) and (9007199254740993 is null)) from t order by id
select a.id, b.id from t a join t b on a.i < b.u order by 1, 2
select id from t order by ((b & 10.0) not in ((d notnull), 'x', j)), id
select id from t where (ltrim(typeof(i)) == substr(('1e1' is distinct from i), 2, 1)) order by id
select id, (((i || j) not in ((d in ('', 2.5, 10.0)), 1, 'abc%')) is not ((u is t) is distinct from (id % 9007199254740992.0))) from t order by id
select id, (((c is not n) between case when m then 'x' else id end and round(d)) and ((10.0 > '2023-05-06 07:08:09') and 'abc')) from t order by id
select id, ((('ABC' || dt) glob c) % ((j in (bo, t, j)) not in ((t >= 'x'), i, dt))) from t order by id
select id from t order by 'ABC', id
select id from t where (instr((i - 'abc'), (u >= bo)) >= 1) order by id
select id, ((+ (j between i and m)) || (cast(d as numeric) || '10.0')) from t order by id
select id, min(lower(ltrim(m)), ((c between '' and 10.0) = (9007199254740993 - id)), -1) from t order by id
select id from t order by ((c >> 9007199254740992.0) and dt), id
select id, case ((u / i) == round(bo)) when ((bo > dt) < (b is n)) then ((j <= m) || case when 2.5 then dt else 'ABC' end) when d then i end from t order by id
select id, cast(case when (d = bo) then (u || r) else m end as integer) from t order by id
select id, bo from t order by id
select id, ((cast(null as integer) >> bo) between (- r) and ((id is not i) <> 1)) from t order by id
select id, ((strftime('%H:%M', ' 10 ') is distinct from (dt <> '10.0')) || case when lower(i) then (' 10 ' % d) else substr(u, 1, -1) end) from t order by id
select id, (((j <= b) == '2023-05-06') between ((0 || 'abc') % ('2.5' || -1)) and (t / sign('1e1'))) from t order by id
select id, (ifnull((r < n), (i * dt)) is substr(ltrim(b), 1, id)) from t order by id
select id, (abs((t + d)) == 9007199254740993) from t order by id
select id, coalesce(((+ r) is (t not in (9007199254740993, dt, i))), (nullif(m, '1e1') || case i when n then dt when m then t end), b) from t order by id
select id from t where ('2023-05-06 07:08:09' == ((r == 'x') is distinct from (d * i))) order by id
select id from t where ((('x' is not bo) or (not bo)) is distinct from typeof((2 between m and t))) order by id
select id from t where ((cast(dt as real) glob null) like dt) order by id
select id, ifnull(concat(id, (t is n), t), (('' >> r) = cast(m as numeric))) from t order by id
select id, ((instr(n, '2023-05-06 07:08:09') between bo and case when b then 'ABC' else '2023-05-06' end) or ((t = -0.5) is distinct from length(2))) from t order by id
select id, hex(((j = dt) + b)) from t order by id
select a.id, b.id from t a join t b on a.r < b.t order by 1, 2
select a.id, b.id from t a join t b on a.r is b.r order by 1, 2
select id, cast(((' 10 ' like '2023-05-06 07:08:09') * (10 || x'616263')) as numeric) from t order by id
select id from t where '2.5' order by id
select id, (((i || 2.5) in ((bo glob null), ' 10 ', 10)) || (max(9007199254740993, bo, '10.0') || id)) from t order by id
select id, 9007199254740993 from t order by id
select id, quote(case (c < 9007199254740992.0) when n then (i notnull) when bo then bo end) from t order by id
select id, bo from t order by id
select id, dt from t order by id
select id, (((r == null) is (b between '10.0' and r)) not in (((dt not like 1) between (b || 0) and bo), -0.5, c)) from t order by id
select id from t where case ((dt * '1e1') <> (d % 'abc')) when b then cast(n as real) when r then '2.5' end order by id
select id, '' from t order by id
select id, ((substr(d, i, -1) * (not 'x')) < case when length(b) then (i or bo) else (d = -0.5) end) from t order by id
select id from t where unicode((('10.0' in (u, n, '2.5')) or b)) order by id
select id, (('1e1' is not false) - n) from t order by id
select id, (round(upper(n)) * ((bo is 10.0) and (2 - r))) from t order by id
select group_concat((case i when n then 0 when '' then b end or iif(b, 10.0, dt))) from t
select id, (((true not in (n, c, r)) == (d notnull)) <= true) from t order by id
select min((bo >> id)) from t
select id, trim((b or (~ 0))) from t order by id
select max(min((t is distinct from c), ('2.5' = ' 10 '), c)) from t
select id, (((i / d) not in (typeof(bo), t, c)) << '2023-05-06') from t order by id
select id, ((hex(i) * (i is null)) || 9007199254740992.0) from t order by id
select group_concat(cast((t > b) as text)) from t
select id, t from t order by id
select id, (((i || m) not in ((j is 'abc%'), 2, r)) || substr((u || '2023-05-06 07:08:09'), 2, -1)) from t order by id
select id from t where ((case when '' then 'x' else bo end < cast('' as text)) * ((d || u) and m)) order by id
select id from t order by (not cast('abc%' as numeric)), id
select id, (id not in (((j / c) - typeof(u)), n, n)) from t order by id
select a.id, b.id from t a join t b on a.u is b.i order by 1, 2
select id, ((dt is hex(t)) < ((i <> 'x') || r)) from t order by id
select id, (upper(n) isnull) from t order by id
select id, j from t order by id
select id, coalesce('2023-05-06', ((9007199254740992.0 or bo) <= case id when '10' then '2023-05-06' when d then id end), j) from t order by id
select id, unicode(case when (m is true) then case when t then m else t end else b end) from t order by id
select id, (((0 > '10.0') || instr(-0.5, -0.5)) like true) from t order by id
select id, cast((trim(u) <> (t == b)) as text) from t order by id
select id, (case when (bo between 'ABC' and dt) then ifnull(id, '10.0') else i end or ((u and u) and (i is u))) from t order by id
select id, ((max(1, n, 0) not in ((m == 10), t, u)) > case hex(u) when instr(dt, 'abc') then (x'616263' is not n) when u then c end) from t order by id
select id, r from t order by id
select id, ((cast(j as text) <> case bo when 'abc%' then '2023-05-06 07:08:09' when u then '' end) is substr((-0.5 || u), -1, -1)) from t order by id
select id from t where (+ ((t is distinct from id) is not (0 >= ' 10 '))) order by id
select count(nullif((n or b), abs(j))) from t
select ((n || d) + (bo in ('10', '2023-05-06', bo))), count(*) from t group by 1
select id, ifnull(cast((dt between '10.0' and m) as blob), ((j is not r) || (c | i))) from t order by id
select id, (((t - u) % (u is distinct from '10.0')) >= case when (10 >= m) then nullif(u, -0.5) else (u || j) end) from t order by id
select id, cast(replace(bo, bo, 0) as blob) from t order by id
select id, (((dt or d) = (t > 1)) >> n) from t order by id
select 9007199254740993, count(*) from t group by 1
select max(t, (t || id), dt), count(*) from t group by 1
select id, (unicode(case r when u then r when dt then t end) and (bo or date(t))) from t order by id
select id, ((ifnull(i, bo) % '2023-05-06 07:08:09') == lower(i)) from t order by id
select id, (((u or '2023-05-06 07:08:09') = length(id)) | j) from t order by id
select id, (cast(abs(t) as integer) is null) from t order by id
select id, (((+ 1) between (t <= '10.0') and case c when t then m when 'abc%' then 10 end) = ((r and ' 10 ') % (n / id))) from t order by id
select id, (- (length(d) like 1)) from t order by id
select group_concat(((2 < '10') = t)) from t
select id, 'abc' from t order by id
select id, (((dt + dt) == dt) == ((10 / 'x') is (' 10 ' not in (10.0, 'abc', -1)))) from t order by id
select count(abs(('x' glob ''))) from t
select id, coalesce(strftime('%m-%d', (n in (2, t, 'ABC'))), ((id is distinct from id) is not cast(n as numeric)), -1) from t order by id
select id, case when (coalesce('1e1', x'616263', m) < length(id)) then cast((i or d) as integer) else ((u || 10) + (m not in (r, id, null))) end from t order by id
select id, '2023-05-06 07:08:09' from t order by id
select id, id from t order by id
select id, ((case m when '' then bo when d then -1 end <= (d is not d)) >> r) from t order by id
select id, (((bo is distinct from '') in ((t not in (dt, 'x', u)), i, c)) || (('abc%' % m) <= (c is '2.5'))) from t order by id
select id, ('10.0' not in (((u or u) || (id like b)), id, dt)) from t order by id
select id from t order by case when (b + d) then (10.0 | 'ABC') else (bo between bo and n) end, id
select id from t where (((2.5 or n) == min(r, m, d)) + (2.5 in ('x', j, n))) order by id
select id, (abs(('abc' between b and d)) * ((-1 is not b) is (d not in (i, dt, id)))) from t order by id
select min((' 10 ' || ('x' not like 0))) from t
select a.id, b.id from t a join t b on a.t is b.r order by 1, 2
select sum(d) from t
select id, substr(abs((true || m)), -1, -1) from t order by id
select id, (case when (t % '2023-05-06 07:08:09') then (i << t) else hex(d) end == b) from t order by id
select id, strftime('%m-%d', ((-0.5 || 10) + (j glob d))) from t order by id
select count(bo) from t
select id, upper(case '10.0' when (r % b) then ltrim(dt) when 10 then 'x' end) from t order by id
select id, lower(((m >= i) or length('10.0'))) from t order by id
select id from t order by (d >= case when b then bo else ' 10 ' end), id
select id, (max((m / t), (j or m), bo) - (d and (n + dt))) from t order by id
select id, cast(((id is distinct from c) <> nullif(m, t)) as blob) from t order by id
select id, (date(typeof(9007199254740992.0)) < ((j <> b) >= (bo == m))) from t order by id
select id, (((u + m) like ' 10 ') >= ((m not in (j, dt, c)) or bo)) from t order by id
select id from t where bo order by id
select id, ((case when bo then t else '2023-05-06' end || (bo || t)) / ((dt is null) > (t is null))) from t order by id
select id, m from t order by id
select id from t where ((9007199254740993 in ((bo || t), bo, -1)) glob null) order by id
select id from t where (concat((r || d), nullif(m, t), 'abc') and id) order by id
select id, quote(substr((u in (j, t, id)), i, -1)) from t order by id
select count(case when t then (b + 9007199254740992.0) else instr(r, m) end) from t
select id, ((round('x') >= case '2023-05-06' when c then r when 'abc%' then r end) % (c <> (t not like m))) from t order by id
select id, ((quote('10.0') is distinct from date(dt)) not like ' 10 ') from t order by id
select id, ((typeof(i) or (d = 2)) between (+ ('x' || dt)) and ((n | j) / (-0.5 is bo))) from t order by id
select id, ((coalesce(d, bo, m) + (dt = 'abc%')) == (length(bo) is null)) from t order by id
select id, case when case when (n and 2.5) then date(u) else round(d) end then ((u <> c) is not n) else (('ABC' <= d) || max(i, j, 2.5)) end from t order by id
select id from t order by lower(('abc%' >> i)), id
select count(distinct (+ c)) from t
select id from t order by ((t is i) > ('abc' <> 'abc%')), id
select count(distinct abs((t || c))) from t
select id, dt from t order by id
select id from t order by case when strftime('%m-%d', r) then (b || 'ABC') else cast(u as numeric) end, id
select id, (sign('abc') not in ((case 'x' when b then bo when j then u end not in (cast(true as integer), r, u)), ' 10 ', dt)) from t order by id
select id, (u <> nullif((r + id), (10 or '2.5'))) from t order by id
select id, instr((abs(b) > (null + n)), ((id == r) >= ('10.0' in (2, u, bo)))) from t order by id
select id, t from t order by id
select id, (((t <> '2023-05-06 07:08:09') or (b <> '10.0')) glob 2) from t order by id
select id from t order by bo, id
select id, (t between (bo between (dt is 'x') and i) and abs(('2.5' * m))) from t order by id
select id, ((~ (m || u)) glob x'616263') from t order by id
select id, cast(case when (true not in ('2023-05-06', 'abc%', id)) then (true is not r) else strftime('%H:%M', u) end as numeric) from t order by id
select id, (-1 - j) from t order by id
select id, j from t order by id
select id, ((case true when bo then bo when u then u end is distinct from 'ABC') is not false) from t order by id
select id, (case abs(t) when instr(b, 'ABC') then cast(r as real) when i then t end > concat((-1 || dt), (d == dt), 9007199254740992.0)) from t order by id
select id, bo from t order by id
select id from t order by ((id is dt) and strftime('%Y', '2023-05-06')), id
select id, dt from t order by id
select id, true from t order by id
select id, abs(n) from t order by id
select id, (iif((id is null), d, ('abc' and c)) + true) from t order by id
select id, c from t order by id
select id, cast((('1e1' / m) is not false) as real) from t order by id
select id from t where (ifnull((' 10 ' == dt), trim(r)) >> true) order by id
select id, (((+ dt) between (' 10 ' || b) and nullif('10.0', m)) - (substr(b, i, 2) == cast(d as text))) from t order by id
select id, (((c is distinct from i) || (i || ' 10 ')) - (cast(dt as real) between iif(-1, m, i) and m)) from t order by id
select id, max((('1e1' between '2.5' and '2023-05-06') or upper(i)), quote((i not in (b, d, r))), '2023-05-06') from t order by id
select id, date(((null = t) << null)) from t order by id
select id, ((+ i) * (case when '2023-05-06 07:08:09' then n else -1 end notnull)) from t order by id
select id, (abs((u isnull)) not in (substr((j = '2.5'), -1, -1), '2.5', 'abc')) from t order by id
select id, (round(typeof(j)) between (not (bo glob '2.5')) and b) from t order by id
select id from t where '2023-05-06 07:08:09' order by id
select id, r from t order by id
select id, 9007199254740992.0 from t order by id
select id, ((not cast(' 10 ' as real)) is not length((n < b))) from t order by id
select id, t from t order by id
select id, (nullif(dt, iif(i, r, -1)) like bo) from t order by id
select id, ((case j when r then c when dt then 10.0 end * (id is true)) || ((-0.5 between '10.0' and '2023-05-06 07:08:09') is not u)) from t order by id
select id, ((instr(b, i) || ('2023-05-06' <> d)) between (length(2) not in ((j || u), '', 'abc%')) and strftime('%s', (- b))) from t order by id
select id, length((not ltrim(r))) from t order by id
select count(i) from t
select (hex(d) is abs(-0.5)), count(*) from t group by 1
select id from t where cast(min(t, d, i) as integer) order by id
select id, lower(((9007199254740993 not in (bo, -0.5, dt)) / (1 || '2023-05-06 07:08:09'))) from t order by id
select id, (((n or i) / abs(m)) + trim((- 1))) from t order by id
select id, b from t order by id
select id from t where cast(((- id) & 1) as integer) order by id
select id, hex(j) from t order by id
select id, '10.0' from t order by id
select id, (case when (n between u and n) then cast(t as integer) else d end + n) from t order by id
select id, (((b in (9007199254740992.0, dt, j)) * m) < case when (n == id) then n else j end) from t order by id
select id, ((u and iif(c, n, b)) like r) from t order by id
select id, (concat(hex(2.5), ('ABC' is '1e1'), '') in ((trim(bo) >= (id | n)), 'abc%', dt)) from t order by id
select id, coalesce((('' = c) >= (m + d)), ((true in (i, 'ABC', dt)) <> (c * n)), r) from t order by id
select id, cast(case when (n in (d, t, bo)) then ('1e1' in ('abc', dt, i)) else (10.0 notnull) end as real) from t order by id
select id, (not iif(cast(r as real), ('abc%' <> 10.0), instr(m, i))) from t order by id
select id, ((dt or typeof(9007199254740992.0)) + ((bo < c) between (c or ' 10 ') and (m = '10'))) from t order by id
select id, 1 from t order by id
select id from t where (j is not (cast(2.5 as blob) between (j glob 0) and ('10.0' between u and d))) order by id
select id, (date((id << dt)) >= id) from t order by id
select id from t order by (case when x'616263' then j else '2023-05-06 07:08:09' end > abs(c)), id
select id from t order by (round(10.0) / case bo when 2.5 then t when 'ABC' then d end), id
select id from t where (((- '2023-05-06 07:08:09') is not (c <= d)) >= ((u glob '') in (i, 'abc%', -0.5))) order by id
select id, (((r >= id) in (replace(j, b, id), bo, t)) like bo) from t order by id
select id, d from t order by id
select id, d from t order by id
select a.id, b.id from t a join t b on a.i = b.i order by 1, 2
select id, ((ltrim(' 10 ') is true) between (('2023-05-06 07:08:09' <= i) < (c not in ('x', r, n))) and (strftime('%m-%d', m) and typeof(j))) from t order by id
select id from t where ltrim(((m || i) and (id like true))) order by id
select id from t order by abs((b - dt)), id
select id, max((not (i || 'ABC')), (~ (t not in (b, m, 0))), 9007199254740992.0) from t order by id
select id, d from t order by id
select id from t where (((2 and '2023-05-06') in ((c + i), i, j)) is not false) order by id
select a.id, b.id from t a join t b on a.n is b.u order by 1, 2
select id, trim(((10 between '' and ' 10 ') >= (not n))) from t order by id
select id from t order by case (t or t) when trim(r) then (bo || '10.0') when dt then '2023-05-06 07:08:09' end, id
select (('2.5' between bo and j) is lower(n)), count(*) from t group by 1
select id, case replace(('abc%' / 1), r, n) when ((i is not n) like 1) then (d || (d is r)) when d then bo end from t order by id
select id, case ((t not in (c, '2.5', -0.5)) or (t is distinct from u)) when sign(('abc%' = '1e1')) then ltrim((10.0 - dt)) when 'abc%' then 10 end from t order by id
select id, case ((n glob j) or hex(bo)) when (min(10, 10.0, '1e1') / ifnull(c, m)) then u when 9007199254740993 then dt end from t order by id
select a.id, b.id from t a join t b on a.i is b.r order by 1, 2
select id, coalesce((x'616263' * (id > 2)), 10, t) from t order by id
select id, max((case '2023-05-06' when n then t when bo then '10' end like dt), (('2.5' <> '2023-05-06 07:08:09') || upper(10.0)), 9007199254740993) from t order by id
select id, (trim((0 > 10)) in ((10 & b), t, n)) from t order by id
select id, ((+ (d = true)) not in (upper(max('x', '2.5', i)), j, n)) from t order by id
select id, cast(((~ u) between 'abc%' and max(r, bo, u)) as integer) from t order by id
select id, (cast((c <> '10') as real) % 9007199254740992.0) from t order by id
select id, dt from t order by id
select a.id, b.id from t a join t b on a.c is b.id order by 1, 2
select a.id, b.id from t a join t b on a.d < b.t order by 1, 2
select id, (ifnull((9007199254740993 || c), date(dt)) == x'616263') from t order by id
select id, cast((9007199254740993 / 0) as integer) from t order by id
select id from t where (((i isnull) || (i is true)) || ((m || c) and cast(dt as text))) order by id
select id, (r between ((c < m) notnull) and ifnull(1, (t or u))) from t order by id
select id, ((('10' and i) <= (n || 10.0)) || ((b >= dt) < (d < '2023-05-06 07:08:09'))) from t order by id
select id, (((i << dt) / ('2023-05-06' like 9007199254740993)) - (case u when 'abc' then dt when 10 then '1e1' end % null)) from t order by id
select id, (substr(typeof(b), 1, 1) >= case when (u is distinct from 2.5) then (u <= '2023-05-06') else (m like 'x') end) from t order by id
select avg(min((m / -0.5), (dt is not 9007199254740992.0), x'616263')) from t
select id from t order by ((10 / r) / max(m, c, '10')), id
select id, ((bo - (i and j)) == case when (i isnull) then case when i then bo else id end else ('abc' between d and d) end) from t order by id
select id, (((not bo) = round('10')) <> (('ABC' notnull) like 'ABC')) from t order by id
select id from t order by (cast(b as real) isnull), id
select id from t where (((c % id) | b) = (c / ('x' || '10'))) order by id
select min((j not like 2)) from t
select id, (((t || c) or (dt >> b)) - ((i | '10') >= (dt between t and b))) from t order by id
select id, t from t order by id
select id, ((~ (x'616263' is not d)) > quote('2.5')) from t order by id
select id, sign(sign((n < x'616263'))) from t order by id
select id, (not ((+ t) >> 9007199254740992.0)) from t order by id
select id, (cast((d || t) as integer) is not (9007199254740992.0 in ((id <> n), t, 10.0))) from t order by id
select id, lower(case when (m <> j) then (d between '2023-05-06' and d) else -1 end) from t order by id
select id, ((case when dt then dt else 'x' end notnull) between cast((bo is r) as text) and (('10.0' like i) * (j <> c))) from t order by id
select id from t order by hex(concat(b, m, n)), id
select id, bo from t order by id
select a.id, b.id from t a join t b on a.r is b.t order by 1, 2
select id, (cast((j > 'abc%') as numeric) between ((i is b) || date(2)) and t) from t order by id
select id from t where abs(c) order by id
select id, t from t order by id
select id from t order by (('ABC' < d) > (~ 'abc')), id
select id, i from t order by id
select (cast(bo as text) | 9007199254740993), count(*) from t group by 1
select id, (((u + bo) || (' 10 ' == 'x')) not like null) from t order by id
select id, (10.0 - u) from t order by id
select id, (hex(substr(r, -1, -1)) > lower((1 - j))) from t order by id
select a.id, b.id from t a join t b on a.id < b.b order by 1, 2
select id, ltrim((('abc' is not 9007199254740992.0) == instr(r, 'ABC'))) from t order by id
select id, (((2.5 between dt and ' 10 ') not like '10.0') + ((r / 'ABC') > (t between 1 and '2.5'))) from t order by id
select id, (+ case when (j || bo) then case when m then 'abc%' else dt end else ('2023-05-06' isnull) end) from t order by id
select id, ((quote(j) < (r not in (m, id, m))) || (cast(id as numeric) between (i = u) and -1)) from t order by id
select ((u is c) / nullif(dt, 10)), count(*) from t group by 1
select id, (((id * u) not in (trim(j), u, 1)) is length((bo is distinct from 1))) from t order by id
select id, m from t order by id
select id, (((d not like j) % (d - c)) == strftime('%H:%M', (j * b))) from t order by id
select id, (((c == c) <= (bo * u)) - d) from t order by id
select id, (((+ id) like 2) is not cast((t || '10.0') as numeric)) from t order by id
select id, ((not ('ABC' like ' 10 ')) + (d % (r / r))) from t order by id
select id, cast(concat((- '10'), (m not like i), true) as integer) from t order by id
select id from t where trim(r) order by id
select id from t where '2023-05-06 07:08:09' order by id
select id from t where abs(trim(iif(id, true, 9007199254740992.0))) order by id
select id, 'ABC' from t order by id
select id, (lower((c between 9007199254740992.0 and b)) < cast('10' as integer)) from t order by id
select id, (case when coalesce(n, '2.5', t) then (d || -1) else (i + c) end < (n / (j / m))) from t order by id
select id, m from t order by id
select id, (((10.0 is distinct from dt) / (j + n)) / (concat(d, bo, n) & 'ABC')) from t order by id
select id from t order by min(strftime('%m-%d', d), (c >= u), d), id
select id from t where (((2.5 == u) || cast(n as integer)) / ((c / d) is not (x'616263' not in (b, x'616263', 9007199254740992.0)))) order by id
select id, (case case when dt then '10.0' else 'ABC' end when (n and m) then cast(t as numeric) when dt then m end < (i <> (t glob t))) from t order by id
select id, cast((('2023-05-06 07:08:09' <> 2.5) - (c not in (c, j, c))) as numeric) from t order by id
select id, (((-1 is distinct from m) || (n / dt)) >= case when ('2023-05-06' || dt) then (i - r) else (null is j) end) from t order by id
select id, (- (- date(t))) from t order by id
select a.id, b.id from t a join t b on a.bo = b.r order by 1, 2
select id from t order by (~ (~ i)), id
select id, (n - ((not n) between ifnull(b, u) and (u <= id))) from t order by id
select id, min(((x'616263' >= '2023-05-06') is (r = m)), (cast(n as blob) in (' 10 ', '', 10)), 10) from t order by id
select id, abs((dt || (b and u))) from t order by id
select id, (('1e1' + ('10' and '10.0')) || (('ABC' % d) or abs(i))) from t order by id
select id, ((max(u, '2023-05-06 07:08:09', n) <> (dt - dt)) > ((r is not d) notnull)) from t order by id
