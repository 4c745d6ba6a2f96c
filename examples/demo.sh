#!/bin/sh
# Moves Chinook into Outgrow's own local server and shows what arrived. $1 is the binary.
set -eu
outgrow=$1
# The local server is the target when nothing names another.
unset DATABASE_URL

"$outgrow" move testdata/corpus/chinook.sqlite --schema chinook --replace --yes
echo
echo "The five longest albums, asked of PostgreSQL:"
"$outgrow" server psql -- -c "
    SELECT artist.name AS artist, album.title, round(sum(milliseconds) / 60000) AS minutes
    FROM chinook.track JOIN chinook.album USING (albumid) JOIN chinook.artist USING (artistid)
    GROUP BY artist.name, album.title ORDER BY minutes DESC LIMIT 5"
echo "Open it yourself:   $outgrow server psql"
echo "Then type:          SET search_path TO chinook;  and  \\dt"
echo "Stop the server:    $outgrow server stop"
