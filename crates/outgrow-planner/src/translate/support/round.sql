CREATE OR REPLACE FUNCTION outgrow_sqlite.round(value double precision, digits bigint) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  places integer := least(greatest(digits, 0), 30)::integer;
  shown numeric;
  rounded numeric;
  bits bigint;
  exponent integer;
  mantissa numeric;
BEGIN
  -- Beyond 2^52 there is no fraction to round.
  IF abs(value) >= 4503599627370496 OR value = 'NaN' THEN
    RETURN value;
  ELSIF places = 0 THEN
    RETURN trunc(value + CASE WHEN value < 0 THEN -0.5 ELSE 0.5 END);
  END IF;
  shown := abs(value)::text::numeric;
  rounded := pg_catalog.round(shown, places);
  -- Where the shortest decimal lies half way, the exact value of the double may lie below.
  IF rounded - shown = 5 * power(10::numeric, -places - 1) THEN
    bits := ('x' || encode(float8send(abs(value)), 'hex'))::bit(64)::bigint;
    exponent := (bits >> 52)::integer;
    mantissa := bits & 4503599627370495;
    IF exponent = 0 THEN
      exponent := 1;
    ELSE
      mantissa := mantissa + 4503599627370496;
    END IF;
    IF mantissa < shown * power(2::numeric, 1075 - exponent) THEN
      rounded := trunc(shown, places);
    END IF;
  END IF;
  RETURN sign(value) * rounded::double precision;
END
$function$
