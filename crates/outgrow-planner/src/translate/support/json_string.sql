CREATE OR REPLACE FUNCTION outgrow_sqlite.json_string(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE left(value, 1) WHEN '"' THEN value::json #>> '{}' WHEN '{' THEN value WHEN '[' THEN value END
$function$
