CREATE OR REPLACE FUNCTION outgrow_sqlite.json_end(tokens text[], first integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  depth integer := 0;
BEGIN
  FOR position IN first .. cardinality(tokens) LOOP
    IF tokens[position] IN ('{', '[') THEN
      depth := depth + 1;
    ELSIF tokens[position] IN ('}', ']') THEN
      depth := depth - 1;
    END IF;
    IF depth = 0 THEN
      RETURN position;
    END IF;
  END LOOP;
  RETURN cardinality(tokens);
END
$function$
