//! One table of small PDFs for all engines.

mod columns;
mod furniture;
mod lines;

use super::builder::Builder;
use super::{Document, Engine, Limits, ProblemKind, ReadError, Rise, read};

/// Which engines a case holds for.
const BOTH: &[Engine] = &Engine::ALL;
const OURS: &[Engine] = &[Engine::Hayro];

fn document(bytes: Vec<u8>, engine: Engine) -> Document {
    read(bytes, engine, &Limits::default(), "").unwrap_or_else(|error| panic!("{engine:?}: {error}"))
}

/// The lines of a document, blocks parted by an empty line, superscripts as `^{…}` and subscripts as `_{…}`.
fn show(document: &Document) -> String {
    let mut shown = String::new();
    for page in &document.pages {
        let mut block = page.lines.first().map(|line| line.block);
        for line in &page.lines {
            if Some(line.block) != block {
                shown.push('\n');
                block = Some(line.block);
            }
            let text = page.line_text(line);
            let mut marked = String::new();
            let mut at = line.text.start;
            for span in page.line_spans(line) {
                marked.push_str(&page.text[at as usize..span.text.start as usize]);
                at = span.text.end;
                let text = page.span_text(span);
                let [open, close] = match span.rise {
                    Rise::Normal => ["", ""],
                    Rise::Super => ["^{", "}"],
                    Rise::Sub => ["_{", "}"],
                };
                marked.extend([open, text, close]);
            }
            shown.push_str(if marked.is_empty() { text } else { &marked });
            shown.push('\n');
        }
    }
    shown.trim_end().to_owned()
}

fn check(name: &str, engines: &[Engine], bytes: &[u8], expected: &str) {
    for &engine in engines {
        assert_eq!(show(&document(bytes.to_vec(), engine)), expected, "{name} with {engine:?}");
    }
}

fn one_page(content: &str) -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(content);
    builder.finish()
}

#[test]
fn words_and_lines() {
    let text = |content: &str| one_page(&format!("BT /F1 10 Tf 100 700 Td {content} ET"));
    check("one line", BOTH, &text("(Hello world) Tj"), "Hello world");
    check("escapes", BOTH, &text(r"(a\(b\) \101\102) Tj"), "a(b) AB");
    check(
        "hyphen at the end",
        OURS,
        &text("12 TL (a transfor-) Tj T* (mer model) Tj"),
        "a transfor-\nmer model",
    );
    check("spaces by movement", OURS, &text("[(tight) -30 (ly) -250 (set)] TJ"), "tightly set");
    check("spaces that are drawn", OURS, &text("[(a ) 150 (b)] TJ"), "a b");
    check("ligatures", OURS, &text("(of\\002ce) Tj").into_iter().collect::<Vec<_>>(), "ofce");
    check("soft hyphen", OURS, &text("12 TL (co\\255) Tj T* (op) Tj"), "co-\nop");
    check("fake bold", OURS, &text("(Bold) Tj 1 0 0 1 100.3 700 Tm (Bold) Tj"), "Bold");
    check("word by word", OURS, &text("(one) Tj 20 0 Td (two) Tj"), "one two");
    check("invisible layer of recognised text", BOTH, &text("3 Tr (scan) Tj"), "scan");
}

#[test]
fn sizes_and_rises() {
    let text = |content: &str| one_page(&format!("BT /F1 10 Tf 100 700 Td {content} ET"));
    check("marker behind a name", OURS, &text("(Li Wei) Tj /F1 7 Tf 4 Ts (1,2) Tj"), "Li Wei ^{1,2}");
    check("marker before a place", OURS, &text("/F1 7 Tf 4 Ts (1) Tj /F1 10 Tf 0 Ts (MIT) Tj"), "^{1} MIT");
    check("subscript", OURS, &text("(BERT) Tj /F1 7 Tf -2 Ts (base) Tj"), "BERT _{base}");
    check("marker by matrix", OURS, &text("(Bo) Tj /F1 7 Tf 1 0 0 1 110 704 Tm (2) Tj"), "Bo ^{2}");
    check("small capitals", OURS, &text("(T) Tj /F1 8 Tf (RANSFORMER) Tj"), "TRANSFORMER");
    check("mixed small capitals", OURS, &text("(K) Tj /F1 8 Tf (IMI) Tj /F1 10 Tf ( K1.5) Tj"), "KIMI K1.5");
    check("letter-spaced heading", OURS, &text("3 Tc (ABSTRACT) Tj"), "ABSTRACT");
}

#[test]
fn accents() {
    let text = |content: &str| one_page(&format!("BT /F1 10 Tf 100 700 Td {content} ET"));
    check("accent first", OURS, &text("[(Caf) (\\264) 500 (e)] TJ"), "Café");
    check("accent last", OURS, &text("[(Cafe) 500 (\\264)] TJ"), "Café");
    check("composed in the font", BOTH, &text("(Caf\\351) Tj"), "Café");
}

