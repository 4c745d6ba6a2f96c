//! Rows with values that are too long to be read whole.

use outgrow_planner::profile::{ColumnProfile, LongClass, LongDigest, LongValue, RowDigest, RowKey, TableProfile};

use super::row_name::RowName;
use super::scan::{Scan, observe, size_of_value};
use super::trouble::unreadable;
use crate::Result;
use crate::source::Encoding;
use crate::source::long::{Count, LongRows, Shortened, Survey, behind, is_too_long, only, survey};
use crate::source::ranges::{CutBy, Range};
use crate::source::rows::{self, Found, RowValues as _, Taken, value_of};

/// Where a pass over some rows ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Behind the last row.
    All,
    /// Before a row with a value that is too long to be read whole.
    Long,
}

/// How much is held of a value that is looked at as a whole: what SQLite assembles, and half as
/// much again for what is noted of JSON.
const HELD: fn(u64) -> u64 = |bytes| bytes.saturating_add(bytes / 2);

/// Looks at every row of a range.
pub(super) fn rows(scan: &Scan<'_>, range: &Range, profile: &mut TableProfile) -> Result<()> {
    if scan.table.sql.is_empty() {
        // A module reads its own tables through this connection, and may need more than a row has.
        return all(scan, range, profile);
    }
    let whole_bytes = scan.pace.limits().whole_bytes(scan.table.columns.len());
    let long = long_rows(scan, whole_bytes);
    if let (Some(long), Some(pages)) = (&long, scan.pages(range, whole_bytes)?) {
        return in_pages(scan, pages, long, profile);
    }
    if let Some(pages) = scan.key_pages(range, whole_bytes)? {
        let mut attempt = profile.clone();
        if in_key_pages(scan, pages, &mut attempt)? {
            *profile = attempt;
            return Ok(());
        }
    }
    let short = Shortened::to(whole_bytes, scan.reader).map_err(|error| unreadable(scan.table, error))?;
    match long {
        Some(long) => apart(&Apart { scan, long: &long, short: &short }, range, profile),
        None => alone(scan, range, profile, &short),
    }
}

/// The table, where the values of its rows can be read in pieces.
fn long_rows(scan: &Scan<'_>, whole_bytes: u64) -> Option<LongRows> {
    let (RowName::Rowid(_) | RowName::Alias(_), CutBy::Rowid(rowid), Encoding::Utf8) =
        (&scan.name, CutBy::of(scan.table), scan.encoding)
    else {
        return None;
    };
    let columns = scan.table.columns.iter().map(|column| column.name.clone()).collect();
    Some(LongRows { table: scan.table.name.clone(), rowid, columns, whole_bytes })
}

fn all(scan: &Scan<'_>, range: &Range, profile: &mut TableProfile) -> Result<()> {
    scan.until_long(range, profile).map(|_| ())
}

/// Rows that are taken from their pages, but for those with long values.
fn in_pages(scan: &Scan<'_>, mut pages: rows::Scan<'_>, long: &LongRows, profile: &mut TableProfile) -> Result<()> {
    let fail = |error| unreadable(scan.table, error);
    while let Some(found) = pages.next().map_err(fail)? {
        profile.rows += 1;
        match found {
            Found::Row(row) => observe(profile, &row, &scan.name),
            Found::Long(rowid) => {
                let short = Shortened::to(long.whole_bytes, scan.reader).map_err(fail)?;
                Apart { scan, long, short: &short }.observe(rowid, profile)?;
                scan.pace.check()?;
            }
        }
        scan.pace.batch(profile.rows)?;
    }
    Ok(())
}

/// Rows that are taken from the pages of a WITHOUT ROWID table; `false` where one of them only SQLite
/// can read.
fn in_key_pages(scan: &Scan<'_>, mut pages: rows::KeyScan<'_>, profile: &mut TableProfile) -> Result<bool> {
    loop {
        let row = match pages.next() {
            Ok(Some(Taken::Row(row))) => row,
            Ok(None) => return Ok(true),
            // What is wrong with a page is SQLite's to say.
            Ok(Some(Taken::Odd)) | Err(_) => return Ok(false),
        };
        profile.rows += 1;
        observe(profile, &row, &scan.name);
        scan.pace.batch(profile.rows)?;
    }
}

/// Rows that cannot be read in pieces: where one is long, nobody else reads long ones meanwhile.
fn alone(scan: &Scan<'_>, range: &Range, profile: &mut TableProfile, short: &Shortened<'_>) -> Result<()> {
    let mut attempt = profile.clone();
    if scan.until_long(range, &mut attempt)? == End::All {
        *profile = attempt;
        return Ok(());
    }
    drop(attempt);
    let room = &scan.pace.limits().room;
    let _alone = room.take(room.bytes(), || scan.pace.check())?;
    short.lifted(|| all(scan, range, profile)).map_err(|error| unreadable(scan.table, error))?
}

/// Rows whose long values are read in pieces.
struct Apart<'a> {
    scan: &'a Scan<'a>,
    long: &'a LongRows,
    short: &'a Shortened<'a>,
}

