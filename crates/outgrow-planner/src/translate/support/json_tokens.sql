CREATE OR REPLACE FUNCTION outgrow_sqlite.json_tokens(document text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
BEGIN
  -- What is no JSON is an error here, as it is in SQLite.
  PERFORM document::json;
  RETURN ARRAY(
    SELECT part[1]
    FROM regexp_matches(document, '"(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:," \t\n\r]+', 'g') WITH ORDINALITY AS tokens (part, position)
    ORDER BY position);
END
$function$
