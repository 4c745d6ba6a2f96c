//! The top of a page: which file, the verdict, the rule that gave it, and what to do next.

use std::path::Path;

use outgrow_planner::hazard::{Hazard, Severity};

use super::markup::Html;
use crate::report::facts::{
    CheckFacts, CheckVerdict, FileFacts, MoveFacts, MoveVerdict, ObjectFacts, TableVerdict, not_converted, verdicts,
};
use crate::report::words::{self, argument, bytes, number};
use crate::target::NamedBy;

/// How good something is, as a class of the style sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Good,
    Look,
    Bad,
}

impl Mood {
    fn class(self) -> &'static str {
        match self {
            Mood::Good => "good",
            Mood::Look => "look",
            Mood::Bad => "bad",
        }
    }

    /// The mood in a word, for those who do not see its colour.
    fn word(self) -> &'static str {
        match self {
            Mood::Good => "good: ",
            Mood::Look => "to look at: ",
            Mood::Bad => "bad: ",
        }
    }
}

/// One condition of a verdict: how many things stand against it.
struct Condition {
    count: u64,
    /// What is counted: of one, and of any other number.
    what: (&'static str, &'static str),
    /// The mood if there is any.
    mood: Mood,
}

/// The top of the page of a check.
pub(super) fn of_check(facts: &CheckFacts<'_>) -> Html {
    let mut html = Html::default();
    heading(&mut html, &facts.source, None);
    let mood = match facts.verdict {
        CheckVerdict::Ready => Mood::Good,
        CheckVerdict::ReadyWithAttention => Mood::Look,
        CheckVerdict::Blocked => Mood::Bad,
    };
    open(&mut html, mood, &facts.verdict_text());
    html.push("<p>A file is ready when no hazard blocks its move, and there is nothing to look at when no hazard ");
    html.push("needs attention and every object can be converted. Every value was looked at.</p>");
    conditions(
        &mut html,
        &[
            Condition {
                count: facts.blocking,
                what: ("hazard blocks the move", "hazards block the move"),
                mood: Mood::Bad,
            },
            attention(&facts.hazards),
            objects(&facts.objects, ("object will not be converted", "objects will not be converted")),
        ],
    );
    let file = argument(&facts.source.path);
    match facts.verdict {
        CheckVerdict::Ready | CheckVerdict::ReadyWithAttention => {
            next(&mut html, "Next: move it.", &[format!("outgrow move {file} --to postgresql://user@host/database")])
        }
        CheckVerdict::Blocked => {
            next(&mut html, "Next: correct what blocks the move, then check again.", &[format!("outgrow check {file}")])
        }
    }
    html.push("</section>");
    html
}

/// The top of the page of a move.
pub(super) fn of_move(facts: &MoveFacts<'_>) -> Html {
    let mut html = Html::default();
    heading(&mut html, &facts.source, Some((&facts.target.url, &facts.target.schema)));
    let mood = match facts.verdict {
        MoveVerdict::Verified => Mood::Good,
        MoveVerdict::VerifiedWithAttention => Mood::Look,
        MoveVerdict::Differs => Mood::Bad,
    };
    open(&mut html, mood, &facts.verdict_text());
    html.push("<p>A move is verified when both sides were read again and every value is equal by the rule of its ");
    html.push("column. There is nothing to look at when nothing is in quarantine, PostgreSQL refused nothing, every ");
    html.push("object was converted and no hazard needs attention.</p>");
    conditions(&mut html, &of_a_move(facts));
    let what = if facts.verdict == MoveVerdict::Differs {
        "Next: look at the differences, then compare again."
    } else {
        "Next: point the application at PostgreSQL. While the file stays as it is, the comparison can be repeated."
    };
    next(&mut html, what, &[compare_again(facts)]);
    html.push("</section>");
    html
}

fn of_a_move(facts: &MoveFacts<'_>) -> [Condition; 6] {
    let differing = facts.tables.iter().filter(|table| table.verdict == TableVerdict::Differs).count();
    let condition = |count, what, mood| Condition { count, what, mood };
    [
        condition(facts.difference_count, ("value or row differs", "values or rows differ"), Mood::Bad),
        condition(differing as u64, ("table is not the same", "tables are not the same"), Mood::Bad),
        condition(facts.totals.quarantined, ("value is in quarantine", "values are in quarantine"), Mood::Look),
        condition(
            facts.refused.len() as u64,
            ("statement was refused by PostgreSQL", "statements were refused by PostgreSQL"),
            Mood::Look,
        ),
        objects(&facts.objects, ("object was not converted", "objects were not converted")),
        attention(&facts.hazards),
    ]
}

fn attention(hazards: &[&Hazard]) -> Condition {
    let count = hazards.iter().filter(|hazard| hazard.severity == Severity::Attention).count() as u64;
    Condition { count, what: ("hazard needs attention", "hazards need attention"), mood: Mood::Look }
}

fn objects(objects: &[ObjectFacts<'_>], what: (&'static str, &'static str)) -> Condition {
    let count = not_converted(verdicts(objects)).count() as u64;
    Condition { count, what, mood: Mood::Look }
}

fn heading(html: &mut Html, file: &FileFacts, target: Option<(&str, &str)>) {
    let name = Path::new(&file.path).file_name().map(|name| name.to_string_lossy().into_owned());
    html.push("<div class=\"title\"><h1>").name(name.as_deref().unwrap_or(&file.path));
    html.push("</h1><p class=\"muted\"><code>").text(&file.path).push("</code> · ").text(&bytes(file.bytes));
    html.push(" · ").text(&file.encoding);
    if !file.frameworks.is_empty() {
        html.push(" · made by ").text(&file.frameworks.join(", "));
    }
    if let Some((url, schema)) = target {
        html.push("</p><p class=\"muted\">moved to <code>").text(url).push("</code>, schema <code>");
        html.name(schema).push("</code>");
    }
    html.push("</p></div>");
}

fn open(html: &mut Html, mood: Mood, verdict: &str) {
    html.push("<section class=\"verdict ")
        .push(mood.class())
        .push("\" aria-labelledby=\"verdict\"><h2 id=\"verdict\">");
    html.push("<span class=\"mark\" aria-hidden=\"true\"></span>").text(&words::sentence(verdict)).push("</h2>");
}

fn conditions(html: &mut Html, conditions: &[Condition]) {
    html.push("<ul class=\"conditions\">");
    for condition in conditions {
        let mood = if condition.count == 0 { Mood::Good } else { condition.mood };
        let what = if condition.count == 1 { condition.what.0 } else { condition.what.1 };
        html.push("<li class=\"").push(mood.class()).push("\"><span class=\"mark\" aria-hidden=\"true\"></span>");
        html.push("<span class=\"unseen\">").push(mood.word()).push("</span><span><b>");
        html.text(&number(condition.count)).push("</b> ").push(what).push("</span></li>");
    }
    html.push("</ul>");
}

fn compare_again(facts: &MoveFacts<'_>) -> String {
    let mut command = format!("outgrow verify {}", argument(&facts.source.path));
    if facts.target.named_by == NamedBy::Flag {
        command.push_str(&format!(" --to {}", argument(&facts.target.url)));
    }
    if facts.target.schema != "public" {
        command.push_str(&format!(" --schema {}", argument(&facts.target.schema)));
    }
    command
}

fn next(html: &mut Html, what: &'static str, commands: &[String]) {
    html.push("<p>").push(what).push("</p>");
    for command in commands {
        html.push("<pre tabindex=\"0\"><code>").code(command).push("</code></pre>");
    }
}
