CREATE OR REPLACE FUNCTION outgrow_sqlite.json_valid(value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  depth integer := 0;
  bracket text;
BEGIN
  PERFORM value::json;
  -- SQLite reads no JSON that nests deeper than this.
  IF length(value) - length(translate(value, '[{', '')) > 1000 THEN
    FOR bracket IN SELECT part[1] FROM regexp_matches(value, '"(?:[^"\\]|\\.)*"|[][{}]', 'g') AS brackets (part) LOOP
      depth := depth + CASE WHEN bracket IN ('[', '{') THEN 1 WHEN bracket IN (']', '}') THEN -1 ELSE 0 END;
      IF depth > 1000 THEN
        RETURN false;
      END IF;
    END LOOP;
  END IF;
  RETURN true;
EXCEPTION WHEN invalid_text_representation THEN
  RETURN false;
END
$function$
