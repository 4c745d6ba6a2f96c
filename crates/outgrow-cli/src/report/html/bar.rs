//! Bars, as inline SVG: their lengths are attributes, which no security policy forbids.

use super::markup::Html;

/// The shortest part that can be seen, in hundredths of a bar.
const VISIBLE: f64 = 1.5;

/// A bar of parts, each with the class that colours it; together they are the whole.
pub(super) fn parts(html: &mut Html, parts: &[(&'static str, u64)]) {
    let lengths = lengths(parts);
    open(html);
    let mut start = 0.0;
    for ((class, _), length) in parts.iter().zip(lengths).filter(|(_, length)| *length > 0.0) {
        rectangle(html, class, start, length);
        start += length;
    }
    html.push("</svg>");
}

/// A bar of one part, as long as its share of `whole`.
pub(super) fn share(html: &mut Html, class: &'static str, part: f64, whole: f64) {
    let length = if whole > 0.0 { (part / whole * 100.0).clamp(0.0, 100.0) } else { 0.0 };
    open(html);
    if part > 0.0 {
        rectangle(html, class, 0.0, length.max(VISIBLE));
    }
    html.push("</svg>");
}

fn open(html: &mut Html) {
    html.push("<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
}

fn rectangle(html: &mut Html, class: &'static str, start: f64, length: f64) {
    html.push("<rect class=\"").push(class).push("\" x=\"").coordinate(start);
    html.push("\" width=\"").coordinate(length).push("\" height=\"8\"/>");
}

/// The share of each part in hundredths; a small part is seen, at the cost of the others.
fn lengths(parts: &[(&'static str, u64)]) -> Vec<f64> {
    let whole: f64 = parts.iter().map(|(_, count)| *count as f64).sum();
    let seen = |count: u64| if count == 0 { 0.0 } else { (count as f64 / whole * 100.0).max(VISIBLE) };
    let lengths: Vec<f64> = parts.iter().map(|(_, count)| seen(*count)).collect();
    let together: f64 = lengths.iter().sum();
    lengths.into_iter().map(|length| if together > 0.0 { length / together * 100.0 } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_value_among_millions_is_seen() {
        let lengths = lengths(&[("a", 10_000_000), ("b", 1), ("c", 0)]);
        assert!(lengths[1] > 1.0, "{lengths:?}");
        assert_eq!(lengths[2], 0.0);
        assert!((lengths.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_at_all_is_an_empty_bar() {
        assert_eq!(lengths(&[("a", 0)]), [0.0]);
    }
}
