//! What is known of each framework.

use std::fmt;

use serde::Serialize;

/// A framework, ORM or migration tool that leaves its mark in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Framework {
    /// Django.
    Django,
    /// SQLAlchemy, with or without Alembic.
    SqlAlchemy,
    /// Ruby on Rails.
    Rails,
    /// Laravel.
    Laravel,
    /// TypeORM.
    TypeOrm,
    /// Knex, and what is built on it: Objection, Bookshelf, Strapi.
    Knex,
    /// Sequelize, umzug.
    Sequelize,
    /// Emmett.
    Emmett,
    /// pyDAL, web2py, py4web.
    PyDal,
    /// Peewee.
    Peewee,
    /// Drizzle.
    Drizzle,
    /// Prisma.
    Prisma,
    /// Diesel.
    Diesel,
    /// sqlx.
    Sqlx,
    /// SeaORM, SeaQuery.
    SeaOrm,
    /// refinery.
    Refinery,
    /// GORM.
    Gorm,
    /// Ecto.
    Ecto,
    /// Entity Framework Core.
    EfCore,
    /// Flyway.
    Flyway,
    /// Liquibase.
    Liquibase,
    /// goose.
    Goose,
    /// golang-migrate.
    GolangMigrate,
    /// dbmate.
    Dbmate,
    /// Atlas.
    Atlas,
    /// yoyo.
    Yoyo,
    /// CodeIgniter.
    CodeIgniter,
    /// PocketBase.
    PocketBase,
    /// Litestream.
    Litestream,
    /// Cloudflare D1.
    CloudflareD1,
}

/// The tables in which a framework keeps its own books, and what should become of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bookkeeping {
    /// The tables; empty where the framework keeps none.
    pub tables: &'static [&'static str],
    /// What should become of them.
    pub fate: Fate,
    /// What to do after the move: a whole sentence.
    pub advice: &'static str,
}

/// What should become of a bookkeeping table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Its rows are as true on PostgreSQL as on SQLite.
    Carry,
    /// Its rows name migrations written for SQLite, often by checksum: the
    /// tool must be told anew where it stands.
    Rebaseline,
    /// It describes the SQLite file and means nothing elsewhere.
    Skip,
}

impl Framework {
    /// Whether applications quote mixed-case names on PostgreSQL, so that names must stay as they are.
    pub fn quotes_identifiers(self) -> bool {
        match self {
            Framework::Django
            | Framework::SqlAlchemy
            | Framework::Rails
            | Framework::Laravel
            | Framework::TypeOrm
            | Framework::Knex
            | Framework::Sequelize
            | Framework::Emmett
            | Framework::PyDal
            | Framework::Peewee
            | Framework::Drizzle
            | Framework::Prisma
            | Framework::Diesel
            | Framework::SeaOrm
            | Framework::Gorm
            | Framework::Ecto
            | Framework::EfCore => true,
            Framework::Sqlx
            | Framework::Refinery
            | Framework::Flyway
            | Framework::Liquibase
            | Framework::Goose
            | Framework::GolangMigrate
            | Framework::Dbmate
            | Framework::Atlas
            | Framework::Yoyo
            | Framework::CodeIgniter
            | Framework::PocketBase
            | Framework::Litestream
            | Framework::CloudflareD1 => false,
        }
    }

    /// Whether its own INTEGER is PostgreSQL's four-byte `integer`.
    pub fn makes_four_byte_integers(self) -> bool {
        matches!(
            self,
            Framework::Django
                | Framework::SqlAlchemy
                | Framework::TypeOrm
                | Framework::Knex
                | Framework::Sequelize
                | Framework::Emmett
                | Framework::PyDal
                | Framework::Drizzle
                | Framework::Prisma
        )
    }

    /// Whether its models decide the width of integers, so that SMALLINT means `smallint`.
    pub fn has_models(self) -> bool {
        self.quotes_identifiers()
    }

