CREATE OR REPLACE FUNCTION outgrow_sqlite.format_text(value text, width integer, digits integer, flags text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  by_characters boolean := strpos(flags, '!') > 0;
  shown text := value;
  padding text;
BEGIN
  IF digits >= 0 THEN
    shown := CASE
      WHEN by_characters THEN left(value, digits)
      ELSE convert_from(substr(convert_to(value, 'UTF8'), 1, digits), 'UTF8')
    END;
  END IF;
  padding := repeat(' ', greatest(0, width - CASE WHEN by_characters THEN char_length(shown) ELSE octet_length(shown) END));
  RETURN CASE WHEN strpos(flags, '-') > 0 THEN shown || padding ELSE padding || shown END;
END
$function$
