//! Bytes of a content stream → operators with their operands.

/// One operand; ranges are byte offsets into the stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pdf) enum Operand {
    /// A number, not yet parsed.
    Number(u32, u32),
    /// A name without its slash.
    Name(u32, u32),
    /// The inside of a `(…)` string.
    Literal(u32, u32),
    /// The inside of a `<…>` string.
    Hex(u32, u32),
    /// A dictionary with its brackets.
    Dict(u32, u32),
    /// `[`.
    ArrayStart,
    /// `]`.
    ArrayEnd,
}

/// The operands of one operator, in order. Arrays are flat, between their brackets.
pub(in crate::pdf) type Operands = Vec<Operand>;

/// No operator of use has more operands; the rest of a longer list is passed over.
const MOST_OPERANDS: usize = 1 << 16;

/// A cursor over a content stream.
pub(in crate::pdf) struct Scanner<'a> {
    data: &'a [u8],
    at: usize,
    /// The end of an inline image was looked for in vain, and there is none further on.
    no_image_ends: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Delimiter,
    Number,
    Regular,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Regular; 256];
    let spaces = [0, 9, 10, 12, 13, 32];
    let mut i = 0;
    while i < spaces.len() {
        classes[spaces[i] as usize] = Class::Space;
        i += 1;
    }
    let delimiters = b"()<>[]{}/%";
    i = 0;
    while i < delimiters.len() {
        classes[delimiters[i] as usize] = Class::Delimiter;
        i += 1;
    }
    let numbers = b"0123456789+-.";
    i = 0;
    while i < numbers.len() {
        classes[numbers[i] as usize] = Class::Number;
        i += 1;
    }
    classes
};

#[inline]
fn class(byte: u8) -> Class {
    CLASSES[byte as usize]
}

impl<'a> Scanner<'a> {
    /// At the start of a stream. Bytes past 4 GiB are not looked at.
    pub fn new(data: &'a [u8]) -> Self {
        Self { data: data.get(..u32::MAX as usize).unwrap_or(data), at: 0, no_image_ends: false }
    }

