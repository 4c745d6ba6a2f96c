CREATE OR REPLACE FUNCTION outgrow_sqlite.shift_right(value bigint, count bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN count <= -64 THEN 0
    WHEN count < 0 THEN value << (-count)::integer
    WHEN count < 64 THEN value >> count::integer
    WHEN value < 0 THEN -1
    ELSE 0
  END
$function$
