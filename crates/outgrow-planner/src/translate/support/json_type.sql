CREATE OR REPLACE FUNCTION outgrow_sqlite.json_type(document text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE left(outgrow_sqlite.json_at(document, '$'), 1)
    WHEN '{' THEN 'object'
    WHEN '[' THEN 'array'
    WHEN '"' THEN 'text'
    WHEN 't' THEN 'true'
    WHEN 'f' THEN 'false'
    WHEN 'n' THEN 'null'
    ELSE CASE WHEN document ~ '[.eE]' THEN 'real' ELSE 'integer' END
  END
$function$
