//! Files of thousands of tables, and tables of more than a thousand columns: cost grows with them, not with
//! their square, and a server with few locks takes them.

mod file;
mod moved;
mod planned;
mod replaced;
mod waiting;
