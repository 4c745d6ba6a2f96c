CREATE OR REPLACE FUNCTION outgrow_sqlite.json_patch(target text, patch text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  result text := array_to_string(outgrow_sqlite.json_tokens(target), '');
  change record;
  keys text[];
  contents text[];
  at_ integer;
BEGIN
  IF outgrow_sqlite.json_type(patch) <> 'object' THEN
    RETURN array_to_string(outgrow_sqlite.json_tokens(patch), '');
  END IF;
  IF left(result, 1) <> '{' THEN
    result := '{}';
  END IF;
  SELECT coalesce(array_agg(member_key ORDER BY member_position), '{}'), coalesce(array_agg(member_value ORDER BY member_position), '{}')
    INTO keys, contents FROM outgrow_sqlite.json_members(result);
  FOR change IN SELECT * FROM outgrow_sqlite.json_members(patch) ORDER BY member_position LOOP
    at_ := NULL;
    FOR position IN 1 .. cardinality(keys) LOOP
      IF keys[position]::json #>> '{}' = change.member_key::json #>> '{}' THEN
        at_ := position;
        EXIT;
      END IF;
    END LOOP;
    IF at_ IS NOT NULL AND change.member_value = 'null' THEN
      keys := keys[1:at_ - 1] || keys[at_ + 1:];
      contents := contents[1:at_ - 1] || contents[at_ + 1:];
    ELSIF at_ IS NOT NULL THEN
      contents[at_] := outgrow_sqlite.json_patch(contents[at_], change.member_value);
    ELSIF change.member_value <> 'null' THEN
      keys := keys || change.member_key;
      contents := contents || outgrow_sqlite.json_patch('null', change.member_value);
    END IF;
  END LOOP;
  RETURN '{' || coalesce((SELECT string_agg(keys[position] || ':' || contents[position], ',' ORDER BY position)
    FROM generate_series(1, cardinality(keys)) AS positions (position)), '') || '}';
END
$function$
