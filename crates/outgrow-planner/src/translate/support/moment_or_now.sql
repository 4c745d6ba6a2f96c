CREATE OR REPLACE FUNCTION outgrow_sqlite.moment_or_now(value text, VARIADIC modifiers text[] DEFAULT '{}') RETURNS double precision[]
LANGUAGE sql STABLE PARALLEL SAFE AS $function$
  SELECT CASE lower(value COLLATE "C")
    WHEN 'now' THEN outgrow_sqlite.moment(present.text, VARIADIC modifiers)
    WHEN 'subsec' THEN outgrow_sqlite.moment(present.text, VARIADIC 'subsec'::text || modifiers)
    WHEN 'subsecond' THEN outgrow_sqlite.moment(present.text, VARIADIC 'subsec'::text || modifiers)
    ELSE outgrow_sqlite.moment(value, VARIADIC modifiers)
  END
  FROM (SELECT to_char(date_trunc('milliseconds', statement_timestamp() AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:MI:SS.MS') AS text) AS present
$function$
