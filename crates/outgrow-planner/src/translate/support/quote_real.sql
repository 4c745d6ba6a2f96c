CREATE OR REPLACE FUNCTION outgrow_sqlite.quote_real(value double precision) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  shown text := outgrow_sqlite.json_real(value);
BEGIN
  IF value NOT IN (0, 'Infinity', '-Infinity') AND abs(value) NOT BETWEEN 1e-80 AND 1e80 THEN
    RAISE EXCEPTION 'quote() of a number as large or small as this is not converted';
  END IF;
  IF outgrow_sqlite.to_number(shown) = value THEN
    RETURN shown;
  END IF;
  RETURN outgrow_sqlite.format_real(value, 'e', 0, 20, '!0');
END
$function$
