CREATE OR REPLACE FUNCTION outgrow_sqlite.month_overflow(year integer, month integer, day integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT greatest(0, day - CASE
    WHEN month IN (4, 6, 9, 11) THEN 30
    WHEN month <> 2 THEN 31
    WHEN year % 4 <> 0 OR (year % 100 = 0 AND year % 400 <> 0) THEN 28
    ELSE 29
  END)
$function$
