CREATE OR REPLACE FUNCTION outgrow_sqlite.json_quote(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT to_json(value)::text
$function$
