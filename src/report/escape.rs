//! Words of strangers made harmless: what stands in a PDF stays text wherever it is put.

use std::fmt::Write;

use serde_json::Value;

/// A text within HTML or SVG, between tags or in a quoted attribute. Control characters, which XML forbids, become U+FFFD.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(character),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ if character.is_control() => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

/// A value as JSON within a `<script>`: no byte of it ends the element, opens a comment or breaks a line of JavaScript.
pub(super) fn json(value: &Value) -> String {
    let plain = value.to_string();
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some((at, character)) =
        rest.char_indices().find(|(_, it)| matches!(it, '<' | '>' | '&' | '\u{2028}' | '\u{2029}'))
    {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let _ = write!(out, "\\u{:04x}", u32::from(character));
        rest = after.get(character.len_utf8()..).unwrap_or_default();
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_words_stay_text() {
        for (name, text, shown, kept) in [
            ("tag", "<script>", "&lt;script&gt;", r#""\u003cscript\u003e""#),
            ("end of the element", "</script>", "&lt;/script&gt;", r#""\u003c/script\u003e""#),
            ("comment", "<!--", "&lt;!--", r#""\u003c!--""#),
            ("quotes", "\"'", "&quot;&#39;", r#""\"'""#),
            ("entity", "&lt;", "&amp;lt;", r#""\u0026lt;""#),
            ("line separators", "\u{2028}\u{2029}", "\u{2028}\u{2029}", r#""\u2028\u2029""#),
            ("control", "a\u{0}b\u{1b}", "a\u{fffd}b\u{fffd}", r#""a\u0000b\u001b""#),
            ("no character", "\u{ffff}", "\u{fffd}", "\"\u{ffff}\""),
            ("accents", "Méthode", "Méthode", "\"Méthode\""),
        ] {
            assert_eq!(html(text), shown, "{name}");
            assert_eq!(json(&Value::from(text)), kept, "{name}");
        }
    }
}