fn apart(rows: &Apart<'_>, range: &Range, profile: &mut TableProfile) -> Result<()> {
    let scan = rows.scan;
    let mut range = range.clone();
    loop {
        let before = profile.rows;
        if scan.until_long(&range, profile)? == End::All {
            return Ok(());
        }
        let next = rows.long.rowid_after(scan.reader, &range, profile.rows - before);
        let Some(rowid) = next.map_err(|error| unreadable(scan.table, error))? else { return Ok(()) };
        profile.rows += 1;
        rows.observe(rowid, profile)?;
        scan.pace.batch(profile.rows)?;
        scan.pace.check()?;
        range = behind(&range, rowid);
    }
}

impl Apart<'_> {
    fn observe(&self, rowid: i64, profile: &mut TableProfile) -> Result<()> {
        let fail = |error| unreadable(self.scan.table, error);
        let classes = match self.long.classes(self.scan.reader, rowid) {
            Ok(classes) => classes,
            Err(error) if is_too_long(&error) => return self.observe_whole(rowid, profile),
            Err(error) => return Err(fail(error)),
        };
        let length = |column: &String| self.long.length(self.scan.reader, rowid, column);
        let lengths: Vec<_> =
            self.long.columns.iter().zip(&classes).map(|(column, class)| class.and_then(|_| length(column))).collect();
        if classes.iter().zip(&lengths).any(|(class, length)| class.is_some() && length.is_none()) {
            return self.observe_whole(rowid, profile);
        }
        let mut statement = self.scan.reader.prepare(&self.long.short_values()).map_err(fail)?;
        let mut rows = statement.query((rowid, self.long.whole_bytes as i64)).map_err(fail)?;
        let Some(row) = rows.next().map_err(fail)? else { return Ok(()) };
        let mut bytes = 0;
        let mut digest = RowDigest::new(matches!(self.scan.name, RowName::Rowid(_)).then_some(rowid));
        for (position, (class, length)) in classes.into_iter().zip(lengths).enumerate() {
            let column = &mut profile.columns[position];
            if let (Some(class), Some(length)) = (class, length) {
                bytes += length;
                self.add_long(rowid, &self.long.columns[position], digest.add_long(class, length), class, column)?;
                continue;
            }
            let value = row.value(position);
            bytes += size_of_value(value);
            digest.add(value);
            column.observe(value, || RowKey::Rowid(rowid));
        }
        profile.bytes += bytes;
        profile.digest = profile.digest.wrapping_add(digest.finish());
        profile.max_row_bytes = profile.max_row_bytes.max(bytes);
        Ok(())
    }

    /// Reads a long value in pieces and adds it to its column.
    fn add_long(
        &self,
        rowid: i64,
        name: &str,
        mut digest: LongDigest<'_>,
        class: LongClass,
        column: &mut ColumnProfile,
    ) -> Result<()> {
        let fail = |error| unreadable(self.scan.table, error);
        let count = match class {
            LongClass::Text => Count::All,
            LongClass::Blob => Count::WhileUtf8,
        };
        let found = survey(count, |take| {
            self.long.pieces(self.scan.reader, rowid, name, fail, |piece| {
                self.scan.pace.check()?;
                digest.take(piece);
                take(piece)
            })
        })?;
        let survey = found.ok_or_else(|| fail(rusqlite::Error::BlobSizeError))?;
        let value = long_value(&survey);
        let key = || RowKey::Rowid(rowid);
        if value.may_have_a_shape() && HELD(value.bytes) <= self.scan.pace.limits().room.bytes() {
            return self.add_whole(rowid, name, value.bytes, column);
        }
        match class {
            LongClass::Text => column.observe_long_text(&value, key),
            LongClass::Blob => column.observe_long_blob(&value, key),
        }
        Ok(())
    }

    fn add_whole(&self, rowid: i64, name: &str, bytes: u64, column: &mut ColumnProfile) -> Result<()> {
        let fail = |error| unreadable(self.scan.table, error);
        let _held = self.scan.pace.limits().room.take(HELD(bytes), || self.scan.pace.check())?;
        let one = LongRows { columns: vec![name.to_owned()], ..self.long.clone() };
        let add = || {
            self.scan.reader.query_row(&one.values(), [rowid], |row| {
                let value = value_of(row.get_ref(0)?);
                column.observe(value, || RowKey::Rowid(rowid));
                Ok(())
            })
        };
        self.short.lifted(add).and_then(|added| added).map_err(fail)
    }

    /// A row that only SQLite can read: some of its values are computed.
    fn observe_whole(&self, rowid: i64, profile: &mut TableProfile) -> Result<()> {
        let room = &self.scan.pace.limits().room;
        let _alone = room.take(room.bytes(), || self.scan.pace.check())?;
        profile.rows -= 1;
        let observed = self.short.lifted(|| all(self.scan, &only(rowid), profile));
        observed.map_err(|error| unreadable(self.scan.table, error))?
    }
}

fn long_value(survey: &Survey) -> LongValue<'_> {
    LongValue {
        bytes: survey.bytes,
        characters: survey.characters,
        is_utf8: survey.is_utf8,
        has_nul: survey.has_nul,
        head: survey.whole_head(),
        last: survey.last,
    }
}
