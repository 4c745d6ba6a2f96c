CREATE OR REPLACE FUNCTION outgrow_sqlite.strftime(format text, moment double precision[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  ms bigint := moment[1];
  year integer := moment[2];
  hour integer := moment[5];
  day_of_year integer := (ms - outgrow_sqlite.julian_ms(year, 1, 1)
    - (moment[5] * 3600000 + moment[6] * 60000 + trunc(moment[7] * 1000 + 0.5))::bigint + 43200000) / 86400000;
  from_monday integer := ((ms + 43200000) / 86400000) % 7;
  from_sunday integer := ((ms + 129600000) / 86400000) % 7;
  thursday bigint := ms + (3 - from_monday) * 86400000::bigint;
  thursday_year integer := (outgrow_sqlite.civil(thursday))[1];
  shown text := '';
  piece text;
BEGIN
  FOR piece IN SELECT part[1] FROM regexp_matches(format, '[^%]+|%.?', 'g') AS pieces (part) LOOP
    IF left(piece, 1) <> '%' THEN
      shown := shown || piece;
      CONTINUE;
    END IF;
    shown := shown || CASE substr(piece, 2)
      WHEN 'd' THEN lpad(moment[4]::text, 2, '0')
      WHEN 'e' THEN lpad(moment[4]::text, 2)
      WHEN 'f' THEN outgrow_sqlite.format_real(moment[7], 'f', 6, 3, '0')
      WHEN 'F' THEN outgrow_sqlite.format_integer(year, 'd', 4, -1, '0') || '-' || lpad(moment[3]::text, 2, '0')
        || '-' || lpad(moment[4]::text, 2, '0')
      WHEN 'G' THEN outgrow_sqlite.format_integer(thursday_year, 'd', 4, -1, '0')
      WHEN 'g' THEN outgrow_sqlite.format_integer(thursday_year % 100, 'd', 2, -1, '0')
      WHEN 'H' THEN lpad(hour::text, 2, '0')
      WHEN 'k' THEN lpad(hour::text, 2)
      WHEN 'I' THEN lpad(((hour + 11) % 12 + 1)::text, 2, '0')
      WHEN 'l' THEN lpad(((hour + 11) % 12 + 1)::text, 2)
      WHEN 'j' THEN lpad((day_of_year + 1)::text, 3, '0')
      WHEN 'J' THEN outgrow_sqlite.format_real(ms / 86400000.0::double precision, 'g', 0, 16, '')
      WHEN 'm' THEN lpad(moment[3]::text, 2, '0')
      WHEN 'M' THEN lpad(moment[6]::text, 2, '0')
      WHEN 'p' THEN CASE WHEN hour >= 12 THEN 'PM' ELSE 'AM' END
      WHEN 'P' THEN CASE WHEN hour >= 12 THEN 'pm' ELSE 'am' END
      WHEN 'R' THEN lpad(hour::text, 2, '0') || ':' || lpad(moment[6]::text, 2, '0')
      WHEN 's' THEN CASE
        WHEN moment[8] = 0 THEN (ms / 1000 - 210866760000)::text
        ELSE outgrow_sqlite.format_real((ms - 210866760000000) / 1000.0::double precision, 'f', 0, 3, '')
      END
      WHEN 'S' THEN lpad(trunc(moment[7])::text, 2, '0')
      WHEN 'T' THEN lpad(hour::text, 2, '0') || ':' || lpad(moment[6]::text, 2, '0') || ':'
        || lpad(trunc(moment[7])::text, 2, '0')
      WHEN 'u' THEN CASE WHEN from_sunday = 0 THEN '7' ELSE from_sunday::text END
      WHEN 'w' THEN from_sunday::text
      WHEN 'U' THEN lpad(((day_of_year - from_sunday + 7) / 7)::text, 2, '0')
      WHEN 'V' THEN lpad((((thursday + 43200000) / 86400000
        - (outgrow_sqlite.julian_ms(thursday_year, 1, 1) + 43200000) / 86400000) / 7 + 1)::text, 2, '0')
      WHEN 'W' THEN lpad(((day_of_year - from_monday + 7) / 7)::text, 2, '0')
      WHEN 'Y' THEN outgrow_sqlite.format_integer(year, 'd', 4, -1, '0')
      WHEN '%' THEN '%'
    END;
  END LOOP;
  RETURN shown;
END
$function$
