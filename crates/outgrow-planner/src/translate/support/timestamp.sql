CREATE OR REPLACE FUNCTION outgrow_sqlite.timestamp(value text) RETURNS timestamp without time zone
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  part text[];
  moment timestamp;
BEGIN
  IF lower(btrim(value) COLLATE "C") = 'now' THEN
    RETURN statement_timestamp() AT TIME ZONE 'UTC';
  END IF;
  -- A Julian day.
  IF value COLLATE "C" ~ '^[ \t\n\v\f\r]*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t\n\v\f\r]*$' THEN
    IF value::numeric < 0 OR value::numeric >= 5373484.5 THEN
      RETURN NULL;
    END IF;
    RETURN TIMESTAMP '2000-01-01 12:00:00'
      + round((value::double precision - 2451545) * 86400000) * INTERVAL '1 millisecond';
  END IF;
  part := regexp_match(value COLLATE "C",
    '^(?:([0-9]{4})-([0-9]{2})-([0-9]{2}))?(?:(?:(?<=[0-9])[ T\t\n\v\f\r]*)?([0-9]{2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?[ \t\n\v\f\r]*(?:([+-])([0-9]{2}):([0-9]{2})|[zZ])?)?[ \t\n\v\f\r]*$');
  IF part IS NULL OR (part[1] IS NULL AND part[4] IS NULL) THEN
    RETURN NULL;
  END IF;
  IF part[1] IS NULL THEN
    moment := TIMESTAMP '2000-01-01';
  ELSIF part[1] = '0000' OR part[2]::integer NOT BETWEEN 1 AND 12 OR part[3]::integer NOT BETWEEN 1 AND 31 THEN
    RETURN NULL;
  ELSE
    -- The 30th of February is the first or second of March.
    moment := make_timestamp(part[1]::integer, part[2]::integer, 1, 0, 0, 0) + (part[3]::integer - 1) * INTERVAL '1 day';
  END IF;
  IF part[4] IS NOT NULL THEN
    IF part[4]::integer > 24 OR part[5]::integer > 59 OR coalesce(part[6]::numeric, 0) >= 60 THEN
      RETURN NULL;
    END IF;
    moment := moment + part[4]::integer * INTERVAL '1 hour' + part[5]::integer * INTERVAL '1 minute'
      + round(coalesce(part[6], '0')::numeric * 1000)::double precision * INTERVAL '1 millisecond';
  END IF;
  IF part[7] IS NOT NULL THEN
    IF part[8]::integer > 14 OR part[9]::integer > 59 THEN
      RETURN NULL;
    END IF;
    moment := moment - (part[7] || '1')::integer
      * (part[8]::integer * INTERVAL '1 hour' + part[9]::integer * INTERVAL '1 minute');
  END IF;
  RETURN moment;
END
$function$