    /// Whether a stored time without an offset is UTC, and its own column on
    /// PostgreSQL `timestamp with time zone`.
    pub fn naive_times_are_utc(self) -> bool {
        matches!(
            self,
            Framework::Django
                | Framework::Sequelize
                | Framework::Knex
                | Framework::Prisma
                | Framework::Gorm
                | Framework::PocketBase
        )
    }

    /// Whether it stores times as INTEGER milliseconds since 1970.
    pub fn stores_epoch_millis(self) -> bool {
        matches!(self, Framework::Knex | Framework::Prisma)
    }

    /// Whether its JSON column on PostgreSQL is `json`, not `jsonb`.
    pub fn makes_plain_json(self) -> bool {
        matches!(
            self,
            Framework::SqlAlchemy
                | Framework::Rails
                | Framework::Laravel
                | Framework::Knex
                | Framework::Sequelize
                | Framework::SeaOrm
                | Framework::Diesel
        )
    }

    /// Its own tables, and what should become of them.
    pub fn bookkeeping(self) -> Bookkeeping {
        let (tables, fate, advice): (&[&str], Fate, &str) = match self {
            Framework::Django => {
                (&["django_migrations"], Fate::Carry, "Run manage.py migrate: it should find nothing to do.")
            }
            Framework::SqlAlchemy => {
                (&["alembic_version"], Fate::Carry, "Run alembic current: it should show the same revision.")
            }
            Framework::Rails => (
                &["schema_migrations", "ar_internal_metadata"],
                Fate::Carry,
                "Run bin/rails db:migrate:status: every migration should be up.",
            ),
            Framework::Laravel => {
                (&["migrations"], Fate::Carry, "Run php artisan migrate:status: every migration should be ran.")
            }
            Framework::TypeOrm => (
                &["migrations", "typeorm_metadata"],
                Fate::Carry,
                "Run typeorm migration:show: every migration should be marked.",
            ),
            Framework::Knex => (
                &["knex_migrations", "knex_migrations_lock"],
                Fate::Carry,
                "Run knex migrate:status: nothing should be pending.",
            ),
            Framework::Sequelize => {
                (&["SequelizeMeta"], Fate::Carry, "Run sequelize db:migrate:status: every migration should be up.")
            }
            Framework::Emmett => {
                (&["emmett_schema"], Fate::Carry, "Run emmett migrations status: it should show the same revision.")
            }
            Framework::PyDal => (
                &[],
                Fate::Carry,
                "Start the application once with fake_migrate_all=True: its .table files still hold the SQLite types.",
            ),
            Framework::Peewee => (
                &["migratehistory"],
                Fate::Carry,
                "Compare the models with the new tables: Peewee keeps no record of its types.",
            ),
            Framework::Drizzle => (
                &["__drizzle_migrations"],
                Fate::Rebaseline,
                "Generate migrations for PostgreSQL and mark the first as applied: Drizzle keeps their hashes in schema drizzle.",
            ),
            Framework::Prisma => (
                &["_prisma_migrations"],
                Fate::Rebaseline,
                "Set provider to postgresql, start a new migrations folder and mark its first migration with prisma migrate resolve --applied.",
            ),
            Framework::Diesel => (
                &["__diesel_schema_migrations"],
                Fate::Rebaseline,
                "Rewrite the up.sql files for PostgreSQL under the same versions, or start a new migrations folder.",
            ),
            Framework::Sqlx => (
                &["_sqlx_migrations"],
                Fate::Rebaseline,
                "Start a new migrations folder: sqlx compares the checksum of every file.",
            ),
            Framework::SeaOrm => (
                &["seaql_migrations"],
                Fate::Carry,
                "Run sea-orm-cli migrate status: every migration should be applied.",
            ),
            Framework::Refinery => (
                &["refinery_schema_history"],
                Fate::Rebaseline,
                "Start a new migrations folder: refinery compares the checksum of every file.",
            ),
            Framework::Gorm => (&[], Fate::Carry, "Run AutoMigrate on a copy first and look at what it would change."),
            Framework::Ecto => {
                (&["schema_migrations"], Fate::Carry, "Run mix ecto.migrations: every migration should be up.")
            }
            Framework::EfCore => (
                &["__EFMigrationsHistory", "__EFMigrationsLock"],
                Fate::Rebaseline,
                "Create migrations for Npgsql and record the first in __EFMigrationsHistory: migrations belong to one provider.",
            ),
            Framework::Flyway => (
                &["flyway_schema_history"],
                Fate::Rebaseline,
                "Run flyway baseline: the files are SQL of one engine and have checksums.",
            ),
            Framework::Liquibase => (
                &["DATABASECHANGELOG", "DATABASECHANGELOGLOCK"],
                Fate::Carry,
                "Run liquibase changelog-sync if it reports changes that are already there.",
            ),
            Framework::Goose => {
                (&["goose_db_version"], Fate::Rebaseline, "Write the files for PostgreSQL under the same versions.")
            }
            Framework::GolangMigrate => (
                &["schema_migrations"],
                Fate::Rebaseline,
                "Write the files for PostgreSQL and run migrate force with the last version.",
            ),
            Framework::Dbmate => {
                (&["schema_migrations"], Fate::Carry, "Rewrite the files for PostgreSQL under the same versions.")
            }
            Framework::Atlas => (
                &["atlas_schema_revisions"],
                Fate::Rebaseline,
                "Run atlas migrate set with the version that now holds.",
            ),
            Framework::Yoyo => (
                &["_yoyo_migration", "_yoyo_log", "_yoyo_version", "yoyo_lock"],
                Fate::Carry,
                "Run yoyo list: every migration should be applied.",
            ),
            Framework::CodeIgniter => {
                (&["migrations"], Fate::Carry, "Run php spark migrate:status: every migration should be there.")
            }
            Framework::PocketBase => (
                &["_migrations", "_collections", "_params"],
                Fate::Skip,
                "Keep PocketBase on SQLite or replace it: it runs on no other engine.",
            ),
            Framework::Litestream => (
                &["_litestream_seq", "_litestream_lock"],
                Fate::Skip,
                "Replace Litestream by PostgreSQL's own backups and replication.",
            ),
            Framework::CloudflareD1 => (
                &["d1_migrations", "_cf_KV", "_cf_METADATA"],
                Fate::Skip,
                "Leave the tables behind: they describe the D1 database.",
            ),
        };
        Bookkeeping { tables, fate, advice }
    }
}

