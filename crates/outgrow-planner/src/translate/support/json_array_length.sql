CREATE OR REPLACE FUNCTION outgrow_sqlite.json_array_length(document text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT count(*) FILTER (WHERE member_key IS NULL) FROM outgrow_sqlite.json_members(document)
$function$
