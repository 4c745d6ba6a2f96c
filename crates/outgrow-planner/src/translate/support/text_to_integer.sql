CREATE OR REPLACE FUNCTION outgrow_sqlite.text_to_integer(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT least(greatest(
    coalesce(substring(value COLLATE "C" FROM '^[ \t\n\v\f\r]*([+-]?[0-9]+)')::numeric, 0),
    -9223372036854775808), 9223372036854775807)::bigint
$function$
