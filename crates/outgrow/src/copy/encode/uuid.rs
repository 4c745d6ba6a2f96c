//! `uuid`.

use outgrow_planner::value::Value;

use super::{Refusal, Wire};

/// Where dashes stand in 36 characters.
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// TEXT with all four dashes or none, either case.
pub(super) fn text(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let bytes = parse(super::text_of(value)?).ok_or(Refusal::Form)?;
    wire.fixed(bytes);
    Ok(())
}

/// BLOB of 16 bytes, most significant first.
pub(super) fn bytes(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let Value::Blob(blob) = value else { return Err(Refusal::StorageClass) };
    let bytes: [u8; 16] = blob.try_into().map_err(|_| Refusal::Form)?;
    wire.fixed(bytes);
    Ok(())
}

fn parse(text: &[u8]) -> Option<[u8; 16]> {
    let mut digits = [0_u8; 32];
    match text.len() {
        32 => digits.copy_from_slice(text),
        36 => {
            let dashed = DASHES.iter().all(|position| text[*position] == b'-');
            let kept = text.iter().enumerate().filter(|(position, _)| !DASHES.contains(position));
            kept.zip(&mut digits).for_each(|((_, from), to)| *to = *from);
            dashed.then_some(())?;
        }
        _ => return None,
    }
    let mut bytes = [0_u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}
