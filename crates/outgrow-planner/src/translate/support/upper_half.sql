CREATE OR REPLACE FUNCTION outgrow_sqlite.upper_half(value double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE
    WHEN (bits >> 52) & 2047 = 0 THEN (bits & 4503599560261632)::double precision * 5e-324::double precision
    ELSE ((bits & 4503599560261632) + 4503599627370496)::double precision
      * power(2::double precision, (((bits >> 52) & 2047) - 1075)::double precision)
  END
  FROM (SELECT ('x' || encode(float8send(value), 'hex'))::bit(64)::bigint AS bits) AS stored
$function$