#[test]
fn fonts() {
    let with = |font: &str, streams: &[(&str, &str)], content: &str| {
        let mut builder = Builder::new();
        let mut font = font.to_owned();
        for (name, data) in streams {
            let id = builder.stream("", data.as_bytes());
            font = font.replace(name, &format!("{id} 0 R"));
        }
        builder.font("F9", &font);
        builder.page(&format!("BT /F9 10 Tf 100 700 Td {content} ET"));
        builder.finish()
    };
    let widths = "/FirstChar 0/LastChar 3/Widths[500 500 500 500]";
    check(
        "names in Differences",
        BOTH,
        &with(
            &format!("<</Subtype/Type1/BaseFont/X{widths}/Encoding<</Differences[1/eacute/fi/Lslash]>>>>"),
            &[],
            "(\\001\\002\\003) Tj",
        ),
        "éfiŁ",
    );
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
               2 beginbfchar <01> <0051> <02> <00660066> endbfchar endcmap";
    check(
        "ToUnicode",
        BOTH,
        &with(&format!("<</Subtype/Type1/BaseFont/X{widths}/ToUnicode MAP>>"), &[("MAP", map)], "<0102> Tj"),
        "Qff",
    );
    check(
        "drawn font with numbered names",
        OURS,
        &with(
            "<</Subtype/Type3/FontMatrix[.01 0 0 .01 0 0]/FontBBox[0 0 100 100]/FirstChar 1/LastChar 2/Widths[50 50]\
             /CharProcs<<>>/Encoding<</Differences[1/a72/a105]>>>>",
            &[],
            "(\\001\\002) Tj",
        ),
        "Hi",
    );
    check(
        "Chinese by a predefined map",
        OURS,
        &with(
            "<</Subtype/Type0/BaseFont/X/Encoding/GBK-EUC-H/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo\
             <</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>",
            &[],
            "<D6D0B9FA> Tj",
        ),
        "中国",
    );
    let mut builder = Builder::new();
    builder.page("BT /Nowhere 10 Tf 100 700 Td (missing font) Tj ET");
    check("missing font", OURS, &builder.finish(), "missing font");
}

#[test]
fn marked_content() {
    let text = |content: &str| one_page(&format!("BT /F1 10 Tf 100 700 Td {content} ET"));
    check("ActualText", OURS, &text("/Span<</ActualText(real)>>BDC (fake) Tj EMC"), "real");
    let mut builder = Builder::new();
    let layer = builder.object("<</Type/OCG/Name(draft)>>");
    builder.resource(&format!("/Properties<</L {layer} 0 R>>"));
    builder.page("BT /F1 10 Tf 100 700 Td (seen) Tj /OC/L BDC ( unseen) Tj EMC ET");
    let pages = "<</Type/Pages/Count 1/Kids[6 0 R]/Resources<</Font<</F1 3 0 R>>/Properties<</L 5 0 R>>>>>>";
    let pages = pages.replace("6 0 R", "7 0 R");
    let catalog = "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R]/D<</OFF[5 0 R]>>>>>>";
    check("hidden layer", OURS, &builder.finish_with(catalog, &pages), "seen");
}

#[test]
fn forms() {
    let mut builder = Builder::new();
    let inner = builder.stream(
        "/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 50 0]",
        b"BT /F1 10 Tf 50 700 Td (in a form) Tj ET",
    );
    builder.resource(&format!("/XObject<</X {inner} 0 R>>"));
    builder.page("/X Do");
    check("text in a form", BOTH, &builder.finish(), "in a form");
    let mut builder = Builder::new();
    let id = 6;
    builder.resource(&format!("/XObject<</X {id} 0 R>>"));
    let content = b"BT /F1 10 Tf 50 700 Td (again) Tj ET /X Do";
    while builder.stream("/Subtype/Form", content) < id {}
    builder.page("/X Do");
    check("a form that draws itself", OURS, &builder.finish(), "again");
}

#[test]
fn broken_files() {
    let file = one_page("BT /F1 10 Tf 100 700 Td (still here) Tj ET");
    let text = String::from_utf8_lossy(&file).into_owned();
    let start = text.find("\nxref").unwrap_or_default();
    check("no xref", OURS, &file[..start], "still here");
    check("garbage startxref", OURS, text.replace("startxref\n", "startxref\n99").as_bytes(), "still here");
    check("garbage before the head", OURS, &[b"junk\n", &file[..]].concat(), "still here");
    for bytes in [&b""[..], b"not a PDF", b"%PDF-1.4", &file[..40]] {
        let result = read(bytes.to_vec(), Engine::Hayro, &Limits::default(), "");
        assert!(matches!(result, Err(ReadError::Unreadable(_))), "{result:?}");
    }
    for tenth in 0..10 {
        // Whatever is left, reading ends.
        let _ = read(file[..file.len() * tenth / 10].to_vec(), Engine::Hayro, &Limits::default(), "");
    }
}

