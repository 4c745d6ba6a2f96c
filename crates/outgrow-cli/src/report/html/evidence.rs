//! What the values of a column really are, drawn and in words.

use super::bar;
use super::markup::Html;
use crate::report::facts::{TextValues, ValueFacts};
use crate::report::words::{bytes, counted, number, real};

/// A bar of the storage classes, and a line for each of them.
pub(super) fn of(html: &mut Html, values: &ValueFacts) {
    let counts = [
        ("integer", values.integer.as_ref().map_or(0, |facts| facts.count)),
        ("real", values.real.as_ref().map_or(0, |facts| facts.count)),
        ("text", values.text.as_ref().map_or(0, |facts| facts.count)),
        ("blob", values.blob.as_ref().map_or(0, |facts| facts.count)),
        ("null", values.null),
    ];
    if counts.iter().all(|(_, count)| *count == 0) {
        html.push("<span class=\"muted\">no values</span>");
        return;
    }
    bar::parts(html, &counts);
    html.push("<ul class=\"classes\">");
    for (class, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        html.push("<li><i class=\"").push(class).push("\"></i>").text(&number(count)).push(" ").push(class);
        detail(html, class, values);
        html.push("</li>");
    }
    html.push("</ul>");
    if let Some(text) = &values.text {
        spellings(html, text);
    }
}

/// What is known of the values of one storage class besides their number.
fn detail(html: &mut Html, class: &'static str, values: &ValueFacts) {
    let mut said = Vec::new();
    match class {
        "integer" => {
            said.extend(values.integer.as_ref().map(|facts| range(&facts.min.to_string(), &facts.max.to_string())))
        }
        "real" => said.extend(values.real.as_ref().map(|facts| range(&real(facts.min), &real(facts.max)))),
        "blob" => said.extend(values.blob.as_ref().map(|facts| format!("to {}", bytes(facts.max_bytes)))),
        "text" => said.extend(values.text.iter().flat_map(of_text)),
        _ => {}
    }
    if !said.is_empty() {
        html.push(" <span class=\"muted\">").text(&said.join(", ")).push("</span>");
    }
}

fn range(min: &str, max: &str) -> String {
    if min == max { min.to_owned() } else { format!("{min} … {max}") }
}

fn of_text(facts: &TextValues) -> Vec<String> {
    let mut said = vec![format!("to {}", counted(facts.max_chars, "char", "chars"))];
    for (count, word) in [(facts.empty, "empty"), (facts.with_nul, "with NUL"), (facts.invalid_utf8, "not UTF-8")] {
        if count > 0 {
            said.push(format!("{} {word}", number(count)));
        }
    }
    said
}

/// How the texts of a column spell dates and times, as far as they do.
fn spellings(html: &mut Html, text: &TextValues) {
    if text.spellings.is_empty() {
        return;
    }
    let dated: u64 = text.spellings.iter().map(|spelling| spelling.count).sum();
    html.push("<ul class=\"spellings\">");
    for spelling in &text.spellings {
        html.push("<li><code>").text(&spelling.pattern).push("</code>");
        if spelling.count < text.count {
            bar::share(html, "text", spelling.count as f64, text.count as f64);
            html.push("<span>").text(&number(spelling.count)).push("</span>");
        }
        html.push("</li>");
    }
    if dated < text.count {
        html.push("<li><span>no date or time</span>");
        bar::share(html, "null", (text.count - dated) as f64, text.count as f64);
        html.push("<span>").text(&number(text.count - dated)).push("</span></li>");
    }
    html.push("</ul>");
}
