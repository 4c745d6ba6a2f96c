CREATE OR REPLACE FUNCTION outgrow_sqlite.datetime(moment double precision[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT outgrow_sqlite.date(moment) || ' ' || outgrow_sqlite.time(moment)
$function$