    /// The next operator; its operands replace those in `operands`.
    pub fn next(&mut self, operands: &mut Operands) -> Option<&'a [u8]> {
        operands.clear();
        loop {
            let byte = *self.data.get(self.at)?;
            match class(byte) {
                Class::Space => self.at += 1,
                Class::Number => {
                    let start = self.at;
                    self.skip(|byte| class(byte) == Class::Number);
                    push(operands, Operand::Number(start as u32, self.at as u32));
                }
                Class::Regular => {
                    let start = self.at;
                    self.skip(|byte| matches!(class(byte), Class::Regular | Class::Number));
                    let word = self.data.get(start..self.at)?;
                    match word {
                        b"true" | b"false" | b"null" => {}
                        b"BI" => self.skip_inline_image(),
                        _ => return Some(word),
                    }
                }
                Class::Delimiter => self.delimiter(byte, operands),
            }
        }
    }

    fn delimiter(&mut self, byte: u8, operands: &mut Operands) {
        self.at += 1;
        let start = self.at;
        match byte {
            b'(' => {
                let end = self.skip_literal();
                push(operands, Operand::Literal(start as u32, end as u32));
            }
            b'/' => {
                self.skip(|byte| matches!(class(byte), Class::Regular | Class::Number));
                push(operands, Operand::Name(start as u32, self.at as u32));
            }
            b'[' => push(operands, Operand::ArrayStart),
            b']' => push(operands, Operand::ArrayEnd),
            b'<' if self.data.get(self.at) == Some(&b'<') => {
                self.skip_dict();
                push(operands, Operand::Dict(start as u32 - 1, self.at as u32));
            }
            b'<' => {
                self.skip(|byte| byte != b'>');
                push(operands, Operand::Hex(start as u32, self.at as u32));
                self.at += 1;
            }
            b'%' => self.skip(|byte| byte != b'\n' && byte != b'\r'),
            _ => {}
        }
    }

    fn skip(&mut self, accept: impl Fn(u8) -> bool) {
        let rest = self.data.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|&byte| !accept(byte)).unwrap_or(rest.len());
    }

    /// From behind `(` to behind the matching `)`; gives where the inside ends.
    fn skip_literal(&mut self) -> usize {
        let mut depth = 1;
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return self.at - 1;
                    }
                }
                _ => {}
            }
        }
        self.at = self.data.len();
        self.at
    }

    /// From the second `<` of `<<` to behind the matching `>>`, without recursion.
    fn skip_dict(&mut self) {
        let mut depth = 1_u32;
        self.at += 1;
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => {
                    self.skip_literal();
                }
                b'<' if self.data.get(self.at) == Some(&b'<') => {
                    self.at += 1;
                    depth += 1;
                }
                // A string of digits may end right before the dictionary does: `<FEFF00AD>>>`.
                b'<' => {
                    self.at += self
                        .data
                        .get(self.at..)
                        .map_or(0, |rest| memchr::memchr(b'>', rest).map_or(rest.len(), |end| end + 1))
                }
                b'>' if self.data.get(self.at) == Some(&b'>') => {
                    self.at += 1;
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// From behind `BI` to behind the `EI` that stands alone between white space and is followed by what looks like
    /// content, since the image's bytes may hold those two letters. Without one there is no image.
    fn skip_inline_image(&mut self) {
        let rest = if self.no_image_ends { &[] } else { self.data.get(self.at..).unwrap_or_default() };
        for found in memchr::memmem::find_iter(rest, b"EI") {
            let before = found.checked_sub(1).and_then(|at| rest.get(at));
            let after = rest.get(found + 2..).unwrap_or_default();
            let apart = before.is_some_and(|&byte| class(byte) == Class::Space)
                && after.first().is_none_or(|&byte| class(byte) == Class::Space);
            if apart
                && after
                    .iter()
                    .take(16)
                    .all(|&byte| byte.is_ascii() && (byte >= 32 || class(byte) == Class::Space))
            {
                self.at += found + 2;
                return;
            }
        }
        self.no_image_ends = true;
    }
}

fn push(operands: &mut Operands, operand: Operand) {
    if operands.len() < MOST_OPERANDS {
        operands.push(operand);
    }
}

/// The number that stands in some bytes; 0 where they hold none.
pub(in crate::pdf) fn number(bytes: &[u8]) -> f32 {
    let mut whole = 0_i64;
    let mut scale = 0_i64;
    let mut negative = false;
    for &byte in bytes {
        match byte {
            b'-' if whole == 0 && scale == 0 => negative = true,
            b'-' => break,
            b'.' if scale == 0 => scale = 1,
            b'0'..=b'9' if whole < 1 << 52 && scale < 1 << 40 => {
                whole = whole * 10 + i64::from(byte - b'0');
                scale *= 10;
            }
            // Digits past the precision of any coordinate.
            b'0'..=b'9' if scale > 0 => break,
            _ => {}
        }
    }
    let value = if scale > 1 { whole as f64 / scale as f64 } else { whole as f64 };
    if negative { -value as f32 } else { value as f32 }
}

/// The numbers of an array that holds nothing else, from the bytes between its brackets.
pub(in crate::pdf) fn plain_numbers(array: &[u8]) -> Option<impl Iterator<Item = f32>> {
    let is_plain = |byte: &u8| matches!(class(*byte), Class::Space | Class::Number);
    let words = array.split(|&byte| class(byte) == Class::Space).filter(|word| !word.is_empty());
    array.iter().all(is_plain).then(|| words.map(number))
}

/// The bytes of a string operand, written into `into` where they are not the stream's own.
pub(in crate::pdf) fn decode_string<'d>(
    data: &'d [u8],
    operand: Operand,
    into: &'d mut Vec<u8>,
) -> Option<&'d [u8]> {
    match operand {
        Operand::Literal(start, end) => {
            let inside = data.get(start as usize..end as usize)?;
            if !inside.contains(&b'\\') && !inside.contains(&b'\r') {
                return Some(inside);
            }
            into.clear();
            unescape(inside, into);
        }
        Operand::Hex(start, end) => {
            into.clear();
            let inside = data.get(start as usize..end as usize)?;
            let mut digits = inside.iter().filter_map(|&byte| (byte as char).to_digit(16));
            while let Some(high) = digits.next() {
                into.push((high << 4 | digits.next().unwrap_or(0)) as u8);
            }
        }
        _ => return None,
    }
    Some(into)
}

