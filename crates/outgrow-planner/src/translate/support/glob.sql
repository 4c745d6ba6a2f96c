CREATE OR REPLACE FUNCTION outgrow_sqlite.glob(pattern text, value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  expression text := '';
  piece text;
  members text;
  member text;
BEGIN
  -- A regular expression of the same meaning.
  FOR piece IN SELECT part[1] FROM regexp_matches(pattern, '\[(?:\^.|[^^])[^]]*\]|.', 'g') AS pieces (part) LOOP
    IF piece = '*' THEN
      expression := expression || '.*';
    ELSIF piece = '?' THEN
      expression := expression || '.';
    ELSIF left(piece, 1) <> '[' THEN
      expression := expression || '[' || CASE WHEN piece IN ('^', '\') THEN '\' ELSE '' END || piece || ']';
    ELSIF piece = '[' THEN
      RETURN false;
    ELSE
      members := CASE WHEN piece ~ '^\[\^?\]' THEN '|[]]' ELSE '' END;
      FOR member IN
        SELECT part[1] FROM regexp_matches(
          regexp_replace(left(substr(piece, 2), -1), '^\^?\]?', ''), '.-.|.', 'g') AS pieces (part)
      LOOP
        IF char_length(member) = 3 AND ascii(left(member, 1)) > ascii(right(member, 1)) THEN
          member := left(member, 1);
        END IF;
        IF char_length(member) = 1 THEN
          members := members || '|[' || CASE WHEN member IN ('^', '\') THEN '\' ELSE '' END || member || ']';
        ELSE
          members := members || '|[\U' || lpad(to_hex(ascii(left(member, 1))), 8, '0')
            || '-\U' || lpad(to_hex(ascii(right(member, 1))), 8, '0') || ']';
        END IF;
      END LOOP;
      members := CASE WHEN members = '' THEN '(?!)' ELSE '(?:' || substr(members, 2) || ')' END;
      expression := expression || CASE WHEN piece ~ '^\[\^' THEN '(?!' || members || ').' ELSE members END;
    END IF;
  END LOOP;
  RETURN value COLLATE "C" ~ ('^(?:' || expression || ')$');
END
$function$
