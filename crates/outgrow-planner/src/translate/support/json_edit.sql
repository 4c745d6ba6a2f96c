CREATE OR REPLACE FUNCTION outgrow_sqlite.json_edit(document text, mode text, path text, value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  tokens text[] := outgrow_sqlite.json_tokens(document);
  found record;
  start integer;
  ending integer;
BEGIN
  -- NULL where nothing changes.
  SELECT * INTO found FROM outgrow_sqlite.json_locate(tokens, path);
  start := found.first;
  ending := found.last;
  IF ending IS NOT NULL AND mode <> 'insert' THEN
    IF mode = 'remove' THEN
      start := coalesce(found.label, start);
      value := '';
      IF tokens[start - 1] = ',' THEN
        start := start - 1;
      ELSIF tokens[ending + 1] = ',' THEN
        ending := ending + 1;
      END IF;
    END IF;
    RETURN array_to_string(tokens[1:start - 1], '') || value || array_to_string(tokens[ending + 1:], '');
  ELSIF found.missing IS NULL OR mode NOT IN ('set', 'insert') THEN
    RETURN NULL;
  END IF;
  IF found.rest <> '' THEN
    value := outgrow_sqlite.json_edit(CASE WHEN left(found.rest, 1) = '[' THEN '[]' ELSE '{}' END, mode, '$' || found.rest, value);
  END IF;
  RETURN array_to_string(tokens[1:start - 1], '') || CASE WHEN tokens[start - 1] IN ('{', '[') THEN '' ELSE ',' END
    || found.missing || value || array_to_string(tokens[start:], '');
END
$function$
