//! `text[]` and `bigint[]`, from lists between bars.

use outgrow_planner::value::Value;

use super::{MAX_FIELD, Refusal, Stop, Wire, text};

const BIGINT_OID: u32 = 20;
const TEXT_OID: u32 = 25;

/// TEXT `|a|b||c|` → `text[]` of `a` and `b|c`; `||` → an empty list.
pub(super) fn text(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let list = text::checked(super::text_of(value)?)?;
    let items = items(list)?;
    let items: Vec<String> = items.into_iter().map(|item| item.replace("||", "|")).collect();
    array(TEXT_OID, items.iter().map(|item| item.as_bytes()), wire)
}

/// TEXT `|1|2|` → `bigint[]`.
pub(super) fn bigint(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Stop> {
    let list = text::checked(super::text_of(value)?)?;
    let numbers = items(list)?.into_iter().map(integer).collect::<Result<Vec<_>, _>>()?;
    array(BIGINT_OID, numbers.iter().map(|number| number.as_slice()), wire)
}

/// An integer that is written in no other way.
fn integer(item: &str) -> Result<[u8; 8], Refusal> {
    let number: i64 = item.parse().map_err(|_| Refusal::Form)?;
    if number.to_string() != item {
        return Err(Refusal::Form);
    }
    Ok(number.to_be_bytes())
}

/// Splits at single bars. Three bars in a row could be read in two ways, and
/// blank items would vanish when the list is read, so neither is taken.
fn items(list: &str) -> Result<Vec<&str>, Refusal> {
    if list == "||" || list == "|" {
        return Ok(Vec::new());
    }
    let inner = list.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')).ok_or(Refusal::Form)?;
    let mut items = Vec::new();
    let (mut start, mut position) = (0, 0);
    let bytes = inner.as_bytes();
    while position < bytes.len() {
        let bars = bytes[position..].iter().take_while(|byte| **byte == b'|').count();
        match bars {
            0 => position += 1,
            1 => {
                items.push(&inner[start..position]);
                position += 1;
                start = position;
            }
            2 if position > 0 && position + 2 < bytes.len() => position += 2,
            _ => return Err(Refusal::Form),
        }
    }
    items.push(&inner[start..]);
    if items.iter().any(|item| item.trim().is_empty()) {
        return Err(Refusal::Form);
    }
    Ok(items)
}

fn array<'a>(
    oid: u32,
    items: impl ExactSizeIterator<Item = &'a [u8]> + Clone,
    wire: &mut Wire<'_>,
) -> Result<(), Stop> {
    let count = items.len();
    let header = if count == 0 { 12 } else { 20 };
    let size = header + items.clone().map(|item| 4 + item.len()).sum::<usize>();
    if size > MAX_FIELD {
        return Err(Refusal::Size.into());
    }
    wire.length(size);
    wire.small(&i32::from(count > 0).to_be_bytes());
    wire.small(&0_i32.to_be_bytes());
    wire.small(&oid.to_be_bytes());
    if count > 0 {
        wire.small(&(count as i32).to_be_bytes());
        wire.small(&1_i32.to_be_bytes());
    }
    for item in items {
        wire.field(item)?;
    }
    Ok(())
}
