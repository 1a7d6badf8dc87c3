//! What an embedded font program says of its codes.

use std::sync::Arc;

use hayro_cmap::{BfString, load_embedded};
use hayro_font::{
    CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, GlyphId, StandardFont,
};
use hayro_syntax::object::dict::keys::{FONT_DESC, FONT_FILE};
use hayro_syntax::object::{Dict, Stream};

use crate::pdf::content::stream_bytes;

/// The longest font program that is opened.
const MOST_BYTES: usize = 32 << 20;

/// 256 codes of four words each, and what stands between.
const MOST_WORDS: usize = 2_000;

/// The text of a code by the rules of the library, which opens the font program.
pub(super) fn text(font: &Font<'_>, code: u8) -> Option<BfString> {
    match font.glyph(GlyphId::NOTDEF, u32::from(code)) {
        FontGlyph::Outline(glyph) => glyph.as_unicode(),
        FontGlyph::Type3(glyph) => glyph.as_unicode(),
    }
}

/// Opens a font with its program; for a font that is not embedded, one of the fourteen standard fonts.
pub(super) fn open<'a>(dict: &Dict<'a>) -> Option<Font<'a>> {
    let fonts: FontResolverFn = Arc::new(|query| match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(_) => Some(StandardFont::Helvetica.get_font_data()),
    });
    let maps: CMapResolverFn = Arc::new(load_embedded);
    FontCache::new().font(dict, &fonts, &maps)
}

/// The names in the clear text of a Type 1 program: `dup 65 /A put`. Most of the program is encrypted and holds
/// nothing of use, so this spares opening it.
pub(super) fn clear_names(dict: &Dict<'_>) -> Option<Vec<(u8, String)>> {
    let stream = dict.get::<Dict<'_>>(FONT_DESC)?.get::<Stream<'_>>(FONT_FILE)?;
    let bytes = stream_bytes(&stream, MOST_BYTES).bytes;
    let clear = bytes.get(..memchr::memmem::find(&bytes, b"eexec")?)?;
    let encoding = clear.get(memchr::memmem::find(clear, b"/Encoding")?..)?;
    let words: Vec<&[u8]> =
        encoding.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
    let mut names = Vec::new();
    for window in words.windows(4) {
        let [b"dup", code, name, b"put"] = window else { continue };
        let code = std::str::from_utf8(code).ok().and_then(|code| code.parse::<u8>().ok());
        let name = name.strip_prefix(b"/").and_then(|name| std::str::from_utf8(name).ok());
        if let (Some(code), Some(name)) = (code, name) {
            names.push((code, name.to_owned()));
        }
    }
    (!names.is_empty()).then_some(names)
}
