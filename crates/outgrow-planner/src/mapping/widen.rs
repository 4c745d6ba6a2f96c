//! The common type of two columns that a foreign key connects.

use super::accept::{self, Naive, Terms};
use super::{Injective, Mapping, Rule};
use crate::catalog::pg::DataType;
use crate::profile::ColumnProfile;

/// The narrowest type, with its rule, that holds the values of both columns.
///
/// The parent's own type comes first, then the child's, then the types that
/// are wider than either, and at last `text`. `None` if nothing holds every
/// value of both: then both columns have values that go to quarantine, and
/// `text` by [`Rule::Rendered`] on both sides keeps the most.
///
/// The defaults of the columns are not looked at.
pub fn widen(parent: (&Mapping, &ColumnProfile), child: (&Mapping, &ColumnProfile)) -> Option<(DataType, Rule)> {
    let naive = if [parent.0.to, child.0.to].contains(&DataType::TimestampTz) { Naive::Utc } else { Naive::Unknown };
    let terms = Terms { injective: Injective::Required, naive };
    let holds = |to, rule, profile| accept::obstacle(to, rule, profile, terms).is_none();
    let mut candidates = vec![(parent.0.to, parent.0.rule)];
    if are_related(parent.0.to, child.0.to) {
        candidates.push((child.0.to, child.0.rule));
    }
    candidates.extend(wider(parent.0.to, child.0.to));
    candidates.into_iter().find(|(to, rule)| {
        holds(*to, *rule, parent.1) && holds(*to, *rule, child.1) && are_spelled_alike(*rule, parent.1, child.1)
    })
}

/// Types above both, narrowest first.
fn wider(parent: DataType, child: DataType) -> Vec<(DataType, Rule)> {
    let mut types = Vec::new();
    if is_number(parent) && is_number(child) {
        types.extend([
            (DataType::Smallint, Rule::Integer),
            (DataType::Integer, Rule::Integer),
            (DataType::Bigint, Rule::Integer),
            (DataType::DoublePrecision, Rule::Double),
            (DataType::Numeric(None), Rule::Numeric),
        ]);
        let width =
            |to: DataType| matches!(to, DataType::Smallint | DataType::Integer | DataType::Bigint).then_some(to);
        let least = width(parent).max(width(child)).unwrap_or(DataType::Bigint);
        types.retain(|(to, _)| *to >= least);
    }
    if let (DataType::Varchar(one), DataType::Varchar(other)) = (parent, child) {
        types.push((DataType::Varchar(one.max(other)), Rule::Text));
    }
    if is_day(parent) && is_day(child) {
        types.push((DataType::Timestamp, Rule::Temporal));
    }
    types.extend([(DataType::Text, Rule::Text), (DataType::Text, Rule::Rendered), (DataType::Bytea, Rule::Bytes)]);
    types
}

fn are_related(parent: DataType, child: DataType) -> bool {
    (is_number(parent) && is_number(child)) || (is_day(parent) && is_day(child)) || (is_text(parent) && is_text(child))
}

fn is_text(to: DataType) -> bool {
    matches!(to, DataType::Text | DataType::Varchar(_))
}

fn is_number(to: DataType) -> bool {
    matches!(
        to,
        DataType::Boolean
            | DataType::Smallint
            | DataType::Integer
            | DataType::Bigint
            | DataType::DoublePrecision
            | DataType::Numeric(_)
    )
}

fn is_day(to: DataType) -> bool {
    matches!(to, DataType::Date | DataType::Timestamp)
}

/// SQLite compares the texts, PostgreSQL what they mean: both must be written the same way.
fn are_spelled_alike(rule: Rule, parent: &ColumnProfile, child: &ColumnProfile) -> bool {
    let (one, other) = (&parent.texts, &child.texts);
    if one.all.count == 0 || other.all.count == 0 {
        return true;
    }
    match rule {
        Rule::Temporal | Rule::LocalTime(_) | Rule::EpochMillis => one.spellings.keys().eq(other.spellings.keys()),
        Rule::Uuid => {
            let shapes =
                [crate::profile::Shape::UuidLower, crate::profile::Shape::UuidUpper, crate::profile::Shape::Hex32];
            shapes.iter().any(|shape| one.all_are(*shape) && other.all_are(*shape))
        }
        Rule::Boolean
        | Rule::Integer
        | Rule::Double
        | Rule::Numeric
        | Rule::Text
        | Rule::Rendered
        | Rule::Bytes
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::UuidBytes
        | Rule::Json
        | Rule::BarList => true,
    }
}

#[cfg(test)]
mod tests {
    use super::widen;
    use crate::mapping::Framework;
    use crate::mapping::sample::{Sample, column};

    fn common(parent: &Sample, child: &Sample) -> String {
        match widen((&parent.mapped(), &parent.profile), (&child.mapped(), &child.profile)) {
            Some((to, rule)) => format!("{to} by {rule:?}"),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn the_parent_decides_where_it_holds_the_child() {
        let parent = column("INTEGER").integers(&[1]).of(Framework::Django);
        assert_eq!(common(&parent, &column("bigint").integers(&[1])), "integer by Integer");
        assert_eq!(common(&parent, &column("bigint").integers(&[1 << 40])), "bigint by Integer");
        assert_eq!(
            common(&column("VARCHAR(5)").texts(&["a"]), &column("VARCHAR(9)").texts(&["abcdefg"])),
            "character varying(9) by Text"
        );
    }

    #[test]
    fn the_lattice_ends_in_text() {
        let parent = column("INTEGER").integers(&[1]);
        assert_eq!(common(&parent, &column("INTEGER").reals(&[1.5])), "double precision by Double");
        assert_eq!(common(&parent, &column("TEXT").texts(&["1"])), "text by Rendered");
        assert_eq!(common(&column("TEXT"), &column("INTEGER").integers(&[1])), "text by Rendered");
        assert_eq!(common(&parent, &column("BLOB").blobs(&[b"x"])), "nothing");
    }

    #[test]
    fn uuids_must_be_spelled_alike_on_both_sides() {
        let lower = column("UUID").texts(&["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]);
        let hex = column("UUID").texts(&["a0eebc999c0b4ef8bb6d6bb9bd380a11"]);
        assert_eq!(common(&lower, &lower), "uuid by Uuid");
        assert_eq!(common(&lower, &hex), "text by Text");
        assert_eq!(common(&lower, &column("TEXT").texts(&["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"])), "uuid by Uuid");
    }
}
