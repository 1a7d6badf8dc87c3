//! Printed lines → one normalised string with offsets that lead back to page and line.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::LineStart;
use super::hyphen::{self, LineEnd};
use crate::pdf::{Line, LineKind, Page, Rise, Span};

/// The text of some pages and where each printed line begins in it.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub text: String,
    pub lines: Vec<LineStart>,
    /// Where hyphens stand that are settled by the whole text.
    open: Vec<u32>,
}

/// Joins the lines of all pages: a space within a block, `\n` between blocks, hyphenated line ends rejoined.
pub(super) fn join(pages: &[Page]) -> Joined {
    let mut joined = Joined::default();
    joined.text.reserve(pages.iter().map(|page| page.text.len() + page.lines.len()).sum());
    let mut last: Option<(u32, u32)> = None;
    let mut buffer = String::new();
    for page in pages {
        for (index, line) in page.lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Text) {
            buffer.clear();
            normalise_line(page, line, &mut buffer);
            if buffer.is_empty() {
                continue;
            }
            let same_block = last == Some((page.number, line.block));
            joined.seam(same_block, &buffer);
            last = Some((page.number, line.block));
            joined.lines.push(LineStart {
                start: joined.text.len() as u32,
                page: page.number,
                line: index as u32,
            });
            joined.text.push_str(&buffer);
        }
    }
    hyphen::settle(&mut joined.text, &mut joined.lines, &joined.open);
    joined
}

impl Joined {
    /// Puts between the text so far and the next line what belongs there: nothing, a space or a paragraph's end.
    fn seam(&mut self, same_block: bool, next: &str) {
        let Some(last) = self.text.chars().next_back() else { return };
        let runs_on = next.starts_with(char::is_lowercase);
        if last == '-' && (same_block || runs_on) {
            match LineEnd::of(&self.text, next) {
                LineEnd::Open => self.open.push(self.text.len() as u32 - 1),
                LineEnd::Compound => {}
                LineEnd::Dash => self.text.push(' '),
            }
        } else if same_block || (runs_on && !ends_sentence(last)) {
            self.text.push(' ');
        } else {
            self.text.push('\n');
        }
    }
}

fn ends_sentence(last: char) -> bool {
    matches!(last, '.' | '!' | '?' | ':' | ';')
}

fn normalise_line(page: &Page, line: &Line, out: &mut String) {
    let spans = page.line_spans(line);
    let text = page.line_text(line);
    if spans.len() <= 1 {
        normalise_run(text, Rise::Normal, out);
        return;
    }
    // What stands between two spans (a space, or nothing) belongs to the line, not to a span.
    let mut at = line.text.start;
    let mut before: Option<&Span> = None;
    for span in spans {
        let gap = page.text.get(at as usize..span.text.start as usize).unwrap_or_default();
        let piece = page.span_text(span);
        if !before.is_some_and(|before| is_torn_small_cap(out, before, span, gap, piece)) {
            out.push_str(gap);
        }
        normalise_run(piece, span.rise, out);
        at = span.text.end;
        before = Some(span);
    }
    out.push_str(page.text.get(at as usize..line.text.end as usize).unwrap_or_default());
}

/// Whether a space separates the large initial of a word in small caps from its rest: `T RANSFORMER`.
fn is_torn_small_cap(out: &str, before: &Span, span: &Span, gap: &str, piece: &str) -> bool {
    let ratio = before.size / span.size.max(0.1);
    if gap != " " || before.rise != Rise::Normal || span.rise != Rise::Normal || !(1.1..1.6).contains(&ratio)
    {
        return false;
    }
    let mut tail = out.chars().rev();
    let initial = tail.next().is_some_and(char::is_uppercase);
    let alone = tail.next().is_none_or(|c| !c.is_alphanumeric());
    let word = piece.split(' ').next().unwrap_or_default();
    initial && alone && word.chars().count() >= 2 && word.chars().all(|c| !c.is_lowercase())
}

fn normalise_run(text: &str, rise: Rise, out: &mut String) {
    let raised = |digits: &'static [char; 10]| move |c: char| digits.get(digit(c)).copied().unwrap_or(c);
    match rise {
        Rise::Normal if text.is_ascii() => out.push_str(text),
        Rise::Normal if is_nfkc_quick(text.chars()) == IsNormalized::Yes => {
            out.extend(text.chars().filter_map(fold));
        }
        Rise::Normal => out.extend(text.nfkc().filter_map(fold)),
        Rise::Super => out.extend(text.nfkc().map(raised(&SUPERSCRIPTS))),
        Rise::Sub => out.extend(text.nfkc().map(raised(&SUBSCRIPTS))),
    }
}

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

fn digit(c: char) -> usize {
    c.to_digit(10).map_or(usize::MAX, |digit| digit as usize)
}

