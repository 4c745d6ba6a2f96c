//! Lists as pyDAL and Emmett store them: `|a|b||c|` is `a` and `b|c`.
//!
//! An array is written as such a list and compared as text, because the list
//! can be read in two ways and only written in one.

use std::io::Write;

use outgrow_planner::catalog::pg::DataType;

/// The normal form of a stored list: the empty one has two spellings.
pub(super) fn of_text(text: &[u8]) -> &[u8] {
    if text == b"|" { b"||" } else { text }
}

/// The list that an array as the server sends it was made from.
///
/// `None` for what no list becomes: NULL elements, empty elements, two dimensions.
pub(super) fn of_wire(data_type: DataType, field: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    let mut wire = Wire { rest: field };
    let dimensions = wire.word()?;
    let _has_nulls = wire.word()?;
    let _element_type = wire.word()?;
    if dimensions == 0 {
        out.extend_from_slice(b"||");
        return Some(());
    }
    if dimensions != 1 {
        return None;
    }
    let count = wire.word()?;
    let _lower_bound = wire.word()?;
    out.push(b'|');
    for _ in 0..count {
        push_element(data_type, wire.element()?, out)?;
    }
    wire.rest.is_empty().then_some(())
}

fn push_element(data_type: DataType, element: &[u8], out: &mut Vec<u8>) -> Option<()> {
    if data_type == DataType::BigintArray {
        let value = i64::from_be_bytes(element.try_into().ok()?);
        write!(out, "{value}").expect("a Vec takes every byte");
    } else if element.is_empty() {
        return None;
    } else {
        for byte in element {
            let twice = if *byte == b'|' { 2 } else { 1 };
            out.extend(std::iter::repeat_n(*byte, twice));
        }
    }
    out.push(b'|');
    Some(())
}

struct Wire<'a> {
    rest: &'a [u8],
}

impl<'a> Wire<'a> {
    fn word(&mut self) -> Option<i32> {
        let (word, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        Some(i32::from_be_bytes(*word))
    }

    fn element(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.word()?).ok()?;
        let (element, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(element)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_inside_elements_are_doubled() {
        let mut wire = vec![0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 2, 0, 0, 0, 1];
        wire.extend_from_slice(&[0, 0, 0, 1, b'a', 0, 0, 0, 3, b'b', b'|', b'c']);
        let mut out = Vec::new();
        of_wire(DataType::TextArray, &wire, &mut out).unwrap();
        assert_eq!(out, b"|a|b||c|");
        wire.pop();
        assert_eq!(of_wire(DataType::TextArray, &wire, &mut out), None);
    }
}
