//! The fonts of one document, each read once.

use std::collections::HashMap;

use hayro_syntax::object::{Dict, Name};

use super::Font;

/// A font of [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) struct FontId(u16);

impl FontId {
    /// The font of text that is shown before any font was chosen, or whose font is missing.
    pub const FALLBACK: Self = Self(0);
}

/// The fonts of one document.
pub(in crate::pdf) struct Fonts<'a> {
    all: Vec<Font<'a>>,
    /// By object number and generation, or by the place of a dictionary that stands in the resources themselves.
    known: HashMap<Key, FontId>,
    /// The names that were looked up in the resources of the moment: a page chooses the same few fonts over and over.
    recent: Recent,
}

#[derive(Default)]
struct Recent {
    /// Where the dictionary of the resources stands.
    place: (usize, usize),
    fonts: Vec<(Vec<u8>, FontId)>,
}

/// More names than this are looked up each time.
const MOST_RECENT: usize = 16;

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Object(u32, i32),
    Place(usize, usize),
}

/// No honest file has more fonts.
const MOST_FONTS: usize = 20_000;

impl<'a> Fonts<'a> {
    /// Only the font for text whose font is missing.
    pub fn new() -> Self {
        Self { all: vec![Font::new(&Dict::empty())], known: HashMap::new(), recent: Recent::default() }
    }

    /// The font with a name of the resources; the fallback where there is none.
    pub fn find(&mut self, resources: &Dict<'a>, name: &Name<'_>) -> FontId {
        let place = (resources.data().as_ptr() as usize, resources.data().len());
        if self.recent.place != place {
            self.recent = Recent { place, fonts: Vec::new() };
        }
        let bytes: &[u8] = name.as_ref();
        if let Some((_, id)) = self.recent.fonts.iter().find(|it| it.0 == bytes) {
            return *id;
        }
        let id = self.look_up(resources, name);
        if self.recent.fonts.len() < MOST_RECENT {
            self.recent.fonts.push((bytes.to_vec(), id));
        }
        id
    }

    fn look_up(&mut self, resources: &Dict<'a>, name: &Name<'_>) -> FontId {
        let fallback = FontId::FALLBACK;
        let key = if let Some(reference) = resources.get_ref(name) {
            Key::Object(reference.obj_number, reference.gen_number)
        } else {
            let Some(dict) = resources.get::<Dict<'a>>(name) else { return fallback };
            Key::Place(dict.data().as_ptr() as usize, dict.data().len())
        };
        if let Some(&id) = self.known.get(&key) {
            return id;
        }
        if self.all.len() >= MOST_FONTS {
            return fallback;
        }
        let id = match resources.get::<Dict<'a>>(name) {
            Some(dict) => {
                self.all.push(Font::new(&dict));
                FontId(self.all.len() as u16 - 1)
            }
            None => fallback,
        };
        self.known.insert(key, id);
        id
    }

    /// The font itself.
    pub fn get_mut(&mut self, id: FontId) -> Option<&mut Font<'a>> {
        self.all.get_mut(usize::from(id.0))
    }
}
