CREATE OR REPLACE FUNCTION outgrow_sqlite.times(x double precision[], y double precision, yy double precision) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  hx double precision := outgrow_sqlite.upper_half(x[1]);
  hy double precision := outgrow_sqlite.upper_half(y);
  p double precision := hx * hy;
  q double precision := hx * (y - hy) + (x[1] - hx) * hy;
  c double precision := p + q;
  cc double precision := p - c + q + (x[1] - hx) * (y - hy);
  high double precision;
BEGIN
  -- A product of two numbers of twice the precision of a double, in Dekker's way.
  cc := x[1] * yy + x[2] * y + cc;
  high := c + cc;
  RETURN ARRAY[high, c - high + cc];
END
$function$
