//! What a column becomes when no type of its family holds every value.
//!
//! Text holds numbers and texts, `bytea` blobs and texts. A column with both
//! numbers and blobs fits neither: then as few values as possible go to
//! quarantine. Texts that PostgreSQL cannot hold go there one by one, and do
//! not make bytes of their whole column.

use super::declared::Family;
use super::evidence::Evidence;
use super::reason::Obstacle;
use super::{Mapping, Reason, Rule, text};
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::profile::Tally;

/// The mapping that loses the least; `refused` is what spoke against the first choice.
pub(super) fn least_loss(evidence: &Evidence<'_>, refused: Option<Obstacle>) -> Mapping {
    let because = refused.map_or(Reason::Fallback, Reason::Refused);
    let allowed =
        |rule| (rule != Rule::Text || !is_number(evidence)) && (rule != Rule::Bytes || !has_clean_text(evidence));
    let candidates = [(DataType::Text, Rule::Text), (DataType::Text, Rule::Rendered), (DataType::Bytea, Rule::Bytes)];
    let holds = |(to, rule): &(DataType, Rule)| allowed(*rule) && evidence.obstacle(*to, *rule).is_none();
    match candidates.into_iter().find(holds) {
        Some((to, rule)) => Mapping { to, rule, because },
        None => with_quarantine(evidence, because),
    }
}

/// Some value goes to quarantine, whatever the type.
fn with_quarantine(evidence: &Evidence<'_>, because: Reason) -> Mapping {
    let lost_as_text = lost_as_text(evidence);
    let lost_as_bytes = lost_as_bytes(evidence);
    let stays_text = match lost_as_bytes.count {
        0 => has_clean_text(evidence) && !prefers_bytes(evidence),
        lost if evidence.family() == Family::Blob && lost_as_text.count == lost => false,
        lost => lost_as_text.count <= lost || (has_clean_text(evidence) && is_text(evidence)),
    };
    let (to, rule, lost, instead, instead_lost) = if stays_text {
        (text_type(evidence), text_rule(evidence), lost_as_text, DataType::Bytea, lost_as_bytes.count)
    } else {
        (DataType::Bytea, Rule::Bytes, lost_as_bytes, DataType::Text, lost_as_text.count)
    };
    let of = evidence.profile.values();
    let because = match lost.count {
        0 => because,
        count => Reason::FewestLost { lost: count, of, instead, instead_lost, tally: lost },
    };
    Mapping { to, rule, because }
}

/// The declared length, where what stands for a lost value is as long as the value was.
fn text_type(evidence: &Evidence<'_>) -> DataType {
    let texts = &evidence.profile.texts;
    let grows = evidence.profile.blobs.all.count > 0 || texts.invalid_utf8.count > 0;
    let declared = evidence.declared.length().filter(|length| text::is_varchar(evidence, *length));
    match declared {
        Some(length) if !grows && texts.max_chars <= u64::from(length) => DataType::Varchar(length),
        _ => DataType::Text,
    }
}

fn text_rule(evidence: &Evidence<'_>) -> Rule {
    let only_texts = !is_number(evidence) && lost_as_bytes(evidence).count == 0;
    if only_texts && evidence.default.fits(DataType::Text, Rule::Text) { Rule::Text } else { Rule::Rendered }
}

/// Whether numbers are to be expected, even where there is none yet.
fn is_number(evidence: &Evidence<'_>) -> bool {
    let family = evidence.family();
    let meant = matches!(family, Family::Boolean | Family::Integer(_) | Family::Real | Family::Numeric);
    meant || (evidence.is_empty() && evidence.column.affinity != Affinity::Text)
}

/// Whether the column is meant for bytes, or for anything.
fn prefers_bytes(evidence: &Evidence<'_>) -> bool {
    matches!(evidence.family(), Family::Blob | Family::Untyped) && evidence.profile.blobs.all.count > 0
}

fn is_text(evidence: &Evidence<'_>) -> bool {
    matches!(evidence.family(), Family::Text | Family::Json(_) | Family::Uuid)
}

/// Whether PostgreSQL can hold at least one of the texts.
fn has_clean_text(evidence: &Evidence<'_>) -> bool {
    let texts = &evidence.profile.texts;
    texts.all.count > texts.with_nul.count.max(texts.invalid_utf8.count)
}

fn lost_as_text(evidence: &Evidence<'_>) -> Tally {
    let (texts, blobs) = (&evidence.profile.texts, &evidence.profile.blobs);
    let mut lost = blobs.all.clone();
    lost.merge(texts.with_nul.clone());
    lost.merge(texts.invalid_utf8.clone());
    lost
}

fn lost_as_bytes(evidence: &Evidence<'_>) -> Tally {
    let mut lost = evidence.profile.integers.all.clone();
    lost.merge(evidence.profile.reals.all.clone());
    lost
}
