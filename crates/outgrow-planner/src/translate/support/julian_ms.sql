CREATE OR REPLACE FUNCTION outgrow_sqlite.julian_ms(year integer, month integer, day integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  y integer := CASE WHEN month <= 2 THEN year - 1 ELSE year END;
  m integer := CASE WHEN month <= 2 THEN month + 12 ELSE month END;
  century integer := (y + 4800) / 100;
BEGIN
  IF year NOT BETWEEN -4713 AND 9999 THEN
    RETURN NULL;
  END IF;
  -- Milliseconds since noon of the first Julian day, at midnight of a Gregorian date.
  RETURN (36525 * (y + 4716) / 100 + 306001 * (m + 1) / 10000 + day + 38 - century + century / 4)::bigint * 86400000
    - 131716800000;
END
$function$
