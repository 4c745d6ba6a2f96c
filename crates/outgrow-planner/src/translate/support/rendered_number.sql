CREATE OR REPLACE FUNCTION outgrow_sqlite.rendered_number(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE value
    WHEN 'Inf' THEN 'Infinity'::numeric
    WHEN '-Inf' THEN '-Infinity'::numeric
    ELSE outgrow_sqlite.whole_number(value)
  END
$function$
