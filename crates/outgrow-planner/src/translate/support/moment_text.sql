CREATE OR REPLACE FUNCTION outgrow_sqlite.moment_text(value timestamp without time zone) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT lpad(extract(year FROM value)::text, 4, '0') || '-' || lpad(extract(month FROM value)::text, 2, '0')
    || '-' || lpad(extract(day FROM value)::text, 2, '0') || ' ' || lpad(extract(hour FROM value)::text, 2, '0')
    || ':' || lpad(extract(minute FROM value)::text, 2, '0') || ':' || lpad(extract(second FROM value)::text, 9, '0')
$function$
