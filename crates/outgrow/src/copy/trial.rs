//! One value through an encoder, for trials with values made by chance.

use outgrow_planner::mapping::Mapping;
use outgrow_planner::value::Value;

use super::encode::{Encoder, Stop};
use super::wire::Wire;

/// What the encoder of a mapping makes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Encoded {
    /// A field with its length before it.
    Field(Vec<u8>),
    /// Nothing: the value goes to quarantine.
    Refused,
}

/// Encodes one value; `None` for a mapping that no rule's contract names.
///
/// # Panics
/// When a refused value leaves something behind.
pub(crate) fn encode(mapping: &Mapping, value: Value<'_>) -> Option<Encoded> {
    let encoder = Encoder::of(mapping).ok()?;
    let mut sent = Vec::new();
    let mut send = |bytes: Vec<u8>| {
        sent.extend_from_slice(&bytes);
        Ok(())
    };
    let mut wire = Wire::new(&crate::copy::buffers::Buffers::default(), &mut send);
    let written = encoder.encode(value, &mut wire);
    wire.trailer().expect("the buffer takes everything");
    // A signature of 19 bytes comes first, a trailer of 2 last.
    let field = sent[19..sent.len() - 2].to_vec();
    match written {
        Ok(()) => Some(Encoded::Field(field)),
        Err(Stop::Refused(_)) => {
            assert!(field.is_empty(), "a refused value leaves {field:?} behind");
            Some(Encoded::Refused)
        }
        Err(Stop::Failed(error)) => panic!("the buffer takes everything: {error}"),
    }
}
