CREATE OR REPLACE FUNCTION outgrow_sqlite.bytes_text(value bytea) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT convert_from(value, 'UTF8')
$function$
