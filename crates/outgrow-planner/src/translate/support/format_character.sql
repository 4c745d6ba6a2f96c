CREATE OR REPLACE FUNCTION outgrow_sqlite.format_character(value text, width integer, digits integer, flags text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  shown text := repeat(left(value, 1), greatest(digits, 1));
BEGIN
  IF value IS NULL OR value = '' THEN
    RAISE EXCEPTION 'the first character of an empty text is U+0000 in SQLite, which PostgreSQL cannot hold';
  END IF;
  RETURN CASE WHEN strpos(flags, '-') > 0 THEN rpad(shown, greatest(width, char_length(shown)))
    ELSE lpad(shown, greatest(width, char_length(shown))) END;
END
$function$
