//! Where the PDFs of a list are, and the names of their files, by which they are joined with their entries again.

use super::entry::{FILE, ID, PDF, stem};
use super::raw::{self, Object};
use super::{MetadataError, MetadataFile, Mistake};
use crate::provenance::sha256;

/// The address of a page rather than of a PDF in many lists, but of the PDF in some.
const URL: &str = "url";

/// Longer names are cut: file systems take 255 bytes, and an ending comes on top.
const LONGEST: usize = 100;

/// Names that are devices on Windows, whatever follows a dot.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The PDF of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// An address that begins with `http://` or `https://`.
    pub address: String,
    /// The name of its file without `.pdf`: what the entry is joined by, as far as a file may be called so.
    pub name: String,
}

impl Pdf {
    /// The name where another PDF has the same one.
    #[must_use]
    pub fn other_name(&self) -> String {
        format!("{}-{}", self.name, mark(&self.address))
    }
}

/// The PDFs of a list in its order, and how many of its entries have no address.
///
/// # Errors
/// The mistakes of the list; that none of its entries has the address of a PDF.
pub fn pdfs(file: &MetadataFile) -> Result<(Vec<Pdf>, usize), MetadataError> {
    let mistake = |line, message| MetadataError(vec![Mistake { file: file.name.clone(), line, message }]);
    let objects = raw::objects(&file.text).map_err(|(line, message)| mistake(line, message))?;
    let found: Vec<Pdf> = objects.iter().filter_map(pdf).collect();
    if found.is_empty() {
        let names = PDF.join("`, `");
        let there = objects.first().map(|it| it.names().collect::<Vec<_>>().join(", ")).unwrap_or_default();
        let first = objects.first().map_or(1, |it| it.line);
        return Err(mistake(
            first,
            format!("no entry has an http(s) address in `{names}` or `{URL}`; the first one has: {there}"),
        ));
    }
    let without = objects.len() - found.len();
    Ok((found, without))
}

/// The PDF of an entry, if the list says where it is.
pub(super) fn pdf(object: &Object) -> Option<Pdf> {
    let named = PDF.iter().chain([&URL]);
    let address = named.filter_map(|name| object.get(&[name])).find_map(first_address)?;
    let key = object.get(ID).map(str::to_owned).or_else(|| object.get(FILE).map(stem));
    let name = key.unwrap_or_else(|| stem(address));
    Some(Pdf { address: address.to_owned(), name: safe(&name) })
}

/// The first of the addresses that a value holds: several of them are joined by `;`.
fn first_address(value: &str) -> Option<&str> {
    let end = value.find(";http").unwrap_or(value.len());
    let first = value.get(..end)?.trim();
    let scheme = first.split_once("://")?.0;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(first)
}

/// A name that every file system takes and that leads to no other folder. What must be changed keeps a mark of what it was, so
/// that two never become one.
fn safe(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let device = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let stands = (1..=LONGEST).contains(&name.len())
        && name.chars().all(is_plain)
        && !name.starts_with(['.', '-'])
        && !name.ends_with('.')
        && !DEVICES.contains(&device.as_str());
    if stands {
        return name.to_owned();
    }
    let plain = |c: char| if is_plain(c) && c != '.' { c } else { '_' };
    let cut: String = name.chars().map(plain).take(LONGEST).collect();
    format!("{}-{}", cut.trim_start_matches('-'), mark(name))
}

/// Eight digits that tell a text from others.
fn mark(text: &str) -> String {
    sha256(text.as_bytes()).chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<(Vec<Pdf>, usize), MetadataError> {
        pdfs(&MetadataFile { name: "list.csv".into(), text: text.into() })
    }

    #[test]
    fn every_form_of_list_tells_addresses() {
        for (form, text) in [
            ("CSV", "id,pdf\na1,https://x.example/p/1.pdf\nb2,\n"),
            ("TSV", "id\ttitle\tpdf_url\na1\tOne, two\thttps://x.example/p/1.pdf\nb2\tThree\t\n"),
            (
                "JSON list",
                r#"[{"id": "a1", "pdf": "https://x.example/p/1.pdf"}, {"id": "b2", "pdf": "p/2.pdf"}]"#,
            ),
            (
                "JSON Lines",
                "{\"path\": \"in/a1.pdf\", \"url\": \"https://x.example/p/1.pdf\"}\n{\"path\": \"b.pdf\"}\n",
            ),
            (
                "several addresses",
                r#"[{"id": "a1", "pdf": ["https://x.example/p/1.pdf", "https://y.example/1.pdf"]}, {"id": "b"}]"#,
            ),
        ] {
            let pdf = Pdf { address: "https://x.example/p/1.pdf".into(), name: "a1".into() };
            assert_eq!(list(text).unwrap(), (vec![pdf], 1), "{form}");
        }
    }

    #[test]
    fn a_list_without_addresses_says_what_it_has() {
        let told = list("id,title,pdf\na,A,papers/a.pdf\n").unwrap_err().to_string();
        assert!(
            told.contains("list.csv:2") && told.contains("`pdf_url`") && told.contains("id, pdf, title"),
            "{told}"
        );
    }

    #[test]
    fn names_of_files_stay_in_their_folder() {
        let name = |key: &str| safe(key);
        for kept in ["2401.01234v2", "zxK_r-w", "abc23a.pdf", &"x".repeat(100)] {
            assert_eq!(name(kept), kept);
        }
        for (unsafe_, wanted) in [
            ("../../etc/passwd", "______etc_passwd-"),
            ("10.1145/12.34", "10_1145_12_34-"),
            (".hidden", "_hidden-"),
            ("-rf", "rf-"),
            ("CON", "CON-"),
            ("nul.x", "nul_x-"),
            ("a\0b\\c:d", "a_b_c_d-"),
            ("Über", "_ber-"),
            ("", "-"),
        ] {
            let safe = name(unsafe_);
            assert_eq!(safe.len(), wanted.len() + 8, "{safe}");
            assert!(safe.starts_with(wanted), "{safe}");
        }
        assert_ne!(name("a/b"), name("a:b"));
        assert!(name(&"é".repeat(500)).len() < 120);
    }

    #[test]
    fn an_address_names_its_file_where_nothing_else_does() {
        for (address, wanted) in [
            ("https://x.example/2024.acl-long.1.pdf", "2024.acl-long.1"),
            ("https://x.example/pdf/2401.01234v2", "2401.01234v2"),
            ("https://x.example/pdf?id=aBc", "aBc"),
            ("https://x.example/attachment?id=aBc&name=pdf", "aBc"),
            ("https://x.example/a.pdf?download=1#page=2", "a"),
        ] {
            let (found, _) = list(&format!("pdf\n{address}\n")).unwrap();
            assert_eq!(found[0].name, wanted);
        }
    }
}
