CREATE OR REPLACE FUNCTION outgrow_sqlite.real_text(value double precision) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  shown text;
  digits text;
  exponent integer;
  sign text := CASE WHEN value < 0 THEN '-' ELSE '' END;
BEGIN
  IF value = 'Infinity' THEN
    RETURN 'Inf';
  ELSIF value = '-Infinity' THEN
    RETURN '-Inf';
  ELSIF value = 0 THEN
    RETURN '0.0';
  END IF;
  -- A cast to numeric rounds to fifteen significant digits, as SQLite does.
  shown := to_char(abs(value)::numeric, '9.99999999999999EEEE');
  digits := rtrim(replace(btrim(split_part(shown, 'e', 1)), '.', ''), '0');
  exponent := split_part(shown, 'e', 2)::integer;
  IF exponent < -4 OR exponent > 14 THEN
    RETURN sign || left(digits, 1) || '.' || coalesce(nullif(substr(digits, 2), ''), '0') || 'e'
      || CASE WHEN exponent < 0 THEN '-' ELSE '+' END || lpad(abs(exponent)::text, greatest(2, length(abs(exponent)::text)), '0');
  ELSIF exponent < 0 THEN
    RETURN sign || '0.' || repeat('0', -exponent - 1) || digits;
  END IF;
  digits := rpad(digits, greatest(length(digits), exponent + 2), '0');
  RETURN sign || left(digits, exponent + 1) || '.' || substr(digits, exponent + 2);
END
$function$
