//! Which framework made a file.

use super::Framework;
use crate::catalog::sqlite::{Catalog, Table};

/// The frameworks that made this file, each once, in the order of [`Framework`].
///
/// Their own tables are proof. Where a framework leaves no table, the way it
/// spells its CREATE statements is.
pub fn fingerprint(catalog: &Catalog) -> Vec<Framework> {
    let mut found: Vec<Framework> =
        MARKS.iter().filter(|mark| mark.is_in(catalog)).map(|mark| mark.framework).collect();
    if is_dbmate(catalog) {
        found.push(Framework::Dbmate);
    }
    for (framework, is_spelled) in SPELLINGS {
        if !found.iter().any(|other| other.has_models()) && is_spelled(catalog) {
            found.push(*framework);
        }
    }
    if !found.contains(&Framework::PyDal) && !found.contains(&Framework::Emmett) && is_pydal(catalog) {
        found.push(if is_emmett(catalog) { Framework::Emmett } else { Framework::PyDal });
    }
    found.sort();
    found.dedup();
    found
}

/// Tables, with some of their columns, that prove a framework.
struct Mark {
    framework: Framework,
    tables: &'static [(&'static str, &'static [&'static str])],
}

impl Mark {
    fn is_in(&self, catalog: &Catalog) -> bool {
        self.tables.iter().all(|(name, columns)| {
            let has = |table: &Table| columns.iter().all(|column| table.column(column).is_some());
            catalog.table(name).is_some_and(has)
        })
    }
}

const fn mark(framework: Framework, tables: &'static [(&'static str, &'static [&'static str])]) -> Mark {
    Mark { framework, tables }
}

const MARKS: &[Mark] = &[
    mark(Framework::Django, &[("django_migrations", &["app", "name", "applied"])]),
    mark(Framework::SqlAlchemy, &[("alembic_version", &["version_num"])]),
    mark(Framework::Rails, &[("schema_migrations", &["version"]), ("ar_internal_metadata", &["key", "value"])]),
    mark(Framework::Laravel, &[("migrations", &["migration", "batch"])]),
    mark(Framework::TypeOrm, &[("migrations", &["timestamp", "name"])]),
    mark(Framework::TypeOrm, &[("typeorm_metadata", &["type", "name"])]),
    mark(Framework::Knex, &[("knex_migrations", &["name", "batch"])]),
    mark(Framework::Sequelize, &[("SequelizeMeta", &["name"])]),
    mark(Framework::Emmett, &[("emmett_schema", &["version"])]),
    mark(Framework::Peewee, &[("migratehistory", &["name", "migrated_at"])]),
    mark(Framework::Drizzle, &[("__drizzle_migrations", &["hash", "created_at"])]),
    mark(Framework::Prisma, &[("_prisma_migrations", &["checksum", "migration_name"])]),
    mark(Framework::Diesel, &[("__diesel_schema_migrations", &["version", "run_on"])]),
    mark(Framework::Sqlx, &[("_sqlx_migrations", &["checksum", "execution_time"])]),
    mark(Framework::SeaOrm, &[("seaql_migrations", &["version", "applied_at"])]),
    mark(Framework::Refinery, &[("refinery_schema_history", &["version", "checksum"])]),
    mark(Framework::Ecto, &[("schema_migrations", &["version", "inserted_at"])]),
    mark(Framework::EfCore, &[("__EFMigrationsHistory", &["MigrationId", "ProductVersion"])]),
    mark(Framework::Flyway, &[("flyway_schema_history", &["installed_rank", "checksum"])]),
    mark(Framework::Liquibase, &[("DATABASECHANGELOG", &["ID", "AUTHOR"])]),
    mark(Framework::Goose, &[("goose_db_version", &["version_id", "is_applied"])]),
    mark(Framework::GolangMigrate, &[("schema_migrations", &["version", "dirty"])]),
    mark(Framework::Atlas, &[("atlas_schema_revisions", &["version"])]),
    mark(Framework::Yoyo, &[("_yoyo_migration", &["migration_hash"])]),
    mark(Framework::CodeIgniter, &[("migrations", &["class", "namespace"])]),
    mark(Framework::PocketBase, &[("_migrations", &["file", "applied"]), ("_collections", &["name", "type"])]),
    mark(Framework::Litestream, &[("_litestream_seq", &[])]),
    mark(Framework::Litestream, &[("_litestream_lock", &[])]),
    mark(Framework::CloudflareD1, &[("d1_migrations", &["name", "applied_at"])]),
    mark(Framework::CloudflareD1, &[("_cf_KV", &[])]),
    mark(Framework::CloudflareD1, &[("_cf_METADATA", &[])]),
];

/// Whether a framework's way of spelling statements is in a catalog.
type IsSpelled = fn(&Catalog) -> bool;