impl fmt::Display for Framework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Framework::Django => "Django",
            Framework::SqlAlchemy => "SQLAlchemy",
            Framework::Rails => "Rails",
            Framework::Laravel => "Laravel",
            Framework::TypeOrm => "TypeORM",
            Framework::Knex => "Knex",
            Framework::Sequelize => "Sequelize",
            Framework::Emmett => "Emmett",
            Framework::PyDal => "pyDAL",
            Framework::Peewee => "Peewee",
            Framework::Drizzle => "Drizzle",
            Framework::Prisma => "Prisma",
            Framework::Diesel => "Diesel",
            Framework::Sqlx => "sqlx",
            Framework::SeaOrm => "SeaORM",
            Framework::Refinery => "refinery",
            Framework::Gorm => "GORM",
            Framework::Ecto => "Ecto",
            Framework::EfCore => "EF Core",
            Framework::Flyway => "Flyway",
            Framework::Liquibase => "Liquibase",
            Framework::Goose => "goose",
            Framework::GolangMigrate => "golang-migrate",
            Framework::Dbmate => "dbmate",
            Framework::Atlas => "Atlas",
            Framework::Yoyo => "yoyo",
            Framework::CodeIgniter => "CodeIgniter",
            Framework::PocketBase => "PocketBase",
            Framework::Litestream => "Litestream",
            Framework::CloudflareD1 => "Cloudflare D1",
        })
    }
}
