//! Which lines are headings, and what their words say.
//!
//! A heading is told by its words ("References"), by a number before it, and by type that is larger or bolder than the
//! running text; one of them alone is not enough, except for the words that papers reserve for headings.

use crate::pdf::{Line, Page, Rise, Style};

/// A printed line as the search for headings sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// Where it begins in the text.
    pub start: usize,
    /// Its words, normalised.
    pub words: &'a str,
    /// Type size in points; 0 where the engine does not tell.
    pub size: f32,
    /// Whether all of it is bold.
    pub bold: bool,
    /// Whether it is the first line of its block.
    pub opens_block: bool,
    /// The page, counted from 1.
    pub page: u32,
}

/// What a heading's words say of the section below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Abstract,
    /// What stands between abstract and introduction: keywords, CCS concepts.
    Keywords,
    Introduction,
    References,
    Appendix,
    Checklist,
    /// Another word that papers reserve for headings.
    Reserved,
    /// Any other heading.
    Other,
}

/// How a heading is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    None,
    /// `3`, `3.1`.
    Arabic,
    /// `IV.`
    Roman,
    /// `A`, `B.2`.
    Letter,
}

/// Words that stand alone on a line only as a heading, without spaces and in lower case, and what they open.
const WORDS: &[(&str, Section)] = &[
    ("abstract", Section::Abstract),
    ("summary", Section::Abstract),
    ("zusammenfassung", Section::Abstract),
    ("résumé", Section::Abstract),
    ("resumen", Section::Abstract),
    ("resumo", Section::Abstract),
    ("аннотация", Section::Abstract),
    ("摘要", Section::Abstract),
    ("要旨", Section::Abstract),
    ("초록", Section::Abstract),
    ("요약", Section::Abstract),
    ("keywords", Section::Keywords),
    ("indexterms", Section::Keywords),
    ("ccsconcepts", Section::Keywords),
    ("introduction", Section::Introduction),
    ("einleitung", Section::Introduction),
    ("introducción", Section::Introduction),
    ("introdução", Section::Introduction),
    ("introduzione", Section::Introduction),
    ("введение", Section::Introduction),
    ("引言", Section::Introduction),
    ("はじめに", Section::Introduction),
    ("서론", Section::Introduction),
    ("references", Section::References),
    ("reference", Section::References),
    ("bibliography", Section::References),
    ("literaturecited", Section::References),
    ("referencesandnotes", Section::References),
    ("workscited", Section::References),
    ("literatur", Section::References),
    ("literaturverzeichnis", Section::References),
    ("références", Section::References),
    ("bibliographie", Section::References),
    ("referencias", Section::References),
    ("bibliografía", Section::References),
    ("referências", Section::References),
    ("riferimentibibliografici", Section::References),
    ("списоклитературы", Section::References),
    ("литература", Section::References),
    ("参考文献", Section::References),
    ("參考文獻", Section::References),
    ("참고문헌", Section::References),
    ("bibliographicalreferences", Section::References),
    ("languageresourcereferences", Section::References),
    ("listofreferences", Section::References),
    ("referencescited", Section::References),
    ("citedreferences", Section::References),
    ("bibliographyandreferences", Section::References),
    ("appendix", Section::Appendix),
    ("appendices", Section::Appendix),
    ("technicalappendix", Section::Appendix),
    ("supplementarymaterial", Section::Appendix),
    ("supplementarymaterials", Section::Appendix),
    ("supplementalmaterial", Section::Appendix),
    ("supplementaryinformation", Section::Appendix),
    ("neuripspaperchecklist", Section::Checklist),
    ("paperchecklist", Section::Checklist),
    ("checklist", Section::Checklist),
    ("reproducibilitychecklist", Section::Checklist),
    ("acknowledgments", Section::Reserved),
    ("acknowledgements", Section::Reserved),
    ("acknowledgment", Section::Reserved),
    ("acknowledgement", Section::Reserved),
    ("relatedwork", Section::Reserved),
    ("relatedworks", Section::Reserved),
    ("background", Section::Reserved),
    ("method", Section::Reserved),
    ("methods", Section::Reserved),
    ("methodology", Section::Reserved),
    ("experiments", Section::Reserved),
    ("experimentalsetup", Section::Reserved),
    ("implementationdetails", Section::Reserved),
    ("results", Section::Reserved),
    ("discussion", Section::Reserved),
    ("conclusion", Section::Reserved),
    ("conclusions", Section::Reserved),
    ("limitations", Section::Reserved),
    ("ethicsstatement", Section::Reserved),
    ("broaderimpact", Section::Reserved),
    ("impactstatement", Section::Reserved),
    ("reproducibilitystatement", Section::Reserved),
    ("contributors", Section::Reserved),
    ("contributions", Section::Reserved),
    ("authorcontributions", Section::Reserved),
];

