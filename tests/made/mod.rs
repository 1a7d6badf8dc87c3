//! Files made in code: papers that are well, and papers that would end a reader without limits.

// Each test takes what it needs.
#![allow(dead_code)]

#[path = "../../src/pdf/builder.rs"]
mod builder;

use std::fmt::Write as _;

use builder::{Builder, flate, flate_bomb};

/// Content that can be read before the trouble begins. The word tells papers apart.
fn before(word: &str) -> String {
    format!("BT /F1 10 Tf 100 700 Td (All {word} experiments were done with Llama 3 before.) Tj ET ")
}

/// A paper that is well.
pub fn paper(word: &str) -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before(word));
    builder.page("BT /F1 10 Tf 100 700 Td (The end.) Tj ET");
    builder.finish()
}

/// More than a worker may take in the tests.
const HUGE: usize = 600 << 20;

/// A first page that can be read and a second one with this content.
fn then(content: &str) -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before("bad"));
    builder.page(content);
    builder.finish()
}

fn then_stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before("bad"));
    let stream = builder.stream(entries, data);
    builder.page_of(&format!("{stream} 0 R"));
    builder.finish()
}

pub fn flate_bomb_in_a_page() -> Vec<u8> {
    then_stream("/Filter/FlateDecode", &flate_bomb(HUGE))
}

pub fn double_flate_bomb_in_a_page() -> Vec<u8> {
    then_stream("/Filter[/FlateDecode/FlateDecode]", &flate(&flate_bomb(HUGE)))
}

/// The second font lies in an object stream that is a bomb.
fn object_stream(filter: &str, bomb: &[u8]) -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before("bad"));
    builder.page("BT /F2 10 Tf 100 700 Td (In the other font.) Tj ET");
    let stream = builder.stream(&format!("/Type/ObjStm/N 1/First 5{filter}"), bomb);
    with_xref_stream(&builder.finish(), "", &[(4, stream)], &[])
}

pub fn flate_bomb_of_objects() -> Vec<u8> {
    object_stream("/Filter/FlateDecode", &flate_bomb(HUGE))
}

pub fn double_flate_bomb_of_objects() -> Vec<u8> {
    object_stream("/Filter[/FlateDecode/FlateDecode]", &flate(&flate_bomb(HUGE)))
}

pub fn flate_bomb_as_xref_stream() -> Vec<u8> {
    with_xref_stream(&paper("bad"), "/Filter/FlateDecode", &[], &flate_bomb(HUGE))
}

/// The file with a cross-reference stream for its table: that of the file, or other data. Some objects lie in streams.
fn with_xref_stream(file: &[u8], filter: &str, inside: &[(usize, usize)], data: &[u8]) -> Vec<u8> {
    let end = find(file, b"\nxref\n").unwrap() + 1;
    let mut bytes = file[..end].to_vec();
    let mut rows = vec![[0; 6]];
    for id in 1.. {
        let row = match inside.iter().find(|(inner, _)| *inner == id) {
            Some((_, stream)) => row(2, *stream),
            None => match find(file, format!("\n{id} 0 obj\n").as_bytes()) {
                Some(at) => row(1, at + 1),
                None => break,
            },
        };
        rows.push(row);
    }
    rows.push(row(1, end));
    let own: Vec<u8> = rows.concat();
    let data = if data.is_empty() { &own } else { data };
    let (size, id, length) = (rows.len(), rows.len() - 1, data.len());
    bytes.extend(
        format!("{id} 0 obj\n<</Type/XRef/Size {size}/W[1 4 1]/Root 1 0 R{filter}/Length {length}>>stream\n")
            .bytes(),
    );
    bytes.extend_from_slice(data);
    bytes.extend(format!("\nendstream\nendobj\nstartxref\n{end}\n%%EOF\n").bytes());
    bytes
}

