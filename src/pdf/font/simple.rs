//! Fonts of single-byte codes: Type 1, TrueType and Type 3.

use hayro_cmap::CMap;
use hayro_syntax::object::dict::keys::{
    BASE_FONT, FIRST_CHAR, FONT_BBOX, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, FONT_MATRIX,
    MISSING_WIDTH, SUBTYPE, WIDTHS,
};
use hayro_syntax::object::{Array, Dict, Name};

use super::names::{Encoding, Names};
use super::{Code, Strings, Unicode, program, to_unicode, unicode};
use crate::pdf::content::plain_numbers;

/// A font of single-byte codes.
pub(super) struct Simple<'a> {
    dict: Dict<'a>,
    codes: Box<[Option<Code>; 256]>,
    widths: Widths,
    to_unicode: Option<CMap>,
    /// The names of the encoding, once they were asked.
    names: Option<Names>,
    /// What the font program says, once it was asked.
    by_program: Option<Vec<Unicode>>,
    pub strings: Strings,
    pub scale: f32,
    is_type3: bool,
}

struct Widths {
    first: i64,
    /// In ems.
    values: Vec<f32>,
    missing: f32,
}

impl<'a> Simple<'a> {
    pub fn new(dict: &Dict<'a>, is_type3: bool) -> Self {
        let unit = if is_type3 { type3_unit(dict) } else { 0.001 };
        let widths = Widths::new(dict, unit);
        let scale = if is_type3 { type3_scale(dict, &widths) } else { 1.0 };
        Self {
            dict: dict.clone(),
            codes: Box::new([None; 256]),
            widths,
            to_unicode: to_unicode::read(dict),
            names: None,
            by_program: None,
            strings: Strings::new(),
            scale,
            is_type3,
        }
    }

    #[inline]
    pub fn code(&mut self, byte: u8) -> Code {
        match self.codes[usize::from(byte)] {
            Some(code) => code,
            None => self.look_up(byte),
        }
    }

    #[cold]
    fn look_up(&mut self, byte: u8) -> Code {
        let mut text = match &self.to_unicode {
            Some(map) => unicode(map.lookup_bf_string(u32::from(byte)), &mut self.strings),
            None => Unicode::None,
        };
        if text == Unicode::None {
            text = self.name(byte);
        }
        if text == Unicode::None {
            text = self.program(byte);
        }
        let code = Code { advance: self.widths.get(byte), text };
        self.codes[usize::from(byte)] = Some(code);
        code
    }

    fn name(&mut self, byte: u8) -> Unicode {
        let mut names = self.names.take().unwrap_or_else(|| Names::new(self.encoding()));
        let text = names.text(byte, &mut self.strings);
        self.names = Some(names);
        text
    }

    /// The encoding of the dictionary, on top of the one that the font would have without it.
    fn encoding(&self) -> Encoding {
        let mut encoding = Encoding::new(&self.dict);
        if encoding.base.is_some() || self.is_type3 {
            return encoding;
        }
        let descriptor = self.dict.get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
        let is_true_type = self.dict.get::<Name<'_>>(SUBTYPE).as_deref() == Some(b"TrueType");
        if descriptor.contains_key(FONT_FILE) {
            if let Some(mut names) = program::clear_names(&self.dict) {
                names.append(&mut encoding.differences);
                encoding.differences = names;
            } else {
                encoding.base = Some("StandardEncoding");
            }
        } else if is_true_type || !descriptor.contains_key(FONT_FILE3) && !self.has_own_encoding() {
            encoding.base = Some("StandardEncoding");
        }
        encoding
    }

    /// Symbol fonts that are not embedded: their codes are no letters.
    fn has_own_encoding(&self) -> bool {
        self.dict.get::<Name<'_>>(BASE_FONT).is_some_and(|name| {
            let name = name.as_str();
            name.contains("Symbol") || name.contains("Dingbats")
        })
    }

    fn program(&mut self, byte: u8) -> Unicode {
        if self.by_program.is_none() {
            let descriptor = self.dict.get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
            let worth_it = !self.is_type3
                && (descriptor.contains_key(FONT_FILE3)
                    || self.has_own_encoding() && !descriptor.contains_key(FONT_FILE2));
            let font = worth_it.then(|| program::open(&self.dict)).flatten();
            let strings = &mut self.strings;
            self.by_program = Some(match font {
                Some(font) => (0..=255).map(|code| unicode(program::text(&font, code), strings)).collect(),
                None => Vec::new(),
            });
        }
        self.by_program
            .as_ref()
            .and_then(|texts| texts.get(usize::from(byte)))
            .copied()
            .unwrap_or(Unicode::None)
    }
}

impl Widths {
    fn new(dict: &Dict<'_>, unit: f32) -> Self {
        let descriptor = dict.get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
        let missing = descriptor.get::<f32>(MISSING_WIDTH).unwrap_or(0.0) * unit;
        if let Some(array) = dict.get::<Array<'_>>(WIDTHS) {
            // The library looks at each element twice, since it may be a reference.
            let values: Vec<f32> = match plain_numbers(array.data()) {
                Some(numbers) => numbers.take(256).map(|width| width * unit).collect(),
                None => array.iter::<f32>().take(256).map(|width| width * unit).collect(),
            };
            return Self { first: dict.get::<i64>(FIRST_CHAR).unwrap_or(0), values, missing };
        }
        // A font without widths is one of the fourteen that every reader knows, or broken.
        let font = dict.contains_key(BASE_FONT).then(|| program::open(dict)).flatten();
        let values = match &font {
            Some(font) => (0..=255).map(|code| font.code_advance(code).x as f32 * unit).collect(),
            None => vec![0.5; 256],
        };
        Self { first: 0, values, missing }
    }

    fn get(&self, byte: u8) -> f32 {
        let index = usize::try_from(i64::from(byte) - self.first).ok();
        index.and_then(|index| self.values.get(index)).copied().unwrap_or(self.missing)
    }
}

fn matrix(dict: &Dict<'_>) -> [f32; 6] {
    dict.get::<[f32; 6]>(FONT_MATRIX).unwrap_or([0.001, 0.0, 0.0, 0.001, 0.0, 0.0])
}

fn type3_unit(dict: &Dict<'_>) -> f32 {
    let matrix = matrix(dict);
    matrix[0].abs().max(matrix[1].abs())
}

/// A font of drawings is used at any nominal size. Its letters are about as high as its box, or twice as high as they
/// are wide.
fn type3_scale(dict: &Dict<'_>, widths: &Widths) -> f32 {
    let matrix = matrix(dict);
    let unit = matrix[3].abs().max(matrix[2].abs());
    let height = dict
        .get::<[f32; 4]>(FONT_BBOX)
        .map(|bbox| (bbox[3] - bbox[1]).abs() * unit)
        .filter(|height| (0.01..1_000.0).contains(height));
    let set: Vec<f32> = widths.values.iter().copied().filter(|&width| width > 0.0).collect();
    let mean = set.iter().sum::<f32>() / set.len().max(1) as f32;
    let by_width = (mean > 0.0).then_some(mean * 2.0);
    match (height, by_width) {
        (Some(height), Some(width)) => height.clamp(width * 0.7, width * 1.6),
        (Some(size), None) | (None, Some(size)) => size,
        (None, None) => 1.0,
    }
}