/// Words that open an abstract on the line that its text begins on.
const RUN_IN: &[&str] = &[
    "Abstract",
    "ABSTRACT",
    "Zusammenfassung",
    "Résumé",
    "Resumen",
    "Resumo",
    "摘要",
    "摘 要",
    "초록",
    "요약",
];

const LONGEST: usize = 110;

impl<'a> Row<'a> {
    /// The row of a printed line.
    pub(super) fn new(start: usize, words: &'a str, page: &Page, index: u32, opens_block: bool) -> Self {
        let line = page.lines.get(index as usize);
        Self {
            start,
            words: words.trim(),
            size: line.map_or(0.0, |line| line.size),
            bold: line.is_some_and(|line| is_bold(page, line)),
            opens_block,
            page: page.number,
        }
    }

    /// What the heading says, if this row is one; `body` is the size of the running text.
    pub(super) fn heading(&self, body: f32) -> Option<Section> {
        let (numbering, title) = split_number(self.words);
        if self.words.len() > LONGEST
            || !title.starts_with(char::is_alphabetic)
            || title.starts_with(char::is_lowercase) && numbering == Numbering::None && !is_spaced_out(title)
        {
            return None;
        }
        let display = self.is_display(body);
        if !(display || self.opens_block || numbering != Numbering::None) {
            return None;
        }
        let section = self.section();
        if section != Section::Other {
            return Some(section);
        }
        if self.words.ends_with(['.', ',', ';', '-']) && !display || ends_like_prose(self.words) {
            return None;
        }
        let section = match (numbering, title.get(..8)) {
            (_, Some(word)) if display && word.eq_ignore_ascii_case("appendix") => Section::Appendix,
            _ => Section::Other,
        };
        let capitals = !title.contains(char::is_lowercase) && title.len() > 4;
        let told = display && self.opens_block || numbering != Numbering::None && (display || capitals);
        told.then_some(section)
    }

    /// Whether the type is larger or bolder than the running text.
    pub(super) fn is_display(&self, body: f32) -> bool {
        self.bold || self.size > body * 1.06
    }

    /// How the heading is numbered.
    pub(super) fn numbering(&self) -> Numbering {
        split_number(self.words).0
    }

    /// What the words say, with or without what looks like a number before them: the R of `R EFERENCES` is none.
    fn section(&self) -> Section {
        match section(self.words) {
            Section::Other => section(split_number(self.words).1),
            known => known,
        }
    }

    /// Whether the abstract begins on this line, in any of the ways it is printed: alone, or run in before its text.
    pub(super) fn opens_abstract(&self) -> bool {
        if self.section() == Section::Abstract {
            return true;
        }
        let (_, title) = split_number(self.words);
        let rest = RUN_IN.iter().find_map(|word| title.strip_prefix(word));
        rest.is_some_and(|rest| rest.starts_with(['-', ':', '：', '.', ' ', '|']))
    }
}

/// What words say that stand alone on a line.
fn section(title: &str) -> Section {
    if title.len() > 60 {
        return Section::Other;
    }
    let bare: String = title
        .trim_end_matches([':', '.', '-'])
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    WORDS.iter().find(|(word, _)| *word == bare).map_or(Section::Other, |&(_, section)| section)
}

