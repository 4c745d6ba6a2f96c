CREATE OR REPLACE FUNCTION outgrow_sqlite.json_shown(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN value !~ '^[-0-9]' OR outgrow_sqlite.json_is_integer(value) THEN outgrow_sqlite.json_value(value)
    WHEN outgrow_sqlite.to_number(outgrow_sqlite.json_value(value)) = outgrow_sqlite.to_number(value)
      THEN outgrow_sqlite.json_value(value)
    ELSE outgrow_sqlite.to_number(value)::text
  END
$function$
