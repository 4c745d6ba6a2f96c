CREATE OR REPLACE FUNCTION outgrow_sqlite.clock(value text) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  part text[] := regexp_match(value COLLATE "C",
    '^([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?[ \t\n\v\f\r]*(?:([+-])([0-9]{2}):([0-9]{2})|[zZ])?[ \t\n\v\f\r]*$');
  fraction double precision := 0;
  scale double precision := 1;
  digit text;
BEGIN
  IF part IS NULL OR part[1]::integer > 24 OR part[2]::integer > 59 OR part[3]::integer > 59
    OR part[6]::integer > 14 OR part[7]::integer > 59 THEN
    RETURN NULL;
  END IF;
  IF part[4] IS NOT NULL THEN
    FOREACH digit IN ARRAY regexp_split_to_array(left(part[4], 300), '') LOOP
      fraction := fraction * 10 + digit::integer;
      scale := scale * 10;
    END LOOP;
    fraction := least(fraction / scale, 0.999);
  END IF;
  -- Hour, minute, second, and the offset from UTC in minutes.
  RETURN ARRAY[
    part[1]::double precision,
    part[2]::double precision,
    coalesce(part[3], '0')::double precision + fraction,
    coalesce((part[5] || '1')::integer * (part[6]::integer * 60 + part[7]::integer), 0)];
END
$function$
