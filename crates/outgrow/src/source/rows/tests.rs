use super::leaf::short_varint;

#[test]
fn short_numbers_are_read_as_long_ones() {
    for number in [0_u64, 1, 0x7f, 0x80, 0x3fff, 0x4000, u64::MAX] {
        let mut bytes: Vec<u8> = Vec::new();
        let mut rest = number;
        // Nine bytes hold eight bits in the last of them.
        if number >> 56 != 0 {
            bytes.push(rest as u8);
            rest >>= 8;
            bytes.extend((0..8).map(|byte| (rest >> (7 * byte)) as u8 | 0x80));
        } else {
            bytes.push(rest as u8 & 0x7f);
            while rest > 0x7f {
                rest >>= 7;
                bytes.push(rest as u8 | 0x80);
            }
        }
        bytes.reverse();
        bytes.push(0xaa);
        assert_eq!(short_varint(&bytes), Some((number, &[0xaa][..])));
    }
    assert_eq!(short_varint(&[]), None);
    assert_eq!(short_varint(&[0x80]), None);
}
