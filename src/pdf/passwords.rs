//! The passwords that a user has given: what they are, and how they get to a worker without being seen on the way.

use std::fmt;

/// Passwords, tried in their order after the empty one. Never printed, not even for debugging.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Passwords {
    /// One a line.
    lines: String,
}

/// The length of the passwords, at the end of a request.
const LENGTH: usize = 4;

impl Passwords {
    /// The passwords of a file: one a line, as it stands there, spaces and all. Empty lines are none.
    #[must_use]
    pub fn of_lines(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        Self { lines: lines.join("\n") }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// One a line, as [`read`](super::read) takes them.
    #[must_use]
    pub fn as_lines(&self) -> &str {
        &self.lines
    }

    /// Appends the passwords to the bytes of a file: what a worker is asked.
    pub fn attach(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.lines.as_bytes());
        bytes.extend_from_slice(&(self.lines.len() as u32).to_le_bytes());
    }

    /// Takes the passwords from behind the bytes of a file; `None` where the request is not one.
    #[must_use]
    pub fn detach(request: &mut Vec<u8>) -> Option<Self> {
        let length = request.last_chunk::<LENGTH>().map(|bytes| u32::from_le_bytes(*bytes) as usize)?;
        let end = request.len() - LENGTH;
        let start = end.checked_sub(length)?;
        let lines = std::str::from_utf8(request.get(start..end)?).ok()?.to_owned();
        request.truncate(start);
        Some(Self { lines })
    }
}

/// What to try, in order, of passwords that stand one a line.
pub(super) fn tries(lines: &str) -> impl Iterator<Item = &str> {
    std::iter::once("").chain(lines.lines().filter(|line| !line.is_empty()))
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Passwords({})", self.lines.lines().count())
    }
}

/// Whether a file names `/Encrypt` anywhere, also with its letters written as `#72`.
#[must_use]
pub fn may_be_encrypted(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'/', bytes).any(|at| {
        let mut rest = bytes.get(at + 1..).unwrap_or_default();
        b"Encrypt".iter().all(|&letter| {
            let (found, after) = match rest {
                [b'#', high, low, after @ ..] => (unescaped(*high, *low), after),
                [found, after @ ..] => (Some(*found), after),
                [] => return false,
            };
            rest = after;
            found == Some(letter)
        })
    })
}

fn unescaped(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_file() {
        for (text, expected) in [
            ("", &[""][..]),
            ("secret", &["", "secret"]),
            ("\u{feff}one\r\n\r\n two \n", &["", "one", " two "]),
        ] {
            assert_eq!(tries(Passwords::of_lines(text).as_lines()).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn they_travel_behind_the_file_and_are_not_printed() {
        for text in ["", "one\ntwo"] {
            let passwords = Passwords::of_lines(text);
            let mut request = b"%PDF".to_vec();
            passwords.attach(&mut request);
            assert_eq!(Passwords::detach(&mut request), Some(passwords));
            assert_eq!(request, b"%PDF");
        }
        assert!(!format!("{:?}", Passwords::of_lines("secret")).contains("secret"));
    }

    #[test]
    fn what_is_no_request_has_none() {
        for request in [&b""[..], b"abc", b"\xff\xff\xff\xff", b"\xff\x01\0\0\0"] {
            assert_eq!(Passwords::detach(&mut request.to_vec()), None, "{request:?}");
        }
    }

    #[test]
    fn an_encrypted_file_is_told_however_its_name_is_spelled() {
        for (bytes, expected) in [
            ("<< /Size 3 /Encrypt 5 0 R >>", true),
            ("<</Enc#72ypt 5 0 R>>", true),
            ("<</#45#6e#63#72#79#70#74 5 0 R>>", true),
            ("<< /Size 3 /Root 1 0 R >>", false),
            ("/Enc#72yp", false),
            ("/Enc#7", false),
            ("Encrypt", false),
        ] {
            assert_eq!(may_be_encrypted(bytes.as_bytes()), expected, "{bytes}");
        }
    }
}