/// One spelling for the many hyphens, quotes and spaces; soft hyphens vanish.
fn fold(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{2032}' => Some('\''),
        '\u{201c}' | '\u{201d}' => Some('"'),
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::pdf::{Rect, Style, TextRange};

    /// A page of blocks of lines; `^x^` is a superscript, `_x_` a subscript, `{x}` is set larger.
    pub(in crate::text) fn page(blocks: &[&[&str]]) -> Page {
        let mut page = Page { number: 1, width: 600.0, height: 800.0, ..Page::default() };
        let mut y = 0.0;
        for (block, lines) in blocks.iter().enumerate() {
            for line in *lines {
                y += 12.0;
                push_line(&mut page, block as u32, y, 10.0, line);
            }
        }
        page
    }

    pub(in crate::text) fn push_line(page: &mut Page, block: u32, y: f32, size: f32, marked: &str) {
        let (start, first) = (page.text.len() as u32, page.spans.len() as u32);
        for (index, piece) in marked.split_inclusive(['^', '_', '{', '}']).enumerate() {
            let mark = piece.chars().next_back().filter(|c| "^_{}".contains(*c));
            let opened = marked.split_inclusive(['^', '_', '{', '}']).take(index).last();
            let (rise, size) = match (opened.and_then(|it| it.chars().next_back()), mark) {
                (Some('^'), Some('^')) => (Rise::Super, size * 0.7),
                (Some('_'), Some('_')) => (Rise::Sub, size * 0.7),
                (Some('{'), Some('}')) => (Rise::Normal, size * 1.25),
                _ => (Rise::Normal, size),
            };
            let words = piece.trim_end_matches(['^', '_', '{', '}']);
            let from = page.text.len() + (words.len() - words.trim_start().len());
            page.text.push_str(words);
            let text = TextRange { start: from as u32, end: page.text.trim_end().len().max(from) as u32 };
            let span = Span { text, x0: 0.0, x1: 0.0, baseline: y, size, rise, style: Style::Plain };
            if text.start < text.end {
                page.spans.push(span);
            }
        }
        page.lines.push(Line {
            text: TextRange { start, end: page.text.len() as u32 },
            spans: TextRange { start: first, end: page.spans.len() as u32 },
            bbox: Rect { x0: 50.0, y0: y - size, x1: 550.0, y1: y },
            baseline: y,
            size,
            block,
            kind: LineKind::Text,
        });
    }

    #[test]
    fn lines_are_joined_as_they_were_written() {
        let cases: &[(&str, &[&[&str]], &str)] = &[
            ("a word divided", &[&["the trans-", "former layer"]], "the transformer layer"),
            ("a size after a line end", &[&["we run Qwen2.5-", "72B on it"]], "we run Qwen2.5-72B on it"),
            ("a name after a line end", &[&["with GPT-", "Neo and"]], "with GPT-Neo and"),
            (
                "a compound that stands within a line elsewhere",
                &[&["self-", "attention and co-", "operation"], &["Self-attention is co-op"]],
                "self-attention and cooperation\nSelf-attention is co-op",
            ),
            (
                "a word that is printed both ways",
                &[&["fine-tune a fine-", "tune by finetune"]],
                "fine-tune a finetune by finetune",
            ),
            ("a compound", &[&["state-of-the-", "art"]], "state-of-the-art"),
            ("a dash", &[&["it is -", "so to say"]], "it is - so to say"),
            ("a word over two columns", &[&["a trans-"], &["former"]], "a transformer"),
            ("a sentence over two columns", &[&["the model"], &["of Meta."]], "the model of Meta."),
            ("two paragraphs", &[&["One ends."], &["another begins"]], "One ends.\nanother begins"),
            ("two cells", &[&["Alice"], &["Bob"]], "Alice\nBob"),
            (
                "ligatures and hyphens",
                &[&["e\u{fb03}cient GPT\u{2011}4 \u{2013} \u{201c}ok\u{201d}"]],
                "efficient GPT-4 - \"ok\"",
            ),
            ("a soft hyphen within", &[&["trans\u{ad}former"]], "transformer"),
            ("a footnote marker", &[&["SparseGPT ^3^ is"]], "SparseGPT ³ is"),
            ("a subscript", &[&["y _2_ of BERT _base_"]], "y ₂ of BERT base"),
            ("small caps that fell apart", &[&["the {T} RANSFORMER model"]], "the TRANSFORMER model"),
            ("a letter before capitals", &[&["a T RANSFORMER"]], "a T RANSFORMER"),
            ("full width letters", &[&["\u{ff31}\u{ff57}\u{ff45}\u{ff4e}"]], "Qwen"),
        ];
        for (name, blocks, expected) in cases {
            assert_eq!(join(&[page(blocks)]).text, *expected, "{name}");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_line() {
        let joined = join(&[page(&[&["a trans-", "former"], &["Next"]])]);
        let words: Vec<&str> = joined.lines.iter().map(|line| &joined.text[line.start as usize..]).collect();
        assert_eq!(words, ["a transformer\nNext", "former\nNext", "Next"]);
        let joined = join(&[page(&[&["all-round tests", "are all-", "round too-", "ls and"], &["Next"]])]);
        let words: Vec<&str> = joined.lines.iter().map(|line| &joined.text[line.start as usize..]).collect();
        assert_eq!(words.last(), Some(&"Next"));
        assert_eq!(words[2..4], ["round tools and\nNext", "ls and\nNext"]);
    }
}
