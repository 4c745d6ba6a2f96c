CREATE OR REPLACE FUNCTION outgrow_sqlite.json_edit(document text, mode text, path text, value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  tokens text[] := outgrow_sqlite.json_tokens(document);
  place record;
  start integer;
  ending integer;
BEGIN
  -- NULL where nothing changes.
  SELECT * INTO place FROM outgrow_sqlite.json_locate(tokens, path);
  start := place.first;
  ending := place.last;
  IF ending IS NOT NULL AND mode <> 'insert' THEN
    IF mode = 'remove' THEN
      start := coalesce(place.label, start);
      value := '';
      IF tokens[start - 1] = ',' THEN
        start := start - 1;
      ELSIF tokens[ending + 1] = ',' THEN
        ending := ending + 1;
      END IF;
    END IF;
    RETURN array_to_string(tokens[1:start - 1], '') || value || array_to_string(tokens[ending + 1:], '');
  ELSIF place.missing IS NULL OR mode NOT IN ('set', 'insert') THEN
    RETURN NULL;
  END IF;
  IF place.rest <> '' THEN
    value := outgrow_sqlite.json_edit(CASE WHEN left(place.rest, 1) = '[' THEN '[]' ELSE '{}' END, mode, '$' || place.rest, value);
  END IF;
  RETURN array_to_string(tokens[1:start - 1], '') || CASE WHEN tokens[start - 1] IN ('{', '[') THEN '' ELSE ',' END
    || place.missing || value || array_to_string(tokens[start:], '');
END
$function$