fn row(kind: u8, value: usize) -> [u8; 6] {
    let [a, b, c, d] = (value as u32).to_be_bytes();
    [kind, a, b, c, d, 0]
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn with_font(font: &str, streams: &[&str], content: &str) -> Vec<u8> {
    let mut builder = Builder::new();
    let mut font = font.to_owned();
    for stream in streams {
        let id = builder.stream("", stream.as_bytes());
        font = font.replacen("STREAM", &format!("{id} 0 R"), 1);
    }
    builder.font("F9", &font);
    builder.page(&before("bad"));
    builder.page(&format!("BT /F9 10 Tf 100 700 Td {content} Tj ET"));
    builder.finish()
}

pub fn widths_of_billions() -> Vec<u8> {
    with_font(
        "<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</W[0 4000000000 500]>>]>>",
        &[],
        "<00410042>",
    )
}

pub fn to_unicode_of_billions() -> Vec<u8> {
    with_font(
        "<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]/ToUnicode STREAM>>",
        &["begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange \
            1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"],
        "<00410042>",
    )
}

pub fn encoding_of_billions() -> Vec<u8> {
    with_font(
        "<</Subtype/Type0/BaseFont/X/Encoding STREAM/DescendantFonts[<<>>]>>",
        &["begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange \
            1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange endcmap"],
        "<00410042>",
    )
}

pub fn forms_of_forms() -> Vec<u8> {
    let mut builder = Builder::new();
    let mut next = builder.stream("/Subtype/Form", b"BT 0 0 Td ET");
    for _ in 0..9 {
        let entries = format!("/Subtype/Form/Resources<</XObject<</X {next} 0 R>>>>");
        next = builder.stream(&entries, "/X Do ".repeat(10).as_bytes());
    }
    builder.resource(&format!("/XObject<</X {next} 0 R>>"));
    builder.page(&before("bad"));
    builder.page("/X Do");
    builder.finish()
}

pub fn form_of_itself() -> Vec<u8> {
    let mut builder = Builder::new();
    let id = 5;
    builder.stream("/Subtype/Form", b"BT /F1 10 Tf 50 700 Td (again) Tj ET /X Do");
    builder.resource(&format!("/XObject<</X {id} 0 R>>"));
    builder.page(&before("bad"));
    builder.page("/X Do");
    builder.finish()
}

/// How deep arrays and dictionaries lie in each other.
const DEEP: usize = 300_000;

pub fn deep_array_in_content() -> Vec<u8> {
    then(&format!("BT /F1 10 Tf {}(x){} TJ ET", "[".repeat(DEEP), "]".repeat(DEEP)))
}

pub fn deep_dictionary_in_content() -> Vec<u8> {
    then(&format!("/A {}{} BDC EMC", "<</A ".repeat(DEEP), ">>".repeat(DEEP)))
}

/// The second page has this entry, open or closed.
fn then_entry(open: &str, close: &str) -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before("bad"));
    let deep = builder.object(format!("{}{}", open.repeat(DEEP), close.repeat(DEEP)));
    builder.page_extra(&format!("/MediaBox {deep} 0 R/Rotate {}{}", open.repeat(DEEP), close.repeat(DEEP)));
    builder.page("");
    builder.finish()
}

pub fn deep_arrays() -> Vec<u8> {
    then_entry("[ ", "]")
}

pub fn deep_dictionaries() -> Vec<u8> {
    then_entry("<< /A ", ">>")
}

pub fn deep_arrays_never_closed() -> Vec<u8> {
    then_entry("[ 1 0 R ", "")
}

pub fn deep_dictionaries_never_closed() -> Vec<u8> {
    then_entry("<< /A ", "")
}

/// The same without a table, so that the whole file is searched for objects.
pub fn deep_dictionaries_without_table() -> Vec<u8> {
    without_table(deep_dictionaries_never_closed())
}

pub fn without_table(mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(find(&file, b"\nxref\n").unwrap());
    file
}

/// How deep page trees lie in each other.
const TREES: usize = 20_000;

pub fn deep_page_tree() -> Vec<u8> {
    let mut builder = Builder::new();
    let content = builder.stream("", before("bad").as_bytes());
    let first = content + 1;
    for id in first..first + TREES {
        builder.object(format!("<</Type/Pages/Count 1/Parent {} 0 R/Kids[{} 0 R]>>", id - 1, id + 1));
    }
    builder.object(format!(
        "<</Type/Page/MediaBox[0 0 600 800]/Parent {} 0 R/Contents {content} 0 R>>",
        first + TREES - 1
    ));
    builder.finish_with(
        "<</Type/Catalog/Pages 2 0 R>>",
        &format!("<</Type/Pages/Count 1/Kids[{first} 0 R]/Resources<</Font<</F1 3 0 R>>>>>>"),
    )
}

pub fn cyclic_page_tree() -> Vec<u8> {
    let mut builder = Builder::new();
    let content = builder.stream("", before("bad").as_bytes());
    let page =
        builder.object(format!("<</Type/Page/MediaBox[0 0 600 800]/Parent 2 0 R/Contents {content} 0 R>>"));
    let tree = builder.object(format!("<</Type/Pages/Count 1/Parent 2 0 R/Kids[{page} 0 R 2 0 R 7 0 R]>>"));
    builder.finish_with(
        "<</Type/Catalog/Pages 2 0 R>>",
        &format!("<</Type/Pages/Count 1/Kids[{tree} 0 R 2 0 R]/Resources<</Font<</F1 3 0 R>>>>>>"),
    )
}

pub fn unbalanced_saves() -> Vec<u8> {
    then(&format!("{}BT /F1 10 Tf 100 700 Td (Deep.) Tj ET", "q ".repeat(300_000)))
}

