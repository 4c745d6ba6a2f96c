CREATE OR REPLACE FUNCTION outgrow_sqlite.real_to_integer(value double precision) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN value >= 9223372036854775807::double precision THEN 9223372036854775807
    WHEN value <= -9223372036854775808::double precision THEN -9223372036854775808
    ELSE trunc(value)::bigint
  END
$function$
