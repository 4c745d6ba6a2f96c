CREATE OR REPLACE FUNCTION outgrow_sqlite.json_number(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN value = 'true' THEN 1
    WHEN value = 'false' THEN 0
    WHEN value !~ '^[-0-9]' THEN NULL
    WHEN outgrow_sqlite.json_is_integer(value) THEN value::numeric
    ELSE outgrow_sqlite.to_number(value)::text::numeric
  END
$function$
