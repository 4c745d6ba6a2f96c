CREATE OR REPLACE FUNCTION outgrow_sqlite.json_change(mode text, document text, VARIADIC changes text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  result text := array_to_string(outgrow_sqlite.json_tokens(document), '');
BEGIN
  -- The changes are paths, each followed by its JSON value.
  FOR position IN 1 .. cardinality(changes) BY 2 LOOP
    IF changes[position] IS NOT NULL THEN
      result := coalesce(outgrow_sqlite.json_edit(result, mode, changes[position], changes[position + 1]), result);
    END IF;
  END LOOP;
  RETURN result;
END
$function$
