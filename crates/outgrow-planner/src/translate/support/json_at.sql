CREATE OR REPLACE FUNCTION outgrow_sqlite.json_at(document text, path text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  tokens text[] := outgrow_sqlite.json_tokens(document);
  found record;
BEGIN
  SELECT * INTO found FROM outgrow_sqlite.json_locate(tokens, path);
  IF found.last IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN array_to_string(tokens[found.first:found.last], '');
END
$function$
