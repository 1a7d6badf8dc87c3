//! What the words around a name say of its role: the rules of `data/roles.toml`.

use std::ops::{ControlFlow, Range};
use std::sync::LazyLock;

use memchr::memchr2;

use super::cues::{Cited, Heading, Often, Points, Scale, Side, Table};
use super::matcher::Hit;
use super::word_list::WordList;
use super::words::before;

/// The rules, ready to be applied.
pub(super) struct Roles {
    table: Table,
    /// Every word of every cue, subject and turn.
    words: WordList,
    /// For each of them: what it belongs to.
    belongs: Vec<Belongs>,
    /// Words of headings, those beside which they say nothing, and what they say.
    headings: Vec<(WordList, WordList, Above)>,
    survey: WordList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Belongs {
    Cue(usize),
    FirstPerson,
    ThirdPerson,
    Turn,
}

/// What a heading says of everything below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Above {
    pub points: Points,
    /// Nothing below it is more than a mention.
    pub aside: bool,
    /// What it takes from `used`, a first-person verb does not give back.
    pub firm: bool,
    /// What is named below it helped with the writing.
    pub writing_aid: bool,
}

/// The cue words of one sentence.
#[derive(Debug, Default)]
pub(super) struct Cues {
    /// Where words of cues stand, by the number of the cue.
    found: Vec<(usize, Range<usize>)>,
    /// Where subjects stand, and whether they are the authors.
    subjects: Vec<(Range<usize>, bool)>,
    /// Where the sentence turns to something else.
    turns: Vec<Range<usize>>,
    /// Where the citation ends that the sentence begins with, if it describes the work of others.
    cited: Option<usize>,
}

/// Whether a name stands there for help with the writing of the paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aid {
    /// Nothing says so.
    #[default]
    None,
    /// Words that say so under a heading of thanks.
    Possible,
    /// Words that say so anywhere.
    Certain,
}

/// What a hit collected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Score {
    pub used: i32,
    pub compared: i32,
    pub created: bool,
    pub aid: Aid,
    /// A first-person verb governs the name.
    pub own: bool,
    /// The sentence describes a cited work.
    pub others: bool,
}

/// How far before its verb a subject may stand, in bytes.
const SUBJECT: usize = 150;

