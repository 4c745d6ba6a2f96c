CREATE OR REPLACE FUNCTION outgrow_sqlite.json_members(document text)
RETURNS TABLE (member_position integer, member_key text, member_value text)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  tokens text[] := outgrow_sqlite.json_tokens(document);
  position integer := 2;
  start integer;
  ending integer;
BEGIN
  -- The elements of an array or the members of an object, keys as they are written.
  IF tokens[1] NOT IN ('{', '[') THEN
    RETURN;
  END IF;
  member_position := 0;
  WHILE tokens[position] NOT IN ('}', ']') LOOP
    start := CASE WHEN tokens[1] = '{' THEN position + 2 ELSE position END;
    ending := outgrow_sqlite.json_end(tokens, start);
    member_key := CASE WHEN tokens[1] = '{' THEN tokens[position] END;
    member_value := array_to_string(tokens[start:ending], '');
    RETURN NEXT;
    member_position := member_position + 1;
    position := ending + CASE WHEN tokens[ending + 1] = ',' THEN 2 ELSE 1 END;
  END LOOP;
END
$function$