/// Asked in this order, and only while no framework with models is known.
const SPELLINGS: &[(Framework, IsSpelled)] = &[
    (Framework::Gorm, is_gorm),
    (Framework::Sequelize, is_sequelize),
    (Framework::SeaOrm, is_sea_orm),
    (Framework::TypeOrm, is_type_orm),
    (Framework::EfCore, is_ef_core),
    (Framework::Prisma, is_prisma),
    (Framework::Drizzle, is_drizzle),
    (Framework::SqlAlchemy, is_sql_alchemy),
    (Framework::Peewee, is_peewee),
];

fn any_sql(catalog: &Catalog, is: impl Fn(&str) -> bool) -> bool {
    catalog.user_tables().any(|table| is(&table.sql))
}

fn any_type(catalog: &Catalog, is: impl Fn(&str) -> bool) -> bool {
    let mut types =
        catalog.user_tables().flat_map(|table| &table.columns).filter_map(|column| column.declared_type.as_deref());
    types.any(is)
}

fn any_index(catalog: &Catalog, is: impl Fn(&Table, &str) -> bool) -> bool {
    catalog.user_tables().any(|table| table.indexes.iter().any(|index| is(table, &index.name)))
}

/// Only the version: Rails, Ecto and golang-migrate have more.
fn is_dbmate(catalog: &Catalog) -> bool {
    let only_version = |table: &Table| table.columns.len() == 1 && table.column("version").is_some();
    catalog.table("schema_migrations").is_some_and(only_version) && catalog.table("ar_internal_metadata").is_none()
}

fn is_pydal(catalog: &Catalog) -> bool {
    any_type(catalog, |declared| declared == "CHAR(512)")
}

fn is_emmett(catalog: &Catalog) -> bool {
    catalog.table("auth_memberships").is_some() || any_index(catalog, |_, name| name.contains("_widx__"))
}

fn is_gorm(catalog: &Catalog) -> bool {
    any_sql(catalog, |sql| sql.contains("`deleted_at` datetime"))
        || any_index(catalog, |table, name| name == format!("idx_{}_deleted_at", table.name))
}

fn is_sequelize(catalog: &Catalog) -> bool {
    any_sql(catalog, |sql| sql.contains("`createdAt` DATETIME NOT NULL"))
}

fn is_sea_orm(catalog: &Catalog) -> bool {
    const TYPES: [&str; 8] = [
        "date_text",
        "time_text",
        "datetime_text",
        "timestamp_text",
        "timestamp_with_timezone_text",
        "json_text",
        "jsonb_text",
        "uuid_text",
    ];
    any_type(catalog, |declared| TYPES.contains(&declared))
}

/// `CONSTRAINT "UQ_97672ac88f789774dd47f7c8be3"`: a prefix and a hash.
fn is_type_orm(catalog: &Catalog) -> bool {
    let hashed = |rest: &str| rest.bytes().take_while(u8::is_ascii_hexdigit).count() >= 24;
    any_sql(catalog, |sql| {
        ["\"PK_", "\"UQ_", "\"FK_", "\"REL_"].iter().any(|prefix| sql.split(prefix).skip(1).any(hashed))
    })
}

fn is_ef_core(catalog: &Catalog) -> bool {
    any_sql(catalog, |sql| sql.contains("CONSTRAINT \"PK_") && sql.contains("\n    \""))
}

/// `CREATE UNIQUE INDEX "User_email_key"` on a table whose columns stand four blanks in.
fn is_prisma(catalog: &Catalog) -> bool {
    let keyed = any_index(catalog, |table, name| {
        let key = name.strip_prefix(table.name.as_str()).and_then(|rest| rest.strip_suffix("_key"));
        key.is_some_and(|columns| columns.starts_with('_')) && table.sql.contains("\n    \"")
    });
    keyed || any_sql(catalog, |sql| sql.contains("\n    \"createdAt\" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP"))
}

fn is_drizzle(catalog: &Catalog) -> bool {
    any_sql(catalog, |sql| sql.contains("(\n\t`"))
}

fn is_sql_alchemy(catalog: &Catalog) -> bool {
    any_sql(catalog, |sql| sql.contains(", \n\t"))
}

fn is_peewee(catalog: &Catalog) -> bool {
    let start = "(\"id\" INTEGER NOT NULL PRIMARY KEY";
    let on_one_line = |sql: &str| sql.contains(&format!("{start},")) || sql.contains(&format!("{start})"));
    any_sql(catalog, on_one_line) && !any_sql(catalog, |sql| sql.contains('\n'))
}

#[cfg(test)]
mod tests {
    use super::fingerprint;
    use crate::catalog::sqlite::{Catalog, Index, Table};
    use crate::mapping::{Fate, Framework};

    /// A table with these columns (`name` or `name:TYPE`).
    fn table(name: &str, columns: &[&str]) -> Table {
        let mut table = crate::mapping::sample::column("TEXT").table;
        name.clone_into(&mut table.name);
        let template = table.columns.remove(0);
        for column in columns {
            let (name, declared) = column.split_once(':').unwrap_or((column, "TEXT"));
            let declared_type = Some(declared.to_owned());
            table.columns.push(crate::catalog::sqlite::Column {
                name: name.to_owned(),
                declared_type,
                ..template.clone()
            });
        }
        table
    }

