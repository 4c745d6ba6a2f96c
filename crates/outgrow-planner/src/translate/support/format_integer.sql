CREATE OR REPLACE FUNCTION outgrow_sqlite.format_integer(value bigint, conversion text, width integer, digits integer, flags text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  signed boolean := conversion = 'd';
  number numeric := CASE WHEN value < 0 AND NOT signed THEN value + 18446744073709551616 ELSE abs(value::numeric) END;
  rest numeric := number;
  shown text := '';
  sign text := CASE
    WHEN NOT signed THEN ''
    WHEN value < 0 THEN '-'
    ELSE coalesce(reverse(substring(reverse(flags) FROM '[+ ]')), '')
  END;
  least_digits integer := CASE WHEN strpos(flags, '0') > 0 THEN greatest(digits, width - length(sign)) ELSE digits END;
BEGIN
  IF conversion IN ('d', 'u') THEN
    shown := number::text;
  ELSIF conversion = 'o' THEN
    LOOP
      shown := (rest % 8)::text || shown;
      rest := div(rest, 8);
      EXIT WHEN rest = 0;
    END LOOP;
  ELSE
    shown := to_hex(value);
    shown := CASE WHEN conversion = 'X' THEN upper(shown) ELSE shown END;
  END IF;
  shown := lpad(shown, greatest(least_digits, length(shown)), '0');
  IF strpos(flags, ',') > 0 AND conversion IN ('d', 'u') THEN
    shown := regexp_replace(shown, '([0-9])(?=([0-9]{3})+$)', '\1,', 'g');
  END IF;
  IF strpos(flags, '#') > 0 AND value <> 0 THEN
    sign := CASE conversion WHEN 'x' THEN '0x' WHEN 'X' THEN '0X' WHEN 'o' THEN '0' ELSE sign END;
  END IF;
  shown := sign || shown;
  IF strpos(flags, '-') > 0 THEN
    RETURN rpad(shown, greatest(width, length(shown)));
  END IF;
  RETURN lpad(shown, greatest(width, length(shown)));
END
$function$