pub fn three_million_shows() -> Vec<u8> {
    let mut content = "BT /F1 10 Tf ".to_owned();
    for line in 0..30_000 {
        let _ = write!(content, "1 0 0 1 50 {} Tm {}", f64::from(line) * 0.02, "(a)Tj ".repeat(100));
    }
    then(&(content + "ET"))
}

/// All of them run out of the page on the right.
pub fn three_million_shows_in_one_line() -> Vec<u8> {
    then(&format!("BT /F1 10 Tf {}ET", "(a)Tj ".repeat(3_000_000)))
}

/// Twenty pages, one after the other.
pub fn long_paper() -> Vec<u8> {
    let mut builder = Builder::new();
    for number in 0..20 {
        builder.page(&before("good").repeat(5 + number % 2));
    }
    builder.finish()
}

pub fn no_media_box() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page_extra("");
    builder.page(&before("good"));
    builder.finish()
}

pub fn no_font() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before("good").replace("/F1", "/Nowhere"));
    builder.finish()
}

/// The first page once more as an older table would have it, at a place where there is none.
pub fn garbage_prev(prev: &str) -> Vec<u8> {
    let file = paper("good");
    let text = String::from_utf8_lossy(&file).into_owned();
    text.replace("trailer<<", &format!("trailer<</Prev {prev}")).into_bytes()
}

/// A table of a billion entries, and one that says where no object is.
pub fn lying_tables() -> [Vec<u8>; 2] {
    let text = String::from_utf8_lossy(&paper("good")).into_owned();
    let count = text.split("xref\n0 ").nth(1).unwrap().split('\n').next().unwrap().to_owned();
    let many = text.replacen(&format!("xref\n0 {count}"), "xref\n0 1000000000", 1);
    let mut wrong = String::new();
    for line in text.split_inclusive('\n') {
        if line.ends_with(" 00000 n \n") {
            let _ = writeln!(wrong, "0000000007 00000 n ");
        } else {
            wrong.push_str(line);
        }
    }
    [many.into_bytes(), wrong.into_bytes()]
}

/// What opens an encrypted file.
#[derive(Clone, Copy)]
pub enum Lock {
    /// The empty password.
    Empty,
    /// The password `secret`.
    Secret,
}

/// A paper that is encrypted with RC4 and a key of 40 bits (revision 2 of the standard handler).
pub fn encrypted(lock: Lock) -> Vec<u8> {
    // `/U` is the padding of passwords encrypted with the key of the file, which is made with MD5 from the password, `/O`,
    // `/P` and the ID; the other is the key of object 5, made from the former with MD5. Each computed once.
    let (user, key) = match lock {
        Lock::Empty => (
            "48a7d8a8d3c03b87326127918338b932d6e174b688ca5a718c82dcd9fdeeb47a",
            *b"\xfe\xca\x37\xa6\x26\x87\x76\x40\x87\x83",
        ),
        Lock::Secret => (
            "cf0a3823a8d0b7284eed02b97e0ebd244d0f0aed80cf77feb64d96f1805aec97",
            *b"\xe9\xac\xef\x89\x9c\x8e\x5b\x1a\xed\x3c",
        ),
    };
    let owner: String = (0..32).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let mut builder = Builder::new();
    let stream = builder.stream("", &rc4(key, before("locked").as_bytes()));
    assert_eq!(stream, 5, "the key is that of object 5");
    builder.page_of("5 0 R");
    let encrypt = builder.object(format!("<</Filter/Standard/V 1/R 2/Length 40/P -4/O<{owner}>/U<{user}>>>"));
    let file = builder.finish();
    let at = find(&file, b"trailer<<").unwrap() + b"trailer<<".len();
    let encrypt = format!("/ID[<00000000><00000000>]/Encrypt {encrypt} 0 R");
    [&file[..at], encrypt.as_bytes(), &file[at..]].concat()
}

fn rc4(key: [u8; 10], data: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let mut next = || {
        i = i.wrapping_add(1);
        j = j.wrapping_add(state[usize::from(i)]);
        state.swap(usize::from(i), usize::from(j));
        state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
    };
    data.iter().map(|byte| byte ^ next()).collect()
}

/// Two pages, the second with a form field and an annotation.
pub fn annotated() -> Vec<u8> {
    let mut builder = Builder::new();
    builder.page(&before("good"));
    builder.page_extra(
        "/MediaBox[0 0 600 800]/Annots[<</Subtype/Widget/FT/Tx/T(city)/V(Turin)>>\
         <</Subtype/FreeText/Contents(Please check)>>]",
    );
    builder.page("BT /F1 10 Tf 100 700 Td (The end.) Tj ET");
    builder.finish()
}
