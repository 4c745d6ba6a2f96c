CREATE OR REPLACE FUNCTION outgrow_sqlite.json_value(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN value = 'true' THEN '1'
    WHEN value = 'false' THEN '0'
    WHEN value ~ '^[-0-9]' THEN CASE
      WHEN outgrow_sqlite.json_is_integer(value) THEN value::numeric::text
      ELSE outgrow_sqlite.real_text(outgrow_sqlite.to_number(value))
    END
    ELSE outgrow_sqlite.json_string(value)
  END
$function$
