CREATE OR REPLACE FUNCTION outgrow_sqlite.character(code bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
  SELECT CASE WHEN code BETWEEN 0 AND 1114111 THEN chr(code::integer) WHEN code IS NULL THEN chr(0) ELSE U&'\FFFD' END
$function$