    fn spelled(sql: &str) -> Table {
        Table { sql: sql.to_owned(), ..table("t", &["id"]) }
    }

    fn found(tables: Vec<Table>) -> Vec<Framework> {
        fingerprint(&Catalog { tables, ..Catalog::default() })
    }

    #[test]
    fn bookkeeping_tables_prove_a_framework() {
        let cases: &[(&str, &[&str], Framework)] = &[
            ("django_migrations", &["id", "app", "name", "applied"], Framework::Django),
            ("alembic_version", &["version_num"], Framework::SqlAlchemy),
            ("migrations", &["id", "migration", "batch"], Framework::Laravel),
            ("migrations", &["id", "timestamp", "name"], Framework::TypeOrm),
            ("migrations", &["id", "version", "class", "namespace"], Framework::CodeIgniter),
            ("knex_migrations", &["id", "name", "batch"], Framework::Knex),
            ("SequelizeMeta", &["name"], Framework::Sequelize),
            ("schema_migrations", &["version", "inserted_at"], Framework::Ecto),
            ("schema_migrations", &["version", "dirty"], Framework::GolangMigrate),
            ("schema_migrations", &["version"], Framework::Dbmate),
            ("_prisma_migrations", &["id", "checksum", "migration_name"], Framework::Prisma),
            ("__EFMigrationsHistory", &["MigrationId", "ProductVersion"], Framework::EfCore),
            ("_sqlx_migrations", &["version", "checksum", "execution_time"], Framework::Sqlx),
            ("_litestream_seq", &["id"], Framework::Litestream),
        ];
        for (name, columns, expected) in cases {
            assert_eq!(found(vec![table(name, columns)]), [*expected], "{name}");
        }
    }

    #[test]
    fn rails_has_a_second_table() {
        let tables = vec![table("schema_migrations", &["version"]), table("ar_internal_metadata", &["key", "value"])];
        assert_eq!(found(tables), [Framework::Rails]);
    }

    #[test]
    fn spellings_prove_a_framework_that_leaves_no_table() {
        let cases = [
            ("CREATE TABLE `t` (`id` integer, `deleted_at` datetime)", Framework::Gorm),
            ("CREATE TABLE `T` (`createdAt` DATETIME NOT NULL)", Framework::Sequelize),
            ("CREATE TABLE \"t\" (CONSTRAINT \"UQ_97672ac88f789774dd47f7c8be3\" UNIQUE (\"a\"))", Framework::TypeOrm),
            (
                "CREATE TABLE \"T\" (\n    \"Id\" INTEGER,\n    CONSTRAINT \"PK_T\" PRIMARY KEY (\"Id\"))",
                Framework::EfCore,
            ),
            ("CREATE TABLE \"T\" (\n    \"createdAt\" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)", Framework::Prisma),
            ("CREATE TABLE `t` (\n\t`id` integer PRIMARY KEY)", Framework::Drizzle),
            ("CREATE TABLE t (\n\tid INTEGER NOT NULL, \n\tPRIMARY KEY (id)\n)", Framework::SqlAlchemy),
            ("CREATE TABLE \"t\" (\"id\" INTEGER NOT NULL PRIMARY KEY, \"a\" TEXT NOT NULL)", Framework::Peewee),
        ];
        for (sql, expected) in cases {
            assert_eq!(found(vec![spelled(sql)]), [expected], "{sql}");
        }
        assert_eq!(found(vec![spelled("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)")]), []);
    }

    #[test]
    fn emmett_is_pydal_with_names_of_its_own() {
        let plain = table("users", &["id:INTEGER", "password:CHAR(512)"]);
        assert_eq!(found(vec![plain.clone()]), [Framework::PyDal]);
        assert_eq!(found(vec![plain, table("auth_memberships", &["id"])]), [Framework::Emmett]);
    }

    #[test]
    fn prisma_names_its_unique_indexes() {
        let mut user = Table { sql: "CREATE TABLE \"t\" (\n    \"id\" TEXT)".to_owned(), ..table("t", &["id"]) };
        let name = "t_email_key".to_owned();
        user.indexes.push(Index { name, sql: String::new(), unique: true, parts: Vec::new(), predicate: None });
        assert_eq!(found(vec![user]), [Framework::Prisma]);
    }

    #[test]
    fn what_compares_checksums_needs_a_new_baseline() {
        for framework in [Framework::Prisma, Framework::Sqlx, Framework::Drizzle, Framework::Flyway, Framework::EfCore]
        {
            assert_eq!(framework.bookkeeping().fate, Fate::Rebaseline);
        }
        assert_eq!(Framework::Django.bookkeeping().fate, Fate::Carry);
        assert_eq!(Framework::Litestream.bookkeeping().fate, Fate::Skip);
    }
}
