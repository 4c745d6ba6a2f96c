CREATE OR REPLACE FUNCTION outgrow_sqlite.json_remove(document text, VARIADIC paths text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  result text := array_to_string(outgrow_sqlite.json_tokens(document), '');
  path text;
BEGIN
  FOREACH path IN ARRAY paths LOOP
    IF path IS NULL OR path = '$' THEN
      RETURN NULL;
    END IF;
    result := coalesce(outgrow_sqlite.json_edit(result, 'remove', path, ''), result);
  END LOOP;
  RETURN result;
END
$function$
