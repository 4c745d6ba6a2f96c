//! What PostgreSQL cannot hold, kept byte for byte in `outgrow.quarantine`.
