CREATE OR REPLACE FUNCTION outgrow_sqlite.real_text(value double precision) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT outgrow_sqlite.format_real(value, 'g', 0, 15, '!')
$function$
