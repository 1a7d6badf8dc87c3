//! Weight and slant of a font, from its name and flags.

use hayro_syntax::object::dict::keys::{BASE_FONT, DESCENDANT_FONTS, FLAGS, FONT_DESC};
use hayro_syntax::object::{Array, Dict, Name};

use crate::pdf::document::Style;

const FIXED_PITCH: u32 = 1;
const ITALIC: u32 = 1 << 6;
const FORCE_BOLD: u32 = 1 << 18;

/// The style of a font dictionary.
pub(super) fn of(dict: &Dict<'_>) -> Style {
    let name =
        dict.get::<Name<'_>>(BASE_FONT).map(|name| name.as_str().to_ascii_lowercase()).unwrap_or_default();
    let by_name = of_name(name.split_once('+').map_or(name.as_str(), |(_, name)| name));
    if by_name != Style::Plain {
        return by_name;
    }
    let descriptor = dict.get::<Dict<'_>>(FONT_DESC).or_else(|| {
        dict.get::<Array<'_>>(DESCENDANT_FONTS)?.iter::<Dict<'_>>().next()?.get::<Dict<'_>>(FONT_DESC)
    });
    let flags = descriptor.and_then(|it| it.get::<u32>(FLAGS)).unwrap_or(0);
    if flags & FORCE_BOLD != 0 {
        Style::Bold
    } else if flags & ITALIC != 0 {
        Style::Italic
    } else if flags & FIXED_PITCH != 0 {
        Style::Mono
    } else {
        Style::Plain
    }
}

/// `name` is in lower case and without its subset tag. `cm…` and `sf…` are the fonts of TeX, `medi` and `demi` the
/// bold of the URW fonts.
fn of_name(name: &str) -> Style {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let starts = |parts: &[&str]| parts.iter().any(|part| name.starts_with(part));
    if has(&["bold", "black", "heavy", "demi", "-medi"]) && !has(&["semilight"])
        || starts(&["cmbx", "cmssbx", "sfbx", "cmb10"])
    {
        Style::Bold
    } else if has(&["ital", "obli", "slant"]) || starts(&["cmti", "cmsl", "cmssi", "sfti", "sfsl"]) {
        Style::Italic
    } else if has(&["mono", "courier", "typewriter", "consol", "nimbusmon"])
        || starts(&["cmtt", "cmsltt", "sftt", "lmtt"])
    {
        Style::Mono
    } else {
        Style::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fonts() {
        for (name, style) in [
            ("nimbusromno9l-medi", Style::Bold),
            ("nimbusromno9l-medital", Style::Bold),
            ("nimbusromno9l-reguital", Style::Italic),
            ("nimbusromno9l-regu", Style::Plain),
            ("cmbx12", Style::Bold),
            ("cmti10", Style::Italic),
            ("sftt1000", Style::Mono),
            ("timesnewromanps-boldmt", Style::Bold),
            ("arialmt", Style::Plain),
        ] {
            assert_eq!(of_name(name), style, "{name}");
        }
    }
}
