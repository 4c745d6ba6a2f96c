CREATE OR REPLACE FUNCTION outgrow_sqlite.whole_number(value text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  number text := substring(value COLLATE "C"
    FROM '^[ \t\n\v\f\r]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)[ \t\n\v\f\r]*$');
BEGIN
  IF number ~ '^[+-]?[0-9]{1,18}$' THEN
    RETURN number::numeric;
  END IF;
  -- Through a double, as SQLite reads it, and with all digits of that double.
  RETURN number::double precision::text::numeric;
EXCEPTION WHEN numeric_value_out_of_range THEN
  IF number ~ '[eE]-' THEN
    RETURN 0;
  END IF;
  RETURN CASE WHEN number LIKE '-%' THEN '-Infinity' ELSE 'Infinity' END;
END
$function$
