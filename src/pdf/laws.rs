//! What holds for every file: a page's text is its own, and reading twice gives the same.

use proptest::prelude::*;

use super::builder::{Builder, shown};
use super::{Document, Engine, Limits, read};

/// Words at places: x, y, size, word.
type Words = Vec<(f32, f32, f32, String)>;

fn words() -> impl Strategy<Value = Words> {
    let word = (40_u16..500, 40_u16..760, 6_u8..20, "[A-Za-z]{1,9}( [a-z0-9]{1,6}){0,6}");
    let placed = word.prop_map(|(x, y, size, word)| (f32::from(x), f32::from(y), f32::from(size), word));
    prop::collection::vec(placed, 0..25)
}

fn file(pages: &[&Words]) -> Vec<u8> {
    let mut builder = Builder::new();
    for words in pages {
        let placed: Vec<_> = words.iter().map(|(x, y, size, word)| (*x, *y, *size, word.as_str())).collect();
        builder.page(&shown(&placed));
    }
    builder.finish()
}

fn document(bytes: Vec<u8>) -> Document {
    read(bytes, Engine::Hayro, &Limits::default(), "").unwrap()
}

fn texts(document: &Document) -> Vec<&str> {
    document.pages.iter().map(|page| page.text.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_does_not_depend_on_the_others(
        pages in prop::collection::vec(words(), 1..5),
        order in any::<prop::sample::Index>(),
    ) {
        let all = document(file(&pages.iter().collect::<Vec<_>>()));
        let mut turned: Vec<&Words> = pages.iter().collect();
        turned.rotate_left(order.index(pages.len()));
        turned.reverse();
        let mut expected = texts(&all);
        expected.rotate_left(order.index(pages.len()));
        expected.reverse();
        let other = document(file(&turned));
        prop_assert_eq!(texts(&other), expected, "in another order");
        for (index, page) in pages.iter().enumerate() {
            let alone = document(file(&[page]));
            prop_assert_eq!(texts(&alone), [all.pages[index].text.as_str()], "alone");
        }
    }

    #[test]
    fn reading_twice_gives_the_same(pages in prop::collection::vec(words(), 1..4)) {
        let bytes = file(&pages.iter().collect::<Vec<_>>());
        prop_assert_eq!(document(bytes.clone()), document(bytes));
    }
}
