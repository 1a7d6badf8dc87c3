//! The text encodings of TeX, for fonts whose glyph names only number the characters.

/// An encoding of 128 or 256 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TexEncoding {
    /// Computer Modern's own.
    Ot1,
    /// Cork's, of the EC fonts.
    T1,
}

impl TexEncoding {
    /// The encoding that the codes of a font speak for.
    ///
    /// Where one has its ligatures and dashes the other has accented letters that hardly any paper needs so often.
    pub fn of(codes: &[u8]) -> Self {
        let ot1 = codes.iter().any(|code| matches!(code, 11..=15));
        let t1 = codes.iter().any(|code| matches!(code, 17 | 21 | 22 | 27..=31 | 128..));
        if t1 && !ot1 { Self::T1 } else { Self::Ot1 }
    }

    pub fn char(self, code: u8) -> Option<char> {
        let nth = |chars: &str, first: u8| chars.chars().nth(usize::from(code - first));
        match (self, code) {
            (Self::Ot1, 11..=32) => nth("ﬀﬁﬂﬃﬄıȷ`´ˇ˘¯˚¸ßæœøÆŒØ ", 11),
            (Self::Ot1, b'"') => Some('”'),
            (Self::Ot1, b'\\') => Some('“'),
            (Self::Ot1, 0x7b..=0x7f) => nth("–—˝˜¨", 0x7b),
            (Self::T1, 0..=22) => nth("`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—", 0),
            (Self::T1, 25..=32) => nth("ıȷﬀﬁﬂﬃﬄ ", 25),
            (Self::T1, b'\'') => Some('’'),
            (Self::T1, b'`') => Some('‘'),
            (Self::T1, 0x7f) => Some('-'),
            (Self::T1, 0x80..=0xbf) => {
                nth("ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£", 0x80)
            }
            (Self::T1, 0xd7) => Some('Œ'),
            (Self::T1, 0xf7) => Some('œ'),
            (Self::T1, 0xdf) => Some('ẞ'),
            (Self::T1, 0xff) => Some('ß'),
            (Self::T1, 0xc0..) | (_, 33..=126) => Some(char::from(code)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_a_font_tell_its_encoding() {
        for (codes, code, wanted) in [
            (&[12, 28, 97][..], 12, Some('ﬁ')),
            (&[12, 28, 97], 28, Some('ø')),
            (&[28, 97], 28, Some('ﬁ')),
            (&[30, 97], 30, Some('ﬃ')),
            (&[97, 0x7b], 0x7b, Some('–')),
            (&[97, 21], 21, Some('–')),
            (&[97, 0xe9], 0xe9, Some('é')),
            (&[97, 0x8a], 0x8a, Some('Ł')),
            (&[97, 0xb8], 0xb8, Some('ÿ')),
            (&[97, 0xff], 0xff, Some('ß')),
            (&[97], 97, Some('a')),
            (&[97], 3, None),
        ] {
            assert_eq!(TexEncoding::of(codes).char(code), wanted, "{codes:?} {code}");
        }
    }
}
