CREATE OR REPLACE FUNCTION outgrow_sqlite.text_bytes(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT convert_to(value, 'UTF8')
$function$
