CREATE OR REPLACE FUNCTION outgrow_sqlite.moment(value text, VARIADIC modifiers text[] DEFAULT '{}') RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  blank CONSTANT text := '[ \t\n\v\f\r]';
  number CONSTANT text := '[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?';
  part text[] := regexp_match(value COLLATE "C", '^(-?[0-9]{4})-([0-9]{2})-([0-9]{2})[ \t\n\v\f\rT]*(.*)$');
  date_ integer[];     -- year, month and day, where they are said
  clock double precision[]; -- hour, minute, second and offset, where they are said
  ms bigint;           -- milliseconds since the first Julian day
  raw double precision; -- a plain number, until something says what it is
  time_only boolean := false; -- whether nothing but a time is said, its offset not yet applied
  overflow integer := 0; -- days beyond the end of the month
  subsec integer := 0;
  modifier text;
  rest text;
  amount double precision;
  unit text;
  factor double precision;
  months integer;
BEGIN
  IF value IS NULL OR array_position(modifiers, NULL) IS NOT NULL THEN
    RETURN NULL;
  END IF;
  IF part IS NOT NULL AND part[2]::integer BETWEEN 1 AND 12 AND part[3]::integer BETWEEN 1 AND 31
    AND (part[4] = '' OR outgrow_sqlite.clock(part[4]) IS NOT NULL) THEN
    date_ := ARRAY[part[1]::integer, part[2]::integer, part[3]::integer];
    clock := outgrow_sqlite.clock(nullif(part[4], ''));
    overflow := outgrow_sqlite.month_overflow(date_[1], date_[2], date_[3]);
  ELSE
    clock := outgrow_sqlite.clock(value);
    IF clock IS NULL THEN
      IF value COLLATE "C" !~ ('^' || blank || '*' || number || blank || '*$') THEN
        IF lower(value COLLATE "C") IN ('now', 'subsec', 'subsecond') THEN
          RAISE EXCEPTION 'the present time is no part of an immutable expression';
        END IF;
        RETURN NULL;
      END IF;
      raw := outgrow_sqlite.to_number(value);
      ms := CASE WHEN raw >= 0 AND raw < 5373484.5 THEN trunc(raw * 86400000 + 0.5)::bigint END;
    END IF;
  END IF;
  IF raw IS NULL THEN
    ms := outgrow_sqlite.julian_ms(coalesce(date_[1], 2000), coalesce(date_[2], 1), coalesce(date_[3], 1))
      + coalesce((clock[1] * 3600000 + clock[2] * 60000 + trunc(clock[3] * 1000 + 0.5))::bigint, 0);
    time_only := date_ IS NULL;
    IF clock[4] <> 0 AND NOT time_only THEN
      ms := ms - clock[4]::bigint * 60000;
      date_ := NULL;
      clock := NULL;
    END IF;
  END IF;
  FOR position IN 1 .. cardinality(modifiers) LOOP
    modifier := lower(modifiers[position] COLLATE "C");
    IF modifier IN ('subsec', 'subsecond') THEN
      subsec := 1;
      CONTINUE;
    ELSIF modifier IN ('localtime', 'utc') THEN
      RAISE EXCEPTION 'the modifier "%" of dates and times is not converted', modifier;
    ELSIF modifier IN ('auto', 'julianday', 'unixepoch') THEN
      IF position > 1 OR (modifier <> 'auto' AND raw IS NULL) OR (modifier = 'julianday' AND ms IS NULL) THEN
        RETURN NULL;
      ELSIF modifier = 'unixepoch' OR (modifier = 'auto' AND raw IS NOT NULL AND ms IS NULL) THEN
        IF (modifier = 'auto' AND raw NOT BETWEEN -210866760000 AND 253402300799)
          OR NOT (abs(raw) < 1e15 AND raw * 1000 + 210866760000000 >= 0 AND raw * 1000 + 210866760000000 < 464269060800000) THEN
          RETURN NULL;
        END IF;
        ms := trunc(raw * 1000 + 210866760000000 + 0.5::double precision)::bigint;
      END IF;
      raw := NULL;
      CONTINUE;
    END IF;
    IF ms IS NULL THEN
      RETURN NULL;
    END IF;
    IF time_only THEN
      IF modifier ~ '^(weekday |start of |[+-][0-9]{4,5}-)' THEN
        date_ := ARRAY[2000, 1, 1];
      ELSIF clock[4] <> 0 THEN
        ms := ms - clock[4]::bigint * 60000;
        clock := NULL;
      END IF;
    END IF;
    IF modifier IN ('ceiling', 'floor') THEN
      IF modifier = 'floor' THEN
        ms := ms - overflow::bigint * 86400000;
      ELSE
        overflow := 0;
      END IF;
    ELSIF left(modifier, 8) = 'weekday ' THEN
      rest := substr(modifier, 9);
      IF rest !~ ('^' || blank || '*' || number || blank || '*$') THEN
        RETURN NULL;
      END IF;
      amount := outgrow_sqlite.to_number(rest);
      IF amount < 0 OR amount >= 7 OR amount <> trunc(amount) OR outgrow_sqlite.civil(ms) IS NULL THEN
        RETURN NULL;
      END IF;
      months := ((ms + 129600000) / 86400000) % 7;
      ms := ms + (amount::bigint - months + CASE WHEN months > amount THEN 7 ELSE 0 END) * 86400000;
    ELSIF left(modifier, 9) = 'start of ' THEN
      date_ := coalesce(date_, outgrow_sqlite.civil(ms));
      date_ := CASE substr(modifier, 10)
        WHEN 'day' THEN date_
        WHEN 'month' THEN ARRAY[date_[1], date_[2], 1]
        WHEN 'year' THEN ARRAY[date_[1], 1, 1]
      END;
      clock := ARRAY[0, 0, 0, 0];
      time_only := false;
      ms := outgrow_sqlite.julian_ms(date_[1], date_[2], date_[3]);
      IF ms IS NULL THEN
        RETURN NULL;
      END IF;
      CONTINUE;
    ELSIF modifier ~ '^[+-][0-9]{4,5}-[0-9]{2}-[0-9]{2}' THEN
      part := regexp_match(modifier, '^([+-])([0-9]{4,5})-([0-9]{2})-([0-9]{2})(?:[ \t\n\v\f\r]([0-9]{2}:[0-9]{2}.*))?$');
      IF part IS NULL OR part[2]::integer > 14712 OR part[3]::integer > 11 OR part[4]::integer > 30 THEN
        RETURN NULL;
      END IF;
      date_ := coalesce(date_, outgrow_sqlite.civil(ms));
      months := date_[2] + (part[1] || part[3])::integer;
      date_ := ARRAY[date_[1] + (part[1] || part[2])::integer + CASE WHEN months > 0 THEN (months - 1) / 12 ELSE (months - 12) / 12 END,
        months - 12 * CASE WHEN months > 0 THEN (months - 1) / 12 ELSE (months - 12) / 12 END, date_[3]];
      overflow := outgrow_sqlite.month_overflow(date_[1], date_[2], date_[3]);
      ms := outgrow_sqlite.julian_ms(date_[1], date_[2], date_[3]) + (part[1] || part[4])::bigint * 86400000
        + coalesce((clock[1] * 3600000 + clock[2] * 60000 + trunc(clock[3] * 1000 + 0.5))::bigint, (ms + 43200000) % 86400000)
        - CASE WHEN time_only THEN clock[4]::bigint * 60000 ELSE 0 END;
      IF part[5] IS NOT NULL THEN
        clock := outgrow_sqlite.clock(part[5]);
        IF clock IS NULL THEN
          RETURN NULL;
        END IF;
        months := (clock[1] * 3600000 + clock[2] * 60000 + trunc(clock[3] * 1000 + 0.5) - clock[4] * 60000)::bigint;
        ms := ms + (part[1] || '1')::bigint * ((months + 86400000) % 86400000);
      END IF;
      IF ms IS NULL THEN
        RETURN NULL;
      END IF;
    ELSIF modifier ~ ('^' || number || ':') THEN
      clock := outgrow_sqlite.clock(ltrim(left(modifier, 1), '+-') || substr(modifier, 2));
      IF clock IS NULL THEN
        RETURN NULL;
      END IF;
      months := (clock[1] * 3600000 + clock[2] * 60000 + trunc(clock[3] * 1000 + 0.5) - clock[4] * 60000)::bigint;
      ms := ms + CASE WHEN left(modifier, 1) = '-' THEN -1 ELSE 1 END * ((months + 86400000) % 86400000);
    ELSIF modifier ~ ('^[0-9+-]') AND modifier ~ ('^' || number || '(?:' || blank || '|$)') THEN
      amount := outgrow_sqlite.to_number(modifier);
      unit := substring(modifier FROM ('^[^ \t\n\v\f\r]+' || blank || '*(.*)$'));
      IF octet_length(unit) NOT BETWEEN 3 AND 10 THEN
        RETURN NULL;
      END IF;
      unit := regexp_replace(unit, 's$', '');
      factor := CASE
        WHEN unit = 'second' AND abs(amount) < 4.6427e+14::real::double precision THEN 1
        WHEN unit = 'minute' AND abs(amount) < 7.7379e+12::real::double precision THEN 60
        WHEN unit = 'hour' AND abs(amount) < 1.2897e+11::real::double precision THEN 3600
        WHEN unit = 'day' AND abs(amount) < 5373485 THEN 86400
        WHEN unit = 'month' AND abs(amount) < 176546 THEN 2592000
        WHEN unit = 'year' AND abs(amount) < 14713 THEN 31536000
      END;
      IF factor IS NULL THEN
        RETURN NULL;
      END IF;
      overflow := 0;
      IF unit IN ('month', 'year') THEN
        date_ := coalesce(date_, outgrow_sqlite.civil(ms));
        months := date_[2];
        IF unit = 'month' THEN
          months := months + trunc(amount)::integer;
        ELSE
          date_[1] := date_[1] + trunc(amount)::integer;
        END IF;
        date_ := ARRAY[date_[1] + CASE WHEN months > 0 THEN (months - 1) / 12 ELSE (months - 12) / 12 END,
          months - 12 * CASE WHEN months > 0 THEN (months - 1) / 12 ELSE (months - 12) / 12 END, date_[3]];
        overflow := outgrow_sqlite.month_overflow(date_[1], date_[2], date_[3]);
        ms := outgrow_sqlite.julian_ms(date_[1], date_[2], date_[3])
          + coalesce((clock[1] * 3600000 + clock[2] * 60000 + trunc(clock[3] * 1000 + 0.5))::bigint, (ms + 43200000) % 86400000);
        IF ms IS NULL THEN
          RETURN NULL;
        END IF;
      END IF;
      IF unit IN ('month', 'year') THEN
        amount := amount - trunc(amount);
      END IF;
      ms := ms + trunc(amount * 1000 * factor + CASE WHEN amount < 0 THEN -0.5 ELSE 0.5 END)::bigint;
    ELSE
      RETURN NULL;
    END IF;
    date_ := NULL;
    clock := NULL;
    time_only := false;
  END LOOP;
  IF time_only AND clock[4] <> 0 THEN
    ms := ms - clock[4]::bigint * 60000;
    clock := NULL;
  END IF;
  IF ms IS NULL OR outgrow_sqlite.civil(ms) IS NULL THEN
    RETURN NULL;
  END IF;
  IF date_ IS NULL OR (cardinality(modifiers) = 0 AND date_[3] > 28) THEN
    date_ := outgrow_sqlite.civil(ms);
  END IF;
  IF clock IS NULL THEN
    months := (ms + 43200000) % 86400000;
    clock := ARRAY[months / 3600000, months / 60000 % 60, (months % 60000) / 1000.0::double precision, 0];
  END IF;
  -- Milliseconds, year, month, day, hour, minute, second, and whether fractions of a second are shown.
  RETURN ARRAY[ms, date_[1], date_[2], date_[3], clock[1], clock[2], clock[3], subsec];
END
$function$
