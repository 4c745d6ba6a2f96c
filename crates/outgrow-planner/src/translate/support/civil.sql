CREATE OR REPLACE FUNCTION outgrow_sqlite.civil(ms bigint) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  z integer;
  a integer;
  b integer;
  c integer;
  d integer;
  e integer;
  month integer;
BEGIN
  IF ms NOT BETWEEN 0 AND 464269060799999 THEN
    RETURN NULL;
  END IF;
  z := (ms + 43200000) / 86400000;
  a := trunc((z + 32044.75::double precision) / 36524.25::double precision)::integer - 52;
  b := z + 1 + a - (a + 100) / 4 + 25 + 1524;
  c := trunc((b - 122.1::double precision) / 365.25::double precision)::integer;
  d := 36525 * (c & 32767) / 100;
  e := trunc((b - d) / 30.6001::double precision)::integer;
  month := CASE WHEN e < 14 THEN e - 1 ELSE e - 13 END;
  RETURN ARRAY[
    CASE WHEN month > 2 THEN c - 4716 ELSE c - 4715 END,
    month,
    b - d - trunc(30.6001::double precision * e)::integer];
END
$function$
