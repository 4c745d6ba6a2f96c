CREATE OR REPLACE FUNCTION outgrow_sqlite.json_at(document text, path text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  tokens text[] := outgrow_sqlite.json_tokens(document);
  place record;
BEGIN
  SELECT * INTO place FROM outgrow_sqlite.json_locate(tokens, path);
  IF place.last IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN array_to_string(tokens[place.first:place.last], '');
END
$function$