impl Roles {
    /// The rules that come with crosscurrent.
    pub fn builtin() -> &'static Roles {
        // A test holds that the shipped file parses.
        static BUILTIN: LazyLock<Roles> = LazyLock::new(|| {
            Roles::new(toml::from_str(include_str!("../../data/roles.toml")).unwrap_or_default())
        });
        &BUILTIN
    }

    fn new(table: Table) -> Self {
        let shared = [
            (&table.subject.first_person, Belongs::FirstPerson),
            (&table.subject.third_person, Belongs::ThirdPerson),
            (&table.turn.words, Belongs::Turn),
        ];
        let cues = table.cue.iter().enumerate().map(|(index, cue)| (&cue.words, Belongs::Cue(index)));
        let all = || shared.into_iter().chain(cues.clone());
        let words = WordList::new(all().flat_map(|(words, _)| words).map(String::as_str));
        let belongs = all().flat_map(|(words, belongs)| std::iter::repeat_n(belongs, words.len())).collect();
        let headings = table
            .heading
            .iter()
            .map(|heading| {
                let list = |words: &[String]| WordList::new(words.iter().map(String::as_str));
                let (words, unless) = (list(&heading.words), list(&heading.unless));
                let &Heading { points, aside, firm, writing_aid, .. } = heading;
                (words, unless, Above { points, aside, firm, writing_aid })
            })
            .collect();
        let survey = WordList::new(table.survey.words.iter().map(String::as_str));
        Roles { table, words, belongs, headings, survey }
    }

    pub fn threshold(&self) -> Points {
        self.table.threshold
    }

    pub fn often(&self) -> Often {
        self.table.often
    }

    /// The cue words of a sentence, at their offsets in the text.
    pub fn cues(&self, text: &str, sentence: &Range<usize>) -> Cues {
        let mut cues = Cues::default();
        let Some(passage) = text.get(sentence.clone()) else { return cues };
        let _ = self.words.each_place(passage, |word, number| {
            let belongs = self.belongs.get(number).filter(|_| before(passage, word.start) != Some('-'));
            let word = sentence.start + word.start..sentence.start + word.end;
            match belongs {
                Some(Belongs::Cue(cue)) => cues.found.push((*cue, word)),
                Some(Belongs::FirstPerson) => cues.subjects.push((word, true)),
                Some(Belongs::ThirdPerson) => cues.subjects.push((word, false)),
                Some(Belongs::Turn) => cues.turns.push(word),
                None => {}
            }
            ControlFlow::<()>::Continue(())
        });
        cues.found.sort_by_key(|(cue, _)| *cue);
        if !cues.subjects.iter().any(|(_, authors)| *authors) {
            let Cited { most_words, openers, starts, .. } = &self.table.cited;
            let goes_on = starts.iter().any(|start| passage.starts_with(start.as_str()));
            let end = if goes_on { Some(0) } else { opening_citation(passage, *most_words, openers) };
            cues.cited = end.map(|end| sentence.start + end);
        }
        cues
    }

    /// What the cues of its sentence say of a hit.
    pub fn score(&self, cues: &Cues, hit: &Hit) -> Score {
        let mut score = Score::default();
        for words in cues.found.chunk_by(|(one, _), (other, _)| one == other) {
            let cue = words.first().and_then(|(cue, _)| self.table.cue.get(*cue));
            let Some(cue) = cue else { continue };
            let holds = words.iter().any(|(_, word)| {
                near(word, hit, cue.place, cue.within)
                    && (cue.role != Scale::Used || !cues.turned(word, hit))
                    && (cue.subject.is_none() || cues.has_subject(word))
            });
            if !holds {
                continue;
            }
            match cue.role {
                Scale::Used => {
                    score.used += cue.points;
                    score.own |= cue.subject.is_some();
                }
                Scale::Compared => score.compared += cue.points,
                Scale::Created => score.created = true,
                Scale::Aside => score.aid = Aid::Certain,
                Scale::Help => score.aid = score.aid.max(Aid::Possible),
                Scale::NotUsed => score.used -= cue.points,
                Scale::Doubt => {
                    score.used -= cue.points;
                    score.compared -= cue.points;
                }
            }
        }
        if cues.cited.is_some_and(|end| end <= hit.start) {
            score.used -= self.table.cited.points;
            score.others = true;
        }
        score
    }

    /// Whether a paper of this title reports the work of others.
    pub fn is_survey(&self, title: &str) -> bool {
        self.survey.occurs_in(title)
    }

    /// What the heading above says.
    pub fn heading(&self, heading: &str) -> Above {
        let meant =
            |words: &WordList, unless: &WordList| words.occurs_in(heading) && !unless.occurs_in(heading);
        let matching = self.headings.iter().find(|(words, unless, _)| meant(words, unless));
        matching.map_or(Above::default(), |(_, _, above)| *above)
    }
}

impl Cues {
    /// Whether the subject nearest before a verb is the authors.
    fn has_subject(&self, verb: &Range<usize>) -> bool {
        let before = |word: &Range<usize>| word.end <= verb.start && verb.start - word.end <= SUBJECT;
        let nearest = self.subjects.iter().filter(|(word, _)| before(word)).max_by_key(|(word, _)| word.end);
        nearest.is_some_and(|(_, authors)| *authors)
    }

    /// Whether the sentence turns to something else between a cue and the name.
    fn turned(&self, cue: &Range<usize>, hit: &Hit) -> bool {
        let (from, to) = if cue.end <= hit.start { (cue.end, hit.start) } else { (hit.end, cue.start) };
        self.turns.iter().any(|word| from <= word.start && word.end <= to)
    }
}

/// One past the citation behind the few words that a passage begins with: "• Wide & Deep \[5\], …",
/// "IOG (Fan et al., 2019) employs …".
fn opening_citation(passage: &str, most_words: usize, openers: &[String]) -> Option<usize> {
    let open = memchr2(b'(', b'[', passage.as_bytes())?;
    let (name, rest) = passage.split_at_checked(open)?;
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).collect();
    let opener = words.first().is_some_and(|first| openers.iter().any(|it| it == first));
    if opener
        || words.len() > most_words
        || words.first().is_some_and(|first| first.starts_with(char::is_lowercase))
    {
        return None;
    }
    let end = rest.find([')', ']'])?;
    let inside = rest.get(1..end)?;
    let numbers = inside.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let year = |digits: &str| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let cited = numbers.clone().any(year)
        || (numbers.count() > 0
            && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–')));
    cited.then_some(open + end + 1)
}

fn near(word: &Range<usize>, hit: &Hit, place: Side, within: usize) -> bool {
    let before = word.end <= hit.start && hit.start - word.end <= within;
    let behind = word.start >= hit.end && word.start - hit.end <= within;
    match place {
        Side::Before => before,
        Side::Behind => behind,
        Side::Around => before || behind,
    }
}
