//! Fonts of codes of one to four bytes (Type 0).

use hayro_cmap::{CMap, CidFamily, WritingMode};
use hayro_syntax::object::dict::keys::{DESCENDANT_FONTS, DW, ENCODING, W};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::{Code, Shown, Strings, Unicode, to_unicode, unicode};

/// A font of codes of one to four bytes.
pub(super) struct Composite {
    encoding: Codes,
    to_unicode: Option<CMap>,
    /// From character identifiers; opened when a code has no other way to Unicode.
    by_cid: ByCid,
    widths: CidWidths,
    /// Codes of two bytes as they were looked up, in pages of 256.
    pages: Vec<Option<Box<[Option<Code>; 256]>>>,
    pub strings: Strings,
    pub vertical: bool,
}

enum Codes {
    /// Two bytes that are the identifier.
    Identity,
    Map(Box<CMap>),
}

enum ByCid {
    Unopened(CidFamily),
    Open(Box<CMap>),
    None,
}

impl Composite {
    pub fn new(dict: &Dict<'_>) -> Self {
        let descendant = dict
            .get::<Array<'_>>(DESCENDANT_FONTS)
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
            .unwrap_or_default();
        let (encoding, vertical, family) = encoding(dict);
        let family = family
            .filter(|family| family.ucs2_cmap().is_some())
            .or_else(|| collection(&descendant))
            .filter(|family| family.ucs2_cmap().is_some());
        Self {
            encoding,
            to_unicode: to_unicode::read(dict),
            by_cid: family.map_or(ByCid::None, ByCid::Unopened),
            widths: CidWidths::new(&descendant),
            pages: Vec::new(),
            strings: Strings::new(),
            vertical,
        }
    }

    pub fn next(&mut self, rest: &[u8]) -> Option<Shown> {
        let first = *rest.first()?;
        let (value, bytes, cid) = match &self.encoding {
            Codes::Identity => {
                let value = u32::from(first) << 8 | u32::from(rest.get(1).copied().unwrap_or(0));
                (value, 2, value)
            }
            Codes::Map(map) => read_code(map, rest),
        };
        let is_space = bytes == 1 && first == b' ';
        if bytes == 2 {
            let page = (value >> 8) as usize;
            if let Some(Some(page)) = self.pages.get(page)
                && let Some(code) = page[(value & 255) as usize]
            {
                return Some(Shown { code, is_space, bytes });
            }
            let code = self.look_up(value, cid);
            if self.pages.len() <= page {
                self.pages.resize(page + 1, None);
            }
            if let Some(page) = self.pages.get_mut(page) {
                page.get_or_insert_with(|| Box::new([None; 256]))[(value & 255) as usize] = Some(code);
            }
            return Some(Shown { code, is_space, bytes });
        }
        Some(Shown { code: self.look_up(value, cid), is_space, bytes })
    }

    fn look_up(&mut self, value: u32, cid: u32) -> Code {
        let mut text = match &self.to_unicode {
            Some(map) => unicode(map.lookup_bf_string(value), &mut self.strings),
            None => Unicode::None,
        };
        if text == Unicode::None {
            if let ByCid::Unopened(family) = &self.by_cid {
                self.by_cid =
                    to_unicode::of_collection(family).map_or(ByCid::None, |map| ByCid::Open(Box::new(map)));
            }
            if let ByCid::Open(map) = &self.by_cid {
                text = unicode(map.lookup_bf_string(cid), &mut self.strings);
            }
        }
        Code { advance: if self.vertical { 1.0 } else { self.widths.get(cid) }, text }
    }
}

/// The next code: the shortest run of bytes that the map knows. An unknown one takes a byte, or two where the map has
/// no codes of one.
fn read_code(map: &CMap, rest: &[u8]) -> (u32, usize, u32) {
    let mut value = 0_u32;
    for (index, &byte) in rest.iter().take(4).enumerate() {
        value = value << 8 | u32::from(byte);
        if let Some(cid) = map.lookup_cid_code(value, index as u8 + 1) {
            return (value, index + 1, cid);
        }
    }
    let first = u32::from(rest.first().copied().unwrap_or(0));
    match rest.get(1) {
        Some(&second) => (first << 8 | u32::from(second), 2, 0),
        None => (first, 1, 0),
    }
}

fn encoding(dict: &Dict<'_>) -> (Codes, bool, Option<CidFamily>) {
    let map = match dict.get::<Object<'_>>(ENCODING) {
        Some(Object::Name(name)) if name.as_ref() == b"Identity-H" => return (Codes::Identity, false, None),
        Some(Object::Name(name)) if name.as_ref() == b"Identity-V" => return (Codes::Identity, true, None),
        Some(Object::Name(name)) => to_unicode::predefined(&name),
        Some(Object::Stream(stream)) => with_base(&stream),
        _ => None,
    };
    match map {
        Some(map) => {
            let vertical = map.metadata().writing_mode == Some(WritingMode::Vertical);
            let family = map.metadata().character_collection.as_ref().map(|it| it.family.clone());
            (Codes::Map(Box::new(map)), vertical, family)
        }
        None => (Codes::Identity, false, None),
    }
}

/// A map in the file; some name the map they build on only in the dictionary.
fn with_base(stream: &Stream<'_>) -> Option<CMap> {
    to_unicode::from_stream(stream)
        .or_else(|| to_unicode::predefined(&stream.dict().get::<Name<'_>>(b"UseCMap")?))
}

fn collection(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let registry = info.get::<PdfString<'_>>(b"Registry")?;
    let ordering = info.get::<PdfString<'_>>(b"Ordering")?;
    Some(CidFamily::from_registry_ordering(&registry, &ordering))
}

/// `/W` as ranges, since one range may name billions of identifiers.
struct CidWidths {
    default: f32,
    /// First and last identifier and the width in ems, sorted.
    ranges: Vec<(u32, u32, f32)>,
}

/// More widths than any collection has identifiers.
const MOST_WIDTHS: usize = 200_000;

impl CidWidths {
    fn new(descendant: &Dict<'_>) -> Self {
        let mut ranges = Vec::new();
        let mut pending: Vec<f32> = Vec::new();
        for object in descendant.get::<Array<'_>>(W).iter().flat_map(Array::iter::<Object<'_>>) {
            match object {
                Object::Number(number) => pending.push(number.as_f32()),
                Object::Array(array) => {
                    let first = pending.pop().unwrap_or(0.0) as u32;
                    pending.clear();
                    for (width, cid) in array.iter::<f32>().zip(first..).take(MOST_WIDTHS) {
                        ranges.push((cid, cid, width / 1000.0));
                    }
                }
                _ => {}
            }
            if let [first, last, width] = pending.as_slice() {
                ranges.push((*first as u32, *last as u32, width / 1000.0));
                pending.clear();
            }
            if ranges.len() > MOST_WIDTHS {
                break;
            }
        }
        ranges.sort_by_key(|&(first, ..)| first);
        Self { default: descendant.get::<f32>(DW).unwrap_or(1000.0) / 1000.0, ranges }
    }

    fn get(&self, cid: u32) -> f32 {
        let after = self.ranges.partition_point(|&(first, ..)| first <= cid);
        match after.checked_sub(1).and_then(|at| self.ranges.get(at)) {
            Some(&(_, last, width)) if cid <= last => width,
            _ => self.default,
        }
    }
}
