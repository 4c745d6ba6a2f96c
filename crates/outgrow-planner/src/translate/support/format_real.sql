CREATE OR REPLACE FUNCTION outgrow_sqlite.format_real(value double precision, conversion text, width integer, digits integer, flags text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  places integer := CASE WHEN digits < 0 THEN 6 ELSE digits END;
  kind text := lower(conversion);
  number text;
  figures text := '0'; -- the significant digits
  point integer := 1;  -- how many of them stand before the point
  rounded text[];
  exponent integer;
  sign text := CASE WHEN value < 0 THEN '-' ELSE coalesce(reverse(substring(reverse(flags) FROM '[+ ]')), '') END;
  shown text;
  trim_zeros boolean := false;
  generic boolean := false;
BEGIN
  IF kind = 'g' THEN
    places := greatest(places, 1);
  END IF;
  IF value IN ('Infinity', '-Infinity') THEN
    IF strpos(flags, '0') = 0 THEN
      shown := sign || 'Inf';
      RETURN CASE WHEN strpos(flags, '-') > 0 THEN rpad(shown, greatest(width, length(shown)))
        ELSE lpad(shown, greatest(width, length(shown))) END;
    END IF;
    figures := '9';
    point := 1000;
  ELSIF value <> 0 THEN
    rounded := outgrow_sqlite.digits(value, CASE kind WHEN 'f' THEN -places WHEN 'e' THEN places + 1 ELSE places END,
      CASE WHEN strpos(flags, '!') > 0 THEN 26 ELSE 16 END);
    figures := rounded[1];
    point := rounded[2]::integer;
  END IF;
  exponent := point - 1;
  IF kind = 'g' THEN
    places := places - 1;
    trim_zeros := strpos(flags, '#') = 0;
    generic := true;
    IF exponent < -4 OR exponent > places THEN
      kind := 'e';
    ELSE
      kind := 'f';
      places := places - exponent;
    END IF;
  END IF;
  IF kind = 'e' THEN
    point := 1;
  END IF;
  IF value < 0 AND strpos(flags, '#') > 0 AND flags !~ '[+ ]' AND conversion = 'f' AND point <= -digits THEN
    sign := '';
  END IF;
  number := CASE WHEN point <= 0 THEN '0' ELSE rpad(left(figures, point), point, '0') END;
  IF strpos(flags, ',') > 0 THEN
    number := regexp_replace(number, '([0-9])(?=([0-9]{3})+$)', '\1,', 'g');
  END IF;
  shown := sign || number;
  IF places > 0 OR flags ~ '[#!]' THEN
    number := '.' || rpad(left(repeat('0', greatest(-point, 0)) || substr(figures, greatest(point, 0) + 1), places), places, '0');
    IF trim_zeros OR (strpos(flags, '!') > 0 AND NOT generic) THEN
      number := rtrim(number, '0');
      number := CASE WHEN number <> '.' THEN number WHEN strpos(flags, '!') > 0 THEN '.0' ELSE '' END;
    END IF;
    shown := shown || number;
  END IF;
  IF kind = 'e' THEN
    shown := shown || CASE WHEN conversion IN ('E', 'G') THEN 'E' ELSE 'e' END
      || CASE WHEN exponent < 0 THEN '-' ELSE '+' END || lpad(abs(exponent)::text, greatest(2, length(abs(exponent)::text)), '0');
  END IF;
  IF strpos(flags, '-') > 0 THEN
    RETURN rpad(shown, greatest(width, length(shown)));
  ELSIF strpos(flags, '0') > 0 AND length(shown) < width THEN
    RETURN sign || repeat('0', width - length(shown)) || substr(shown, length(sign) + 1);
  END IF;
  RETURN lpad(shown, greatest(width, length(shown)));
END
$function$
