use super::*;

fn all(expected: Json, texts: &[&str]) {
    for text in texts {
        assert_eq!(judge(text.as_bytes()), expected, "{}", &text[..text.len().min(60)]);
    }
}

#[test]
fn jsonb_holds_what_rfc_8259_defines() {
    all(
        Json::Binary,
        &[
            "0",
            "-0.5e-3",
            " \t\n\r null ",
            "\"\"",
            "[]",
            "{}",
            "[[], {}, [1,2 , 3]]",
            "{\"a\" : {\"a\":1}, \"b\":[{\"a\":1},{\"a\":2}]}",
            "\"\\ud83d\\ude00 \\u00e9 \\\" \\/ \\\\ \u{7f}\"",
            "{\"\":1,\" \":2}",
            "1e131071",
            "1e-16383",
        ],
    );
}

#[test]
fn what_is_no_json_is_refused() {
    all(
        Json::Not,
        &[
            "",
            " ",
            "nul",
            "nulll",
            "True",
            "NaN",
            "Infinity",
            "'a'",
            "01",
            "-",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "0x1",
            "1 2",
            "[1,]",
            "[,1]",
            "[1",
            "]",
            "[}",
            "{\"a\":1]",
            "{\"a\"}",
            "{a:1}",
            "{\"a\":1,}",
            "{,}",
            "{\"a\" 1}",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\n\"",
            "\"\0\"",
            "\u{feff}1",
            "\u{a0}1",
            "[1]x",
            "/**/1",
            "\"\\",
            "\"\\ud800\\u12\"",
        ],
    );
}

#[test]
fn what_jsonb_would_refuse_or_change_stays_text() {
    all(
        Json::Text,
        &[
            "{\"a\":1,\"a\":1}",
            "[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]",
            "{\"a\":1,\"\\u0061\":2}",
            "{\"\u{1f600}\":1,\"\\ud83d\\ude00\":2}",
            "{\"\\n\":1,\"\\u000A\":2}",
            "{\"\\/\":1,\"/\":2}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ude00\"",
            "\"\\ud800\\ud800\\udc00\"",
            "\"\\ud800x\\udc00\"",
            "{\"\\ud800\":1}",
            "1e131072",
            "1e-16384",
            "1e99999999999999999999999",
        ],
    );
}

#[test]
fn keys_of_different_objects_never_collide() {
    all(
        Json::Binary,
        &[
            "{\"a\":{\"a\":{\"a\":1}}}",
            "[{\"a\":1},{\"a\":1}]",
            "{\"a\":{\"b\":1},\"b\":{\"a\":1}}",
            "{\"a\":1,\"\\\\u0061\":2,\"A\":3}",
        ],
    );
}

#[test]
fn depth_is_bounded_without_a_stack() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(judge(nested(MAX_DEPTH).as_bytes()), Json::Binary);
    assert_eq!(judge(nested(MAX_DEPTH + 1).as_bytes()), Json::Not);
    assert_eq!(judge("[{\"a\":".repeat(1_000_000).as_bytes()), Json::Not);
}

#[test]
fn a_number_that_would_fill_the_server_stays_text() {
    let many = format!("[{}1]", "1e131071,".repeat(3_000));
    assert_eq!(judge(many.as_bytes()), Json::Text);
}

#[test]
fn many_keys_are_compared_all() {
    let mut text = String::from("{");
    for key in 0..10_000 {
        text.push_str(&format!("\"k{key}\":0,"));
    }
    assert_eq!(judge(format!("{text}\"last\":0}}").as_bytes()), Json::Binary);
    assert_eq!(judge(format!("{text}\"k17\":0}}").as_bytes()), Json::Text);
}
