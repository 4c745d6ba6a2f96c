//! The frame of a page: head, navigation, sections, foot.

use super::markup::Html;
use super::policy;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A section of a page.
pub(super) struct Section {
    /// The fragment that links to it.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// What stands below the heading.
    pub(super) body: Html,
}

/// A whole page: one file that needs no other.
pub(super) fn page(title: &str, top: &Html, sections: &[Section]) -> String {
    let mut html = Html::default();
    head(&mut html, title);
    html.push("<body><a class=\"skip\" href=\"#main\">Skip to the report</a><header><div class=\"wide\">");
    html.push("<p class=\"brand\">Outgrow</p>");
    navigation(&mut html, sections);
    html.push("</div></header><main id=\"main\" class=\"wide\">").append(top);
    for section in sections {
        html.push("<section aria-labelledby=\"").push(section.id).push("\"><h2 id=\"").push(section.id);
        html.push("\">").push(section.title).push("</h2>").append(&section.body).push("</section>");
    }
    html.push("</main><footer class=\"wide\"><p>Made by outgrow ").push(env!("CARGO_PKG_VERSION"));
    html.push(". This page loads nothing from anywhere. It shows names and values of the database.</p></footer>");
    html.push("<script>").push(SCRIPT).push("</script></body></html>\n");
    html.finish()
}

fn head(html: &mut Html, title: &str) {
    html.push(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\"",
    );
    html.attribute("content", &policy::content_security_policy(STYLE, SCRIPT));
    html.push("><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.push(
        "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"referrer\" content=\"no-referrer\"><title>",
    );
    html.name(title).push("</title><style>").push(STYLE).push("</style></head>");
}

fn navigation(html: &mut Html, sections: &[Section]) {
    html.push("<nav aria-label=\"Sections\"><ul>");
    for section in sections {
        html.push("<li><a href=\"#").push(section.id).push("\">").push(section.title).push("</a></li>");
    }
    html.push("</ul></nav>");
}
