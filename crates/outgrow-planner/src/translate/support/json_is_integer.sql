CREATE OR REPLACE FUNCTION outgrow_sqlite.json_is_integer(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN value IN ('true', 'false') THEN true
    WHEN value ~ '^-?[0-9]{1,250}$' THEN value::numeric BETWEEN -9223372036854775808 AND 9223372036854775807
    ELSE false
  END
$function$
