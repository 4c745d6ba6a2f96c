CREATE OR REPLACE FUNCTION outgrow_sqlite.unhex(value text, ignored text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  kept text := '';
  piece text;
BEGIN
  -- Other characters may stand between the bytes, not within them; digits are never passed over.
  FOREACH piece IN ARRAY ARRAY(SELECT part[1] FROM regexp_matches(value, '[0-9a-fA-F]{2}|.', 'g') AS pieces (part)) LOOP
    IF piece ~ '^[0-9a-fA-F]{2}$' THEN
      kept := kept || piece;
    ELSIF piece ~ '^[0-9a-fA-F]$' OR strpos(ignored, piece) = 0 THEN
      RETURN NULL;
    END IF;
  END LOOP;
  RETURN decode(kept, 'hex');
END
$function$
