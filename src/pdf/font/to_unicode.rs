//! The character maps of a font: `ToUnicode`, and the predefined ones of Chinese, Japanese and Korean.

use hayro_cmap::{CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::dict::keys::TO_UNICODE;
use hayro_syntax::object::{Dict, Name, Stream};

use crate::pdf::content::stream_bytes;

/// The longest map that is read.
const MOST_BYTES: usize = 8 << 20;

/// The `ToUnicode` map of a font dictionary.
pub(super) fn read(dict: &Dict<'_>) -> Option<CMap> {
    match dict.get::<Stream<'_>>(TO_UNICODE) {
        Some(stream) => from_stream(&stream),
        None => predefined(dict.get::<Name<'_>>(TO_UNICODE)?.as_ref()),
    }
}

/// A map that stands in the file.
pub(super) fn from_stream(stream: &Stream<'_>) -> Option<CMap> {
    CMap::parse(&stream_bytes(stream, MOST_BYTES).bytes, load_embedded)
}

/// A map that every reader knows by name.
pub(super) fn predefined(name: &[u8]) -> Option<CMap> {
    match CMapName::from_bytes(name) {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => CMap::parse(load_embedded(name)?, load_embedded),
    }
}

/// The map from the character identifiers of a collection to Unicode.
pub(super) fn of_collection(family: &CidFamily) -> Option<CMap> {
    CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)
}
