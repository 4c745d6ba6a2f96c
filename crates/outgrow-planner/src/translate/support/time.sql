CREATE OR REPLACE FUNCTION outgrow_sqlite.time(moment double precision[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT lpad(moment[5]::text, 2, '0') || ':' || lpad(moment[6]::text, 2, '0') || ':' || CASE
    WHEN moment[8] = 0 THEN lpad(trunc(moment[7])::text, 2, '0')
    ELSE overlay(lpad(trunc(moment[7] * 1000 + 0.5)::text, 5, '0') PLACING '.' FROM 3 FOR 0)
  END
$function$
