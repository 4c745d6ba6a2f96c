//! A local PostgreSQL: find the binaries, initdb, start, stop, also when run as root.
