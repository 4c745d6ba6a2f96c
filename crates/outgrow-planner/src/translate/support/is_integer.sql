CREATE OR REPLACE FUNCTION outgrow_sqlite.is_integer(value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  digits text := substring(value COLLATE "C" FROM '^[ \t\n\v\f\r]*([+-]?[0-9]*)');
  rest text := substring(value COLLATE "C" FROM '^[ \t\n\v\f\r]*[+-]?[0-9]*(.*)$');
BEGIN
  IF rest ~ '^(\.[0-9]|[eE][+-]?[0-9])' OR (digits ~ '[0-9]' AND rest LIKE '.%') THEN
    RETURN false;
  END IF;
  RETURN digits !~ '[0-9]' OR digits::numeric BETWEEN -9223372036854775808 AND 9223372036854775807;
END
$function$
