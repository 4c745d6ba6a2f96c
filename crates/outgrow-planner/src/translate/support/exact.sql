CREATE OR REPLACE FUNCTION outgrow_sqlite.exact(value double precision) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  bits bigint := ('x' || encode(float8send(value), 'hex'))::bit(64)::bigint;
  exponent integer := (bits >> 52) & 2047;
  mantissa numeric := bits & 4503599627370495;
BEGIN
  IF exponent = 0 THEN
    exponent := 1;
  ELSE
    mantissa := mantissa + 4503599627370496;
  END IF;
  exponent := exponent - 1075;
  IF bits < 0 THEN
    mantissa := -mantissa;
  END IF;
  -- A power of two below one is a power of five with the point moved.
  IF exponent >= 0 THEN
    RETURN mantissa * power(2::numeric, exponent);
  END IF;
  RETURN (trunc(mantissa * power(5::numeric, -exponent))::text || 'e' || exponent)::numeric;
END
$function$
