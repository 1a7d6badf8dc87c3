//! The bytes of a stream after its filters, never more than a bound.

use std::borrow::Cow;

use hayro_syntax::Filter;
use hayro_syntax::object::dict::keys::{DECODE_PARMS, DP, F, FILTER, PREDICTOR};
use hayro_syntax::object::{Dict, Object, Stream};
use zune_inflate::errors::DecodeErrorStatus;
use zune_inflate::{DeflateDecoder, DeflateOptions};

/// What a stream holds.
pub(in crate::pdf) struct Decoded<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// Whether there is more of it, past the bound.
    pub is_cut: bool,
}

impl<'a> Decoded<'a> {
    fn whole(bytes: Cow<'a, [u8]>) -> Self {
        Self { bytes, is_cut: false }
    }

    fn cut(bytes: Vec<u8>) -> Self {
        Self { bytes: Cow::Owned(bytes), is_cut: true }
    }
}

/// No filter but these two makes more of its input than this: LZW with its codes of 12 bits stays below 4096 bytes a
/// code, run lengths below 64 bytes a byte.
const LZW_RATIO: usize = 2731;
const FLATE_RATIO: usize = 1032;

/// The bytes of a stream. A broken stream gives what could be decoded, an image nothing.
pub(in crate::pdf) fn stream_bytes<'a>(stream: &Stream<'a>, most: usize) -> Decoded<'a> {
    let filters = stream.filters();
    if filters.iter().any(|filter| {
        matches!(filter, Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode)
    }) {
        return Decoded::whole(Cow::Borrowed(&[]));
    }
    let raw = stream.raw_data();
    if filters.is_empty() && !stream.dict().contains_key(FILTER) {
        return Decoded::whole(raw);
    }
    if filters.as_slice() == [Filter::FlateDecode] && !has_predictor(stream.dict()) {
        return inflate(&raw, most);
    }
    // Every filter is applied by the library, which knows no bound, so the bound is put on what could come out.
    let ratio = filters.iter().fold(1_usize, |ratio, filter| {
        ratio.saturating_mul(match filter {
            Filter::FlateDecode => FLATE_RATIO,
            Filter::LzwDecode => LZW_RATIO,
            Filter::RunLengthDecode => 64,
            _ => 1,
        })
    });
    let first_ascii =
        matches!(filters.as_slice(), [Filter::Ascii85Decode | Filter::AsciiHexDecode, Filter::FlateDecode]);
    // A predictor makes nothing longer.
    let fits = || filters.as_slice() == [Filter::FlateDecode] && !inflate(&raw, most).is_cut;
    if raw.len().saturating_mul(ratio) > most && !(first_ascii && raw.len() < most / 16) && !fits() {
        return Decoded::cut(Vec::new());
    }
    match stream.decoded_data() {
        Ok(bytes) if bytes.len() <= most => Decoded::whole(bytes),
        Ok(bytes) => Decoded::cut(bytes.get(..most).unwrap_or_default().to_vec()),
        Err(_) => Decoded::whole(Cow::Borrowed(&[])),
    }
}

/// Whether inflating is not all that the library would do.
fn has_predictor(dict: &Dict<'_>) -> bool {
    let predicts = |params: &Dict<'_>| params.get::<i32>(PREDICTOR).is_some_and(|kind| kind > 1);
    let params = dict.get::<Object<'_>>(DECODE_PARMS).or_else(|| dict.get::<Object<'_>>(DP));
    let has_predictor = match params {
        Some(Object::Dict(params)) => predicts(&params),
        Some(Object::Array(params)) => {
            params.iter::<Object<'_>>().any(|it| matches!(it, Object::Dict(params) if predicts(&params)))
        }
        _ => false,
    };
    has_predictor || matches!(dict.get::<Object<'_>>(F), Some(Object::String(_) | Object::Dict(_)))
}

/// Inflates with a bound, and again as a bare deflate stream where the zlib header is broken.
fn inflate(raw: &[u8], most: usize) -> Decoded<'static> {
    let options = || {
        DeflateOptions::default()
            .set_limit(most)
            .set_confirm_checksum(false)
            .set_size_hint(raw.len().saturating_mul(4).min(most))
    };
    let zlib = DeflateDecoder::new_with_options(raw, options()).decode_zlib();
    let bare = match zlib {
        Err(error) if error.data.is_empty() => {
            DeflateDecoder::new_with_options(raw, options()).decode_deflate()
        }
        zlib => zlib,
    };
    match bare {
        Ok(bytes) => Decoded::whole(Cow::Owned(bytes)),
        Err(error) if matches!(error.error, DecodeErrorStatus::OutputLimitExceeded(..)) => {
            Decoded::cut(error.data)
        }
        Err(error) => Decoded::whole(Cow::Owned(error.data)),
    }
}
