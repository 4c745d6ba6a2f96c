CREATE OR REPLACE FUNCTION outgrow_sqlite.substr_bytes(value bytea, start bigint, length bigint) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
DECLARE
  size bigint := octet_length(value);
  first bigint := start;
  count bigint := abs(length);
BEGIN
  -- No bytes have no part in SQLite.
  IF size = 0 THEN
    RETURN NULL;
  END IF;
  IF first < 0 THEN
    first := first + size;
    IF first < 0 THEN
      count := greatest(count + first, 0);
      first := 0;
    END IF;
  ELSIF first > 0 THEN
    first := first - 1;
  ELSIF count > 0 THEN
    count := count - 1;
  END IF;
  IF length < 0 THEN
    -- A negative length takes what stands before the start.
    first := first - count;
    IF first < 0 THEN
      count := count + first;
      first := 0;
    END IF;
  END IF;
  IF count <= 0 OR first >= size THEN
    RETURN '';
  END IF;
  RETURN pg_catalog.substr(value, (first + 1)::integer, least(count, size)::integer);
END
$function$