fn unescape(inside: &[u8], into: &mut Vec<u8>) {
    let mut bytes = inside.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                Some(b'n') => into.push(b'\n'),
                Some(b'r') => into.push(b'\r'),
                Some(b't') => into.push(b'\t'),
                Some(b'b') => into.push(8),
                Some(b'f') => into.push(12),
                Some(b'\n') | None => {}
                Some(b'\r') => {
                    bytes.next_if_eq(&b'\n');
                }
                Some(first @ b'0'..=b'7') => {
                    let mut value = u32::from(first - b'0');
                    for _ in 0..2 {
                        let Some(digit) = bytes.next_if(|byte| (b'0'..=b'7').contains(byte)) else { break };
                        value = value * 8 + u32::from(digit - b'0');
                    }
                    into.push(value as u8);
                }
                Some(other) => into.push(other),
            },
            b'\r' => {
                bytes.next_if_eq(&b'\n');
                into.push(b'\n');
            }
            _ => into.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &str, expected: &[(&str, &[&str])]) {
        let data = content.as_bytes();
        let mut scanner = Scanner::new(data);
        let mut operands = Operands::new();
        let mut found = Vec::new();
        while let Some(operator) = scanner.next(&mut operands) {
            let shown: Vec<String> = operands.iter().map(|&operand| show(data, operand)).collect();
            found.push((String::from_utf8_lossy(operator).into_owned(), shown));
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|(operator, operands)| {
                ((*operator).to_owned(), operands.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
            })
            .collect();
        assert_eq!(found, expected, "{content}");
    }

    fn show(data: &[u8], operand: Operand) -> String {
        let text = |start: u32, end: u32| {
            String::from_utf8_lossy(data.get(start as usize..end as usize).unwrap_or_default()).into_owned()
        };
        match operand {
            Operand::Number(start, end) => number(text(start, end).as_bytes()).to_string(),
            Operand::Name(start, end) => format!("/{}", text(start, end)),
            Operand::Dict(start, end) => text(start, end),
            Operand::ArrayStart => "[".to_owned(),
            Operand::ArrayEnd => "]".to_owned(),
            Operand::Literal(..) | Operand::Hex(..) => {
                String::from_utf8_lossy(decode_string(data, operand, &mut Vec::new()).unwrap_or_default())
                    .into_owned()
            }
        }
    }

    #[test]
    fn operators_and_operands() {
        check("q 1 0 0 -1.5 .5 -.25 cm", &[("q", &[]), ("cm", &["1", "0", "0", "-1.5", "0.5", "-0.25"])]);
        check("/F1 9.96 Tf[(a)-20(b)]TJ", &[("Tf", &["/F1", "9.96"]), ("TJ", &["[", "a", "-20", "b", "]"])]);
        check(r"(a\(b\)\101\n(c)\\) Tj <4142 4> Tj", &[("Tj", &["a(b)A\n(c)\\"]), ("Tj", &["AB@"])]);
        check(
            "/Span <</ActualText (>>) /B <</C 1>>>> BDC",
            &[("BDC", &["/Span", "<</ActualText (>>) /B <</C 1>>>>"])],
        );
        check("/Span<</ActualText<FEFF00AD>>>BDC", &[("BDC", &["/Span", "<</ActualText<FEFF00AD>>>"])]);
        check("% a comment\nT* true 3 Tr", &[("T*", &[]), ("Tr", &["3"])]);
        check("BI /W 1 ID \u{1}EI\u{2} x EI Q", &[("Q", &[])]);
        check("0 0 m 1e 2 l", &[("m", &["0", "0"]), ("e", &["1"]), ("l", &["2"])]);
        check("(never closed", &[]);
    }

    #[test]
    fn numbers_beyond_measure() {
        for (text, value) in [("--5", -5.0), ("1.2.3", 1.23), ("", 0.0), ("+7", 7.0), ("0.000000000001", 0.0)]
        {
            assert!((number(text.as_bytes()) - value).abs() < 1e-6, "{text}");
        }
    }
}
