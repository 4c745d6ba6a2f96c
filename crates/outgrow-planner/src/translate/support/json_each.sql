CREATE OR REPLACE FUNCTION outgrow_sqlite.json_each(document text, root text DEFAULT '$')
RETURNS TABLE (key text, value text, type text, atom text, fullkey text, path text, json text, element bigint)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  start text := outgrow_sqlite.json_at(document, root);
  member record;
BEGIN
  FOR member IN
    SELECT member_position, member_key, member_value FROM outgrow_sqlite.json_members(start)
    UNION ALL
    SELECT NULL, NULL, start WHERE left(start, 1) NOT IN ('{', '[')
    ORDER BY 1
  LOOP
    json := member.member_value;
    element := CASE WHEN member.member_key IS NULL THEN member.member_position END;
    key := coalesce(member.member_key::json #>> '{}', element::text);
    value := outgrow_sqlite.json_value(json);
    type := outgrow_sqlite.json_type(json);
    atom := CASE WHEN left(json, 1) NOT IN ('{', '[') THEN value END;
    path := root;
    fullkey := root || CASE
      WHEN member.member_position IS NULL THEN ''
      WHEN member.member_key IS NULL THEN '[' || element || ']'
      WHEN member.member_key ~ '^"[A-Za-z][A-Za-z0-9]*"$' THEN '.' || trim(member.member_key, '"')
      ELSE '.' || member.member_key
    END;
    RETURN NEXT;
  END LOOP;
END
$function$
