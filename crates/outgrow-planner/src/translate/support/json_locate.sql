CREATE OR REPLACE FUNCTION outgrow_sqlite.json_locate(tokens text[], path text,
  OUT label integer, OUT first integer, OUT last integer, OUT missing text, OUT rest text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
  step text[];
  key text;
  start integer := 1;
  label_at integer;
  position integer;
  ending integer;
  elements integer;
  wanted integer;
  opening integer;
BEGIN
  IF left(path, 1) <> '$' THEN
    RAISE EXCEPTION 'bad JSON path: %', path USING ERRCODE = 'invalid_parameter_value';
  END IF;
  rest := substr(path, 2);
  WHILE rest <> '' LOOP
    label_at := NULL;
    IF left(rest, 1) = '[' AND tokens[start] <> '[' THEN
      RETURN;
    END IF;
    step := coalesce(
      regexp_match(rest, '^\."((?:[^"\\]|\\.)*)"()()()(.*)$'),
      regexp_match(rest, '^\.()([^".[][^.[]*)()()(.*)$'),
      regexp_match(rest, '^\[()()([0-9]{1,9}|#)(-[0-9]{1,9})?\](.*)$'));
    IF step IS NULL OR (step[4] <> '' AND step[3] <> '#') THEN
      RAISE EXCEPTION 'bad JSON path: %', path USING ERRCODE = 'invalid_parameter_value';
    END IF;
    rest := step[5];
    position := start + 1;
    start := NULL;
    IF step[3] = '' THEN
      IF tokens[position - 1] <> '{' THEN
        RETURN;
      END IF;
      key := CASE WHEN step[2] <> '' THEN step[2] WHEN strpos(step[1], '\') > 0 THEN ('"' || step[1] || '"')::json #>> '{}' ELSE step[1] END;
      WHILE tokens[position] <> '}' LOOP
        ending := outgrow_sqlite.json_end(tokens, position + 2);
        IF tokens[position]::json #>> '{}' = key THEN
          label_at := position;
          start := position + 2;
          EXIT;
        END IF;
        position := ending + 1;
        IF tokens[position] = ',' THEN
          position := position + 1;
        END IF;
      END LOOP;
      IF start IS NULL THEN
        missing := CASE WHEN strpos(step[1], '\') > 0 THEN '"' || step[1] || '"' ELSE to_json(key)::text END || ':';
      END IF;
    ELSE
      elements := 0;
      opening := position - 1;
      IF step[3] <> '#' THEN
        wanted := step[3]::integer;
      END IF;
      LOOP
        IF tokens[position] = ']' THEN
          EXIT WHEN step[3] <> '#' OR wanted IS NOT NULL;
          wanted := elements + coalesce(nullif(step[4], ''), '0')::integer;
          IF wanted < 0 THEN
            RETURN;
          END IF;
          EXIT WHEN wanted = elements;
          position := opening + 1;
          elements := 0;
        END IF;
        IF elements = wanted THEN
          start := position;
          EXIT;
        END IF;
        position := outgrow_sqlite.json_end(tokens, position) + 1;
        elements := elements + 1;
        IF tokens[position] = ',' THEN
          position := position + 1;
        END IF;
      END LOOP;
      IF start IS NULL AND elements <> wanted THEN
        RETURN;
      END IF;
      wanted := NULL;
      IF start IS NULL THEN
        missing := '';
      END IF;
    END IF;
    IF start IS NULL THEN
      first := position;
      RETURN;
    END IF;
  END LOOP;
  label := label_at;
  first := start;
  last := outgrow_sqlite.json_end(tokens, start);
END
$function$
