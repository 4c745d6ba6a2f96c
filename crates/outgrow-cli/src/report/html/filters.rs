//! Controls that narrow a list. They are hidden until the script has found them, so nothing is dead without it.

use super::markup::Html;

/// A choice among values of an attribute: `data-severity`.
pub(super) struct Choice<'a> {
    /// The attribute without `data-`.
    pub(super) attribute: &'static str,
    /// Its label.
    pub(super) label: &'static str,
    /// What can be chosen.
    pub(super) values: Vec<&'a str>,
}

/// Controls for the list with this id, named for those who hear the page.
pub(super) fn controls(
    html: &mut Html,
    list: &'static str,
    name: &'static str,
    text: &'static str,
    choices: &[Choice<'_>],
) {
    html.push("<div class=\"filters\" role=\"search\" aria-label=\"").push(name).push("\" data-list=\"").push(list);
    html.push("\" hidden><label>").push(text).push(" <input type=\"search\" name=\"text\" autocomplete=\"off\" ");
    html.push("spellcheck=\"false\" aria-controls=\"").push(list).push("\"></label>");
    for choice in choices.iter().filter(|choice| choice.values.len() > 1) {
        html.push("<label>").push(choice.label).push(" <select name=\"").push(choice.attribute);
        html.push("\" aria-controls=\"").push(list).push("\"><option value=\"\">any</option>");
        for value in &choice.values {
            html.push("<option>").text(value).push("</option>");
        }
        html.push("</select></label>");
    }
    html.push("<button type=\"button\" data-open=\"yes\">Open all</button>");
    html.push("<button type=\"button\" data-open=\"no\">Close all</button>");
    html.push("<output aria-live=\"polite\"></output></div>");
}
