//! A file whose objects do not end or begin as they should → one in which they do.
//!
//! For files of which no page or no text could be read: the library searches a file without a table for its objects,
//! but only finds those that are parted by white space, and only streams with all their keywords. Other readers find
//! more.

/// The file with its keywords mended and its table made unusable, so that objects are looked for; `None` where there is
/// nothing to mend.
pub(super) fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = Vec::with_capacity(bytes.len() + bytes.len() / 64);
    let mut copied = 0;
    let mut is_changed = false;
    let mut in_stream = false;
    for (at, keyword) in keywords(bytes) {
        let end = at + keyword.len();
        let rest = bytes.get(end..).unwrap_or_default();
        match keyword {
            b"endstream" => in_stream = false,
            b"stream" if !in_stream && follows_dictionary(bytes, at) => {
                in_stream = true;
                let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                if blanks > 0 && matches!(rest.get(blanks), Some(b'\r' | b'\n')) {
                    file.extend_from_slice(bytes.get(copied..end)?);
                    copied = end + blanks;
                    is_changed = true;
                }
            }
            b"endobj" => {
                file.extend_from_slice(bytes.get(copied..at)?);
                if in_stream {
                    file.extend_from_slice(b"\nendstream\n");
                }
                file.extend_from_slice(keyword);
                if rest.first().is_some_and(u8::is_ascii_digit) {
                    file.push(b'\n');
                    is_changed = true;
                }
                is_changed |= in_stream;
                in_stream = false;
                copied = end;
            }
            b"startxref" => {
                file.extend_from_slice(bytes.get(copied..at)?);
                file.extend_from_slice(b"startnone");
                copied = end;
            }
            _ => {}
        }
    }
    file.extend_from_slice(bytes.get(copied..)?);
    is_changed.then_some(file)
}

/// Where these words stand, in order, and none within another.
fn keywords(bytes: &[u8]) -> impl Iterator<Item = (usize, &'static [u8])> {
    const WORDS: [&[u8]; 4] = [b"endstream", b"endobj", b"stream", b"startxref"];
    let mut past = 0;
    memchr::memchr2_iter(b'e', b's', bytes).filter_map(move |at| {
        let rest = bytes.get(at..)?;
        let word = WORDS.into_iter().find(|word| rest.starts_with(word))?;
        (at >= past).then(|| {
            past = at + word.len();
            (at, word)
        })
    })
}

fn follows_dictionary(bytes: &[u8], at: usize) -> bool {
    bytes.get(..at).unwrap_or_default().trim_ascii_end().ends_with(b">>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_mended() {
        for (name, file, expected) in [
            ("nothing to mend", "1 0 obj<<>>stream\nx\nendstream\nendobj\n2 0 obj 1 endobj", None),
            ("no end of a stream", "<<>>stream\nx endobj", Some("<<>>stream\nx \nendstream\nendobj")),
            ("objects without a gap", "1 endobj2 0 obj", Some("1 endobj\n2 0 obj")),
            ("blanks behind `stream`", "<<>>\nstream \t\r\nx", Some("<<>>\nstream\r\nx")),
            ("a word in the data", "<<>>stream\nmy stream  \nendstream endobj", None),
            ("the table", "1 endobj2 startxref\n7", Some("1 endobj\n2 startnone\n7")),
        ] {
            let expected = expected.map(|file| file.as_bytes().to_vec());
            assert_eq!(repaired(file.as_bytes()), expected, "{name}");
        }
    }
}
