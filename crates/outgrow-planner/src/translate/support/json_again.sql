CREATE OR REPLACE FUNCTION outgrow_sqlite.json_again(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
  -- A JSON value that became a value of SQL and becomes JSON again.
  SELECT CASE
    WHEN left(value, 1) = '"' THEN outgrow_sqlite.json_quote(outgrow_sqlite.json_string(value))
    WHEN left(value, 1) IN ('{', '[') THEN value
    WHEN value ~ '^[-0-9]' AND NOT outgrow_sqlite.json_is_integer(value)
      THEN outgrow_sqlite.json_real(outgrow_sqlite.to_number(value))
    ELSE coalesce(outgrow_sqlite.json_value(value), 'null')
  END
$function$
