CREATE OR REPLACE FUNCTION outgrow_sqlite.date(moment double precision[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
  SELECT CASE WHEN moment[2] < 0 THEN '-' ELSE '' END || lpad(abs(moment[2])::text, 4, '0')
    || '-' || lpad(moment[3]::text, 2, '0') || '-' || lpad(moment[4]::text, 2, '0')
$function$
