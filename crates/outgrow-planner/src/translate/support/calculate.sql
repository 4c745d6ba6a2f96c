CREATE OR REPLACE FUNCTION outgrow_sqlite.calculate(operation text, x double precision, y double precision DEFAULT 0) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  result double precision;
BEGIN
  result := CASE operation
    WHEN 'sqrt' THEN sqrt(x)
    WHEN 'exp' THEN exp(x)
    WHEN 'pow' THEN power(x, y)
    WHEN 'mod' THEN CASE
      WHEN abs(x) = 'Infinity' OR y = 0 THEN NULL
      WHEN abs(y) = 'Infinity' THEN x
      ELSE (outgrow_sqlite.exact(x) % outgrow_sqlite.exact(y))::double precision
    END
    WHEN 'acos' THEN acos(x)
    WHEN 'asin' THEN asin(x)
    WHEN 'atan' THEN atan(x)
    WHEN 'atan2' THEN atan2(x, y)
    WHEN 'sin' THEN sin(x)
    WHEN 'cos' THEN cos(x)
    WHEN 'tan' THEN tan(x)
    WHEN 'sinh' THEN sinh(x)
    WHEN 'cosh' THEN cosh(x)
    WHEN 'tanh' THEN tanh(x)
    WHEN 'asinh' THEN asinh(x)
    WHEN 'acosh' THEN acosh(x)
    WHEN 'atanh' THEN atanh(x)
    WHEN 'ln' THEN ln(CASE WHEN x > 0 THEN x END)
    WHEN 'log10' THEN log(CASE WHEN x > 0 THEN x END)
    WHEN 'log2' THEN CASE WHEN x = 'Infinity' THEN x WHEN x > 0 THEN log(2, outgrow_sqlite.exact(x))::double precision END
    WHEN 'log' THEN ln(CASE WHEN y > 0 THEN y END) / CASE WHEN x > 0 AND ln(x) > 0 THEN ln(x) END
    WHEN 'radians' THEN x * (pi() / 180)
    WHEN 'degrees' THEN x * (180 / pi())
  END;
  RETURN nullif(result, 'NaN');
EXCEPTION
  WHEN invalid_argument_for_power_function THEN
    -- Zero to a negative power, or what has no real answer.
    RETURN CASE WHEN operation = 'pow' AND x = 0 THEN 'Infinity'::double precision END;
  WHEN numeric_value_out_of_range THEN
    RETURN CASE operation
      WHEN 'atanh' THEN CASE x WHEN 1 THEN 'Infinity'::double precision WHEN -1 THEN '-Infinity'::double precision END
      WHEN 'exp' THEN CASE WHEN x < 0 THEN 0 ELSE 'Infinity'::double precision END
      WHEN 'cosh' THEN 'Infinity'::double precision
      WHEN 'sinh' THEN CASE WHEN x < 0 THEN '-Infinity'::double precision ELSE 'Infinity'::double precision END
      WHEN 'degrees' THEN CASE WHEN x < 0 THEN '-Infinity'::double precision ELSE 'Infinity'::double precision END
      WHEN 'pow' THEN CASE
        WHEN (abs(x) > 1) <> (y > 0) THEN 0
        WHEN x < 0 AND outgrow_sqlite.exact(y) % 2 <> 0 THEN '-Infinity'::double precision
        ELSE 'Infinity'::double precision
      END
    END;
END
$function$
