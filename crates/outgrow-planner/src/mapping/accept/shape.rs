//! Texts of a shape: UUIDs, JSON, lists.

use super::Terms;
use crate::catalog::pg::DataType;
use crate::mapping::{Injective, Obstacle};
use crate::profile::{ColumnProfile, Shape, Tally};

/// One spelling for all, so that each comes back as it was.
pub(super) fn uuid(profile: &ColumnProfile) -> Option<Obstacle> {
    let shapes = [Shape::UuidLower, Shape::UuidUpper, Shape::Hex32];
    if shapes.iter().any(|shape| profile.texts.all_are(*shape)) {
        return None;
    }
    // Named after the commonest spelling.
    let most = shapes.into_iter().max_by_key(|shape| profile.texts.count(*shape))?;
    uuid_forms(profile).or_else(|| shaped(profile, &[most]))
}

/// More than one spelling, of which only one would come back.
pub(super) fn uuid_forms(profile: &ColumnProfile) -> Option<Obstacle> {
    let shapes = [Shape::UuidLower, Shape::UuidUpper, Shape::Hex32];
    if shapes.iter().any(|shape| profile.texts.all_are(*shape)) {
        return None;
    }
    let forms = shapes.iter().filter(|shape| profile.texts.count(**shape) > 0).count();
    (forms > 1).then_some(Obstacle::Spellings { forms })
}

pub(super) fn sixteen_bytes(profile: &ColumnProfile) -> Option<Obstacle> {
    let blobs = &profile.blobs;
    (blobs.sixteen < blobs.all.count)
        .then(|| Obstacle::NotSixteen { count: blobs.all.count - blobs.sixteen, of: profile.values() })
}

/// `json` has no equality, and `jsonb` finds `{"a":1}` and `{"a": 1}` equal: neither can be a key.
pub(super) fn json(to: DataType, profile: &ColumnProfile, terms: Terms) -> Option<Obstacle> {
    if terms.injective == Injective::Required {
        return Some(Obstacle::NoKey { to });
    }
    let blobs = &profile.blobs;
    let (shape, not) =
        if to == DataType::Jsonb { (Shape::Jsonb, &blobs.not_jsonb) } else { (Shape::Json, &blobs.not_json) };
    let of = profile.values();
    let blob = (not.count > 0).then(|| Obstacle::Shape { shape, tally: not.clone(), of });
    blob.or_else(|| shaped(profile, &[shape]))
}

/// Texts that have none of these shapes, of which a text has at most one.
pub(super) fn shaped(profile: &ColumnProfile, shapes: &[Shape]) -> Option<Obstacle> {
    let texts = &profile.texts;
    let having: u64 = shapes.iter().map(|shape| texts.count(*shape)).sum();
    let missing = texts.all.count.saturating_sub(having);
    if missing == 0 {
        return None;
    }
    let first = match shapes {
        _ if having == 0 => texts.all.first.clone(),
        [shape] => texts.first_without(*shape).to_vec(),
        _ => Vec::new(),
    };
    let shape = shapes.first().copied().unwrap_or(Shape::Json);
    Some(Obstacle::Shape { shape, tally: Tally { count: missing, first }, of: profile.values() })
}
