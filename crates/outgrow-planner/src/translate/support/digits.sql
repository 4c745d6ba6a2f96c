CREATE OR REPLACE FUNCTION outgrow_sqlite.digits(value double precision, places integer, most integer) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  number numeric := outgrow_sqlite.exact(abs(value));
  shown text := number::text;
  point integer := CASE
    WHEN number >= 1 THEN length(split_part(shown, '.', 1))
    ELSE length(ltrim(split_part(shown, '.', 2), '0')) - length(split_part(shown, '.', 2))
  END;
  scale integer := 19 - point;
  figures text;
  keep integer;
  double_ double precision[];
BEGIN
  IF value = 0 THEN
    RETURN ARRAY['0', '1'];
  END IF;
  -- SQLite holds a number as 18 or 19 digits, cut off on the side where its double-double lies.
  IF abs(value) > 9.223372036854774784e118 OR abs(value) < 9.223372036854774784e-83 THEN
    double_ := ARRAY[abs(value), 0];
    scale := 0;
    WHILE double_[1] > 9.223372036854774784e118 LOOP
      double_ := outgrow_sqlite.times(double_, 1e-100, -1.99918998026028836196e-117);
      scale := scale - 100;
    END LOOP;
    WHILE double_[1] > 9.223372036854774784e28 LOOP
      double_ := outgrow_sqlite.times(double_, 1e-10, -3.6432197315497741579e-27);
      scale := scale - 10;
    END LOOP;
    WHILE double_[1] > 9.223372036854774784e18 LOOP
      double_ := outgrow_sqlite.times(double_, 1e-01, -5.5511151231257827021e-18);
      scale := scale - 1;
    END LOOP;
    WHILE double_[1] < 9.223372036854774784e-83 LOOP
      double_ := outgrow_sqlite.times(double_, 1e100, -1.5902891109759918046e83);
      scale := scale + 100;
    END LOOP;
    WHILE double_[1] < 9.223372036854774784e07 LOOP
      double_ := outgrow_sqlite.times(double_, 1e10, 0);
      scale := scale + 10;
    END LOOP;
    WHILE double_[1] < 9.22337203685477478e17 LOOP
      double_ := outgrow_sqlite.times(double_, 1e01, 0);
      scale := scale + 1;
    END LOOP;
    number := trunc(outgrow_sqlite.exact(double_[1])) + trunc(outgrow_sqlite.exact(double_[2]));
  ELSE
  number := CASE WHEN scale >= 0 THEN number * power(10::numeric, scale) ELSE number / power(10::numeric, -scale) END;
  IF number > 9223372036854774784 THEN
    scale := scale - 1;
    number := number / 10;
  END IF;
  number := CASE WHEN outgrow_sqlite.exact(number::double precision) > number THEN ceil(number) ELSE floor(number) END;
  END IF;
  figures := number::text;
  point := length(figures) - scale;
  -- Rounded half up: to digits in all where places are positive, else behind the point.
  keep := CASE WHEN places > 0 THEN places ELSE point - places END;
  IF keep = 0 AND left(figures, 1) >= '5' THEN
    RETURN ARRAY['1', (point + 1)::text];
  ELSIF keep > 0 AND keep < length(figures) OR length(figures) > most AND keep > 0 THEN
    keep := least(keep, most);
    IF substr(figures, keep + 1, 1) >= '5' THEN
      shown := (left(figures, keep)::numeric + 1)::text;
      point := point + length(shown) - keep;
      figures := shown;
    ELSE
      figures := left(figures, keep);
    END IF;
  END IF;
  RETURN ARRAY[coalesce(nullif(rtrim(figures, '0'), ''), '0'), point::text];
END
$function$
