CREATE OR REPLACE FUNCTION outgrow_sqlite.soundex(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  codes CONSTANT text := '01230120022455012623010202';
  bytes bytea := convert_to(regexp_replace(coalesce(value, ''), '^[^A-Za-z]+', ''), 'UTF8');
  result text;
  previous text;
  code text;
  letter integer;
BEGIN
  IF octet_length(bytes) = 0 THEN
    RETURN '?000';
  END IF;
  result := upper(chr(get_byte(bytes, 0)) COLLATE "C");
  FOR position IN 0 .. octet_length(bytes) - 1 LOOP
    -- The highest bit of a byte says nothing, and neither does the case of a letter.
    letter := (get_byte(bytes, position) & 95) - 64;
    code := CASE WHEN get_byte(bytes, position) & 64 = 64 AND letter BETWEEN 1 AND 26 THEN substr(codes, letter, 1) ELSE '0' END;
    IF previous IS NOT NULL AND code NOT IN ('0', previous) THEN
      result := result || code;
    END IF;
    previous := code;
  END LOOP;
  RETURN left(result || '000', 4);
END
$function$
