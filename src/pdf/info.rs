//! What the file says of itself, and the text strings it says it in.

use hayro_syntax::metadata::Metadata;

use super::document::Info;

/// The document information dictionary.
pub(super) fn info(metadata: &Metadata) -> Info {
    let text = |bytes: &Option<Box<[u8]>>| {
        let text = decode_text(bytes.as_deref()?);
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    Info {
        title: text(&metadata.title),
        author: text(&metadata.author),
        created: metadata.creation_date.map(|date| {
            format!(
                "D:{:04}{:02}{:02}{:02}{:02}{:02}",
                date.year, date.month, date.day, date.hour, date.minute, date.second
            )
        }),
    }
}

/// A text string: UTF-16 or UTF-8 with a byte order mark, else the encoding of the PDF standard, in which bytes from
/// 0xa1 on are those of Latin-1.
pub(super) fn decode_text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| pdf_doc(byte)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn pdf_doc(byte: u8) -> char {
    const FROM_0X80: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";
    match byte {
        0x80..=0xa0 => FROM_0X80.chars().nth(usize::from(byte - 0x80)).unwrap_or(' '),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings() {
        for (bytes, text) in [
            (&b"\xfe\xff\0A\0\xe9"[..], "Aé"),
            (b"\xff\xfeA\0", "A"),
            (b"\xef\xbb\xbf\xc3\xa9", "é"),
            (b"caf\xe9 \x84", "café —"),
        ] {
            assert_eq!(decode_text(bytes), text);
        }
    }
}
