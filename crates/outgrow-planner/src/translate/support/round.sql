CREATE OR REPLACE FUNCTION outgrow_sqlite.round(value double precision, digits bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    -- Beyond 2^52 there is no fraction to round.
    WHEN abs(value) >= 4503599627370496 OR value = 'NaN' THEN value
    ELSE pg_catalog.round(value::text::numeric, least(greatest(digits, 0), 30)::integer)::double precision
  END
$function$
