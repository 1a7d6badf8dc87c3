//! Words of a line: gaps, small capitals, indices, and text that is there twice, hidden or replaced.

use super::super::builder::Builder;
use super::{OURS, check, one_page};

/// Text of size 10 whose letters are 5 points wide, at (100, 700).
fn text(content: &str) -> Vec<u8> {
    one_page(&format!("BT /F1 10 Tf 100 700 Td {content} ET"))
}

#[test]
fn gaps() {
    let cases = [
        ("kerned pairs", "[(A) 80 (V) 70 (A) 90 (T) -20 (AR)] TJ", "AVATAR"),
        ("a justified line of narrow spaces", "[(so) -140 (much) -140 (text)] TJ", "so much text"),
        ("a justified line of wide spaces", "[(so) -1200 (few) -1150 (words)] TJ", "so few words"),
        (
            "small capitals that are tracked",
            "[(R) -89 (e) -100 (t) -100 (r) -38 (o) -330 (is)] TJ",
            "Retro is",
        ),
        ("the correction behind a slanted capital", "[(ImageN) -109 (et)] TJ", "ImageNet"),
        ("a letter-spaced title of two words", "2 Tc [(KIMI) -400 (LINEAR)] TJ", "KIMI LINEAR"),
        ("a space drawn behind every letter", "1 Tc -3 Tw (T I T L E) Tj", "TITLE"),
        (
            "small capitals of two words",
            "(G) Tj /F1 8 Tf (ENDER) Tj /F1 10 Tf ( T) Tj /F1 8 Tf (RENDS) Tj",
            "GENDER TRENDS",
        ),
        (
            "a version behind a line's end",
            "12 TL (we run Qwen2.5-) Tj T* (72B on it) Tj",
            "we run Qwen2.5-\n72B on it",
        ),
    ];
    for (name, content, expected) in cases {
        check(name, OURS, &text(content), expected);
    }
}

#[test]
fn indices() {
    let cases = [
        ("a symbol and the letters below it", "(data D) Tj /F1 7 Tf -2 Ts (test) Tj", "data D_{test}"),
        ("a name below a symbol", "(model M) Tj /F1 7 Tf -2 Ts (GPT) Tj", "model M _{GPT}"),
        ("a number below a symbol", "(x) Tj /F1 7 Tf -2 Ts (2) Tj", "x _{2}"),
        ("letters below a word", "(BERT) Tj /F1 7 Tf -2 Ts (base) Tj", "BERT _{base}"),
        (
            "an exponent drawn behind its line, over its index",
            "[(of g) ] TJ /F1 7 Tf -2 Ts (t) Tj 0 Ts /F1 10 Tf 5 0 Td ( ) Tj 21 0 Td (and so on) Tj \
             /F1 7 Tf -6 3.6 Td (T) Tj",
            "of g_{t} ^{T} and so on",
        ),
    ];
    for (name, content, expected) in cases {
        check(name, OURS, &text(content), expected);
    }
}

#[test]
fn twice_hidden_and_replaced() {
    let cases = [
        ("letter by letter", "(B) Tj 1 0 0 1 100.4 700 Tm (B) Tj 4.6 0 Td (o) Tj", "Bo"),
        (
            "a shadow under a whole line",
            "(Heavy words) Tj 1 0 0 1 100.5 699.5 Tm (Heavy words) Tj",
            "Heavy words",
        ),
        ("the same word in two places", "(same) Tj 0 -12 Td (same) Tj", "same\nsame"),
        (
            "the source of a formula",
            "(see ) Tj 1 0 0 1 130 700 Tm /F1 1 Tf (<latexit sha1_base64=\"xyz\">AAAB</latexit>) Tj /F1 10 Tf (x) Tj",
            "see x",
        ),
        ("text too small to see", "/F1 0.1 Tf (secret) Tj /F1 10 Tf (open) Tj", "open"),
        ("a ligature by ActualText", "/Span<</ActualText<FEFF006600660069>>>BDC (#) Tj EMC (ne) Tj", "ffine"),
        (
            "a hyphen that is soft",
            "(re) Tj /Span<</ActualText<FEFF00AD>>>BDC (-) Tj EMC 0 -12 Td (al) Tj",
            "re-\nal",
        ),
        ("a recognised page", "3 Tr (words of) Tj 0 -12 Td (a scan) Tj", "words of\na scan"),
    ];
    for (name, content, expected) in cases {
        check(name, OURS, &text(content), expected);
    }
}

#[test]
fn ligatures_and_accents() {
    let map = "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 3 beginbfchar <01> <FB03> <02> <FB02> \
               <03> <00650301> endbfchar endcmap";
    let mut builder = Builder::new();
    let map = builder.stream("", map.as_bytes());
    builder.font(
        "F9",
        &format!(
            "<</Subtype/Type1/BaseFont/X/FirstChar 0/LastChar 3/Widths[500 500 500 500]/ToUnicode {map} 0 R>>"
        ),
    );
    builder.page(
        "BT /F1 10 Tf 100 700 Td (e) Tj /F9 10 Tf <01> Tj /F1 10 Tf (cient in) Tj /F9 10 Tf <0203> Tj ET",
    );
    check("ligatures of a map, and a letter with its accent", OURS, &builder.finish(), "efficient inflé");
}

#[test]
fn hidden_layers() {
    let mut builder = Builder::new();
    let layer = builder.object("<</Type/OCG/Name(draft)>>");
    let form = builder.stream(
        &format!("/Subtype/Form/BBox[0 0 600 800]/OC {layer} 0 R"),
        b"BT /F1 10 Tf 100 600 Td (in a hidden form) Tj ET",
    );
    builder.page("BT /F1 10 Tf 100 700 Td (seen) Tj ET /X Do");
    let page = form + 2;
    let pages = format!(
        "<</Type/Pages/Count 1/Kids[{page} 0 R]/Resources<</Font<</F1 3 0 R>>/XObject<</X {form} 0 R>>>>>>"
    );
    let catalog = |config: &str| {
        format!("<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[{layer} 0 R]/D<<{config}>>>>>>")
    };
    check("a form in a hidden layer", OURS, &builder.finish_with(&catalog("/BaseState/OFF"), &pages), "seen");
}
