CREATE OR REPLACE FUNCTION outgrow_sqlite.to_number(value text) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  number text := substring(value COLLATE "C" FROM '^[ \t\n\v\f\r]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)');
BEGIN
  IF number IS NULL THEN
    RETURN 0;
  END IF;
  RETURN number::double precision;
EXCEPTION WHEN numeric_value_out_of_range THEN
  -- A number too small for a double is 0, one too large is infinite.
  IF number ~ '[eE]-' THEN
    RETURN 0;
  END IF;
  RETURN CASE WHEN number LIKE '-%' THEN '-Infinity' ELSE 'Infinity' END;
END
$function$
