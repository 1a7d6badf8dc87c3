//! What a list says of one paper.

use super::pdfs::pdf;
use super::raw::Object;
use crate::affiliation::{Basis, Gazetteer};
use crate::country::Country;

/// One paper of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    pub id: Option<String>,
    /// The name of its PDF without `.pdf`.
    pub stem: Option<String>,
    /// The names under which `fetch` keeps its PDF, without `.pdf`.
    pub fetched: Vec<String>,
    /// In lower case, without the resolver.
    pub doi: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<Person>,
    /// Affiliations of which it is not known whose they are.
    pub affiliations: Vec<String>,
    /// The countries of the paper where the list names them, with the words.
    pub countries: Vec<(Country, String)>,
    pub year: Option<u16>,
    pub venue: Option<String>,
    pub track: Option<String>,
    pub status: Option<String>,
}

/// An author of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    pub affiliations: Vec<String>,
    /// Where the list names them, with the words.
    pub countries: Vec<(Country, String)>,
    /// The host of the e-mail address, in lower case.
    pub host: Option<String>,
}

impl Person {
    /// Whether the list says where this author is.
    pub fn is_placed(&self) -> bool {
        !self.affiliations.is_empty() || !self.countries.is_empty()
    }
}

/// The names that a value goes by in the lists there are.
pub(super) const ID: &[&str] = &["id", "paper_id", "paperid", "openreview_id", "forum"];
pub(super) const FILE: &[&str] = &["file", "filename", "file_name", "path"];
pub(super) const PDF: &[&str] = &["pdf", "pdf_url"];
const TITLE: &[&str] = &["title", "paper_title"];
const AUTHORS: &[&str] = &["author", "authors"];
const AFFILIATIONS: &[&str] = &["aff", "affs", "affiliation", "affiliations", "institution", "institutions"];
/// The countries of the paper, each once.
const COUNTRIES: &[&str] = &["aff_country_unique", "country", "countries"];
/// The countries of each author.
const AUTHOR_COUNTRIES: &[&str] = &["author_countries", "author_country", "aff_country", "aff_countries"];
const HOSTS: &[&str] = &["email", "emails", "aff_domain"];
const VENUE: &[&str] = &["venue", "conference", "booktitle", "journal"];

impl Entry {
    /// The entry of an object; all that is wrong with it, in words.
    pub fn new(file: &str, object: &Object, gazetteer: &Gazetteer) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        let text = |names: &[&str]| object.get(names).map(str::to_owned);
        let mut entry = Entry {
            file: file.to_owned(),
            line: object.line,
            id: text(ID),
            stem: object.get(FILE).or_else(|| object.get(PDF)).map(stem),
            fetched: pdf(object).map(|it| vec![it.other_name(), it.name]).unwrap_or_default(),
            doi: object.get(&["doi"]).map(doi),
            title: text(TITLE),
            venue: text(VENUE),
            track: text(&["track"]),
            status: text(&["status"]),
            ..Entry::default()
        };
        if [&entry.id, &entry.stem, &entry.doi, &entry.title].iter().all(|it| it.is_none())
            && entry.fetched.is_empty()
        {
            wrong.push("an entry needs an id, a file, a doi or a title to be joined by".to_owned());
        }
        if let Some(year) = object.get(&["year"]) {
            entry.year = year.parse().ok().filter(|it| (1900..=2100).contains(it));
            if entry.year.is_none() {
                wrong.push(format!("`{year}` is no year"));
            }
        }
        let mut countries = |text: &str, separator: char| -> Vec<(Country, String)> {
            let mut found = Vec::new();
            for word in text.split(separator).map(str::trim).filter(|it| !it.is_empty()) {
                match country(gazetteer, word) {
                    Some(code) => found.push((code, word.to_owned())),
                    None => wrong.push(format!("`{word}` is no country, neither a code nor a name")),
                }
            }
            found
        };
        entry.countries = object.get(COUNTRIES).map(|it| countries(it, ';')).unwrap_or_default();
        entry.authors = items(object.get(AUTHORS))
            .filter(|name| !name.is_empty())
            .map(|name| Person { name: name.to_owned(), ..Person::default() })
            .collect();
        let number = entry.authors.len();
        let aligned = |names: &[&str]| {
            let list: Vec<String> = items(object.get(names)).map(str::to_owned).collect();
            (list.len() == number && number > 0).then_some(list)
        };
        let affiliations =
            aligned(AFFILIATIONS).or_else(|| indexed(object, "aff_unique_index", "aff_unique_norm", number));
        if let Some(list) = affiliations {
            for (person, text) in entry.authors.iter_mut().zip(list) {
                person.affiliations = several(&text);
            }
        } else {
            let list = items(object.get(AFFILIATIONS).or_else(|| object.get(&["aff_unique_norm"])));
            entry.affiliations = list.flat_map(several).collect();
        }
        let of_authors = aligned(AUTHOR_COUNTRIES)
            .or_else(|| indexed(object, "aff_country_unique_index", "aff_country_unique", number));
        match of_authors {
            Some(list) => {
                for (person, text) in entry.authors.iter_mut().zip(list) {
                    person.countries = countries(&text, '+');
                }
            }
            None if entry.countries.is_empty() => {
                let all = object.get(AUTHOR_COUNTRIES).map(|it| it.replace('+', ";"));
                entry.countries = all.map(|it| countries(&it, ';')).unwrap_or_default();
            }
            None => {}
        }
        if let Some(hosts) = aligned(HOSTS) {
            for (person, mail) in entry.authors.iter_mut().zip(hosts) {
                let host = mail.rsplit('@').next().unwrap_or_default().trim().to_lowercase();
                person.host = host.contains('.').then_some(host);
            }
        }
        if wrong.is_empty() { Ok(entry) } else { Err(wrong) }
    }
}

