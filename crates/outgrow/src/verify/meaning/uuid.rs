//! UUIDs.

/// The 16 bytes that a text names: 32 hexadecimal digits of either case, alone or with
/// dashes in the four usual places.
pub(super) fn parse(text: &[u8]) -> Option<[u8; 16]> {
    let dashed = match text.len() {
        32 => false,
        36 => true,
        _ => return None,
    };
    let mut bytes = [0_u8; 16];
    let mut digits = 0;
    for (position, byte) in text.iter().enumerate() {
        if dashed && matches!(position, 8 | 13 | 18 | 23) {
            if *byte != b'-' {
                return None;
            }
            continue;
        }
        let value = char::from(*byte).to_digit(16)? as u8;
        bytes[digits / 2] = bytes[digits / 2] << 4 | value;
        digits += 1;
    }
    Some(bytes)
}

/// The usual spelling.
pub(in crate::verify) fn dashed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (position, byte) in bytes.iter().enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case_with_dashes_or_without_is_one_uuid() {
        let plain = parse(b"a0eebc999c0b4ef8bb6d6bb9bd380a11").unwrap();
        assert_eq!(parse(b"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"), Some(plain));
        assert_eq!(dashed(&plain), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    }

    #[test]
    fn misplaced_dashes_are_refused() {
        assert_eq!(parse(b"a0eebc999-c0b-4ef8-bb6d-6bb9bd380a11"), None);
        assert_eq!(parse(b"a0eebc999c0b4ef8bb6d6bb9bd380a1g"), None);
        assert_eq!(parse(b"{a0eebc999c0b4ef8bb6d6bb9bd380a1}"), None);
        assert_eq!(parse(b""), None);
    }
}
