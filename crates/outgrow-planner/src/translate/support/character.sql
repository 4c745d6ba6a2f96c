CREATE OR REPLACE FUNCTION outgrow_sqlite.character(code bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
  -- NULL reads as 0, whose character PostgreSQL refuses.
  SELECT CASE WHEN coalesce(code, 0) BETWEEN 0 AND 1114111 THEN chr(coalesce(code, 0)::integer) ELSE chr(65533) END
$function$