/// The items of a list, empty ones among them: their places count.
fn items(list: Option<&str>) -> impl Iterator<Item = &str> {
    list.into_iter().flat_map(|it| it.split(';')).map(str::trim)
}

/// `Tsinghua University+Google`: the affiliations of one author.
fn several(text: &str) -> Vec<String> {
    text.split('+').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Values by author from indices into a list of distinct ones: `0;1;0+2`. `None` unless every author has an item.
fn indexed(object: &Object, indices: &str, values: &str, number: usize) -> Option<Vec<String>> {
    let values: Vec<&str> = items(object.get(&[values])).collect();
    let items: Vec<&str> = items(object.get(&[indices])).collect();
    let of = |item: &&str| {
        let picked = item.split('+').map(str::trim).filter(|it| !it.is_empty());
        let picked: Option<Vec<&str>> =
            picked.map(|it| it.parse().ok().and_then(|at: usize| values.get(at).copied())).collect();
        picked.map(|it| it.join("+"))
    };
    if items.len() == number && number > 0 { items.iter().map(of).collect() } else { None }
}

/// A country by code or name.
fn country(gazetteer: &Gazetteer, word: &str) -> Option<Country> {
    let named = || Country::all().find(|it| it.name().eq_ignore_ascii_case(word));
    let printed = || {
        let found = gazetteer.resolve(word);
        match found.located.as_slice() {
            [one] if one.basis == Basis::PrintedCountry && one.evidence.len() + 4 >= word.len() => {
                Some(one.country)
            }
            _ => None,
        }
    };
    word.parse().ok().or_else(named).or_else(printed)
}

/// The name of a PDF in a path or an address, without `.pdf`.
pub(super) fn stem(path: &str) -> String {
    let path = if path.contains("://") { without_query(path) } else { path };
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let name = name.rsplit_once("?id=").map_or(name, |(_, id)| id.split('&').next().unwrap_or_default());
    let bare = name.len().checked_sub(4).and_then(|at| name.split_at_checked(at));
    match bare {
        Some((bare, end)) if end.eq_ignore_ascii_case(".pdf") => bare.to_owned(),
        _ => name.to_owned(),
    }
}

/// An address without what follows the name of a PDF in it.
fn without_query(address: &str) -> &str {
    let address = address.split('#').next().unwrap_or_default();
    match address.split_once('?') {
        Some((file, _)) if file.to_ascii_lowercase().ends_with(".pdf") => file,
        _ => address,
    }
}

/// A DOI without its resolver, in lower case.
pub(super) fn doi(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    lower.find("10.").and_then(|at| lower.get(at..)).unwrap_or(&lower).to_owned()
}