fn problems(bytes: Vec<u8>, limits: &Limits) -> (String, Vec<ProblemKind>) {
    let document = read(bytes, Engine::Hayro, limits, "").unwrap_or_else(|error| panic!("{error}"));
    (show(&document), document.problems.iter().map(|problem| problem.kind).collect())
}

#[test]
fn bombs() {
    let small =
        Limits { operators: 100_000, page_glyphs: 10_000, stream_bytes: 1 << 20, ..Limits::default() };
    let first = "BT /F1 10 Tf 100 700 Td (before) Tj ET ";

    // Forms that each draw the next one ten times, nine deep.
    let mut builder = Builder::new();
    let mut next = builder.stream("/Subtype/Form", b"BT 0 0 Td ET");
    for _ in 0..9 {
        let entries = format!("/Subtype/Form/Resources<</XObject<</X {next} 0 R>>>>");
        next = builder.stream(&entries, "/X Do ".repeat(10).as_bytes());
    }
    builder.resource(&format!("/XObject<</X {next} 0 R>>"));
    builder.page(&format!("{first} /X Do"));
    assert_eq!(problems(builder.finish(), &small), ("before".to_owned(), vec![ProblemKind::Limit]));

    let many = format!("{first} {}", "q ".repeat(300_000));
    let roomy = Limits { operators: 1_000_000, ..small.clone() };
    assert_eq!(problems(one_page(&many), &roomy), ("before".to_owned(), vec![]));

    let shows = format!("{first} BT /F1 10 Tf {}", "(a)Tj ".repeat(100_000));
    assert_eq!(problems(one_page(&shows), &small).1, [ProblemKind::Limit]);

    let deep = format!("{first} {} TJ", "[".repeat(300_000));
    assert_eq!(problems(one_page(&deep), &small), ("before".to_owned(), vec![]));
    let deep = format!("{first} /A {} BDC", "<<".repeat(300_000));
    assert_eq!(problems(one_page(&deep), &small), ("before".to_owned(), vec![]));

    // A stream of zeros behind one of text.
    let mut builder = Builder::new();
    let text = builder.stream("", first.as_bytes());
    let bomb = builder.stream("/Filter/FlateDecode", &flate_bomb(4 << 20));
    builder.page_of(&format!("[{text} 0 R {bomb} 0 R]"));
    assert_eq!(problems(builder.finish(), &small), ("before".to_owned(), vec![ProblemKind::Limit]));

    let late = Limits { deadline: Some(std::time::Instant::now()), ..Limits::default() };
    assert_eq!(problems(one_page(first), &late).1, [ProblemKind::Timeout]);
}

/// A zlib stream of so many zeros: one block with the fixed codes, of matches of 258 bytes at distance 1.
fn flate_bomb(bytes: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = vec![true, true, false];
    // The literal 0, code 0x30 of eight bits.
    bits.extend([false, false, true, true, false, false, false, false]);
    for _ in 0..bytes / 258 {
        // Length 258 is code 285, 11000101; distance 1 is 00000.
        bits.extend([true, true, false, false, false, true, false, true]);
        bits.extend([false; 5]);
    }
    bits.extend([false; 7]);
    let mut stream = vec![0x78, 0x9c];
    stream.extend(
        bits.chunks(8).map(|byte| byte.iter().rev().fold(0_u8, |value, &bit| value << 1 | u8::from(bit))),
    );
    stream
}

#[test]
fn hostile_fonts() {
    let mut builder = Builder::new();
    builder.font(
        "F8",
        "<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</W[0 2000000000 500]/DW 1000>>]>>",
    );
    let map = builder.stream("", b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap");
    builder.font(
        "F9",
        &format!("<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]/ToUnicode {map} 0 R>>"),
    );
    builder.page("BT /F8 10 Tf 100 700 Td <00410042> Tj /F9 10 Tf <0000> Tj ET");
    assert_eq!(document(builder.finish(), Engine::Hayro).pages.len(), 1);
}

#[test]
fn properties() {
    let page = |word: &str| format!("BT /F1 10 Tf 100 700 Td (the page of {word}) Tj ET");
    let mut builder = Builder::new();
    builder.page(&page("one"));
    builder.page(&page("two"));
    let file = builder.finish();
    let both = document(file.clone(), Engine::Hayro);
    assert_eq!(both, document(file, Engine::Hayro), "reading twice gives the same");
    let alone = document(one_page(&page("two")), Engine::Hayro);
    assert_eq!(both.pages[1].text, alone.pages[0].text, "a page does not depend on the others");
}