/// The number before a heading, and the words behind it.
pub(super) fn split_number(words: &str) -> (Numbering, &str) {
    let Some((number, rest)) = words.split_once(' ') else { return (Numbering::None, words) };
    let dotted = number.ends_with(['.', ')', ':']);
    let bare = number.trim_end_matches(['.', ')', ':']);
    let mut parts = bare.split('.');
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.all(digits) {
        return (Numbering::None, words);
    }
    let numbering = if digits(first) {
        Numbering::Arabic
    } else if dotted && !first.is_empty() && first.bytes().all(|b| b"IVX".contains(&b)) && first != "X" {
        Numbering::Roman
    } else if first.len() == 1 && first.bytes().all(|b| b.is_ascii_uppercase()) {
        Numbering::Letter
    } else {
        return (Numbering::None, words);
    };
    (numbering, rest.trim_start())
}

/// `a b s t r a c t`, as Elsevier prints it.
fn is_spaced_out(title: &str) -> bool {
    title.len() > 4 && title.split(' ').all(|letter| letter.chars().count() == 1)
}

/// A sentence's end or a reference's year: no heading ends so.
fn ends_like_prose(words: &str) -> bool {
    let tail = words.trim_end_matches(['.', ')', ',']);
    tail.len() < words.len()
        && tail.len() >= 4
        && tail.get(tail.len() - 4..).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
}

fn is_bold(page: &Page, line: &Line) -> bool {
    let mut spans = page.line_spans(line).iter().filter(|span| span.rise == Rise::Normal).peekable();
    spans.peek().is_some() && spans.all(|span| span.style == Style::Bold)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &str, size: f32, bold: bool) -> Row<'_> {
        Row { start: 0, words, size, bold, opens_block: true, page: 1 }
    }

    #[test]
    fn headings_are_told_by_words_numbers_and_type() {
        use Section::{Abstract, Appendix, Checklist, Introduction, Other, References, Reserved};
        let cases: &[(&str, f32, bool, Option<Section>)] = &[
            ("Abstract", 12.0, true, Some(Abstract)),
            ("ABSTRACT", 10.0, false, Some(Abstract)),
            ("a b s t r a c t", 8.0, false, Some(Abstract)),
            ("1 Introduction", 12.0, true, Some(Introduction)),
            ("I. INTRODUCTION", 10.0, false, Some(Introduction)),
            ("4.1 Experimental Setup", 10.0, true, Some(Reserved)),
            ("R EFERENCES", 10.0, false, Some(References)),
            ("Literaturverzeichnis", 10.0, false, Some(References)),
            ("参 考 文 献", 10.0, false, Some(References)),
            ("1 Einleitung", 12.0, true, Some(Introduction)),
            ("References", 10.0, false, Some(References)),
            ("8. Bibliographical References", 10.0, false, Some(References)),
            ("Language Resource References", 10.0, false, Some(References)),
            ("Appendix B: Proofs", 12.0, true, Some(Appendix)),
            ("A Proof of Theorem 1", 12.0, true, Some(Other)),
            ("NeurIPS Paper Checklist", 12.0, true, Some(Checklist)),
            ("Acknowledgments.", 10.0, true, Some(Reserved)),
            ("Why it works", 12.0, true, Some(Other)),
            ("2 apples were eaten by the model", 10.0, false, None),
            ("3 Results on GLUE", 10.0, false, None),
            ("We use the model of the paper", 10.0, false, None),
            ("In Proceedings of ACL, pages 1-9, 2019.", 10.0, true, None),
            ("references to the past", 12.0, true, None),
            ("[12] A. Author and B. Author. A title", 10.0, false, None),
        ];
        for (words, size, bold, expected) in cases {
            assert_eq!(row(words, *size, *bold).heading(10.0), *expected, "{words}");
        }
    }

    #[test]
    fn the_abstract_may_be_run_in() {
        for words in [
            "Abstract-We study",
            "Abstract: We",
            "Abstract. We",
            "ABSTRACT",
            "Abstract We study",
            "Zusammenfassung. Wir",
            "摘要：本文",
        ] {
            assert!(row(words, 10.0, false).opens_abstract(), "{words}");
        }
        for words in ["Abstraction is", "An abstract view", "Abstracts of", "Resumes of"] {
            assert!(!row(words, 10.0, false).opens_abstract(), "{words}");
        }
    }
}
