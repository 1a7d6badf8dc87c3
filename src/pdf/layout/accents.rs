//! Accents that are drawn as glyphs of their own are put together with their letter.

use unicode_normalization::char::compose as compose_chars;

use super::Glyph;

/// The combining form of an accent that stands for itself.
fn combining(c: char) -> Option<char> {
    Some(match c {
        '´' | 'ˊ' => '\u{301}',
        '`' | 'ˋ' => '\u{300}',
        'ˆ' | '^' => '\u{302}',
        '¨' => '\u{308}',
        '˜' | '~' => '\u{303}',
        'ˇ' => '\u{30c}',
        '˘' => '\u{306}',
        '¯' | 'ˉ' => '\u{304}',
        '˚' => '\u{30a}',
        '¸' => '\u{327}',
        '˝' => '\u{30b}',
        '˙' => '\u{307}',
        '˛' => '\u{328}',
        c if is_combining(c) => c,
        _ => return None,
    })
}

/// Composes every accent that lies over a letter next to it in the order of drawing; TeX draws the accent first, others
/// last.
pub(super) fn compose(glyphs: &mut Vec<Glyph>) {
    let mut kept: usize = 0;
    let mut at = 0;
    while let Some(&glyph) = glyphs.get(at) {
        at += 1;
        if glyph.c.is_ascii_alphanumeric() {
            keep(glyphs, &mut kept, at - 1);
            continue;
        }
        if let Some(accent) = combining(glyph.c) {
            if let Some(next) = glyphs.get_mut(at)
                && let Some(c) = over(&glyph, next, accent)
            {
                next.c = c;
                continue;
            }
            if let Some(previous) = kept.checked_sub(1).and_then(|last| glyphs.get_mut(last))
                && let Some(c) = over(&glyph, previous, accent).or_else(|| behind(&glyph, previous))
            {
                previous.c = c;
                continue;
            }
            if !is_combining(glyph.c) {
                keep(glyphs, &mut kept, at - 1);
            }
            continue;
        }
        keep(glyphs, &mut kept, at - 1);
    }
    glyphs.truncate(kept);
}

/// Most pages have no accents, and their glyphs stay where they are.
fn keep(glyphs: &mut [Glyph], kept: &mut usize, from: usize) {
    if from > *kept {
        glyphs.copy_within(from..=from, *kept);
    }
    *kept += 1;
}

/// The letter with the accent, where the accent lies over it.
fn over(accent: &Glyph, letter: &Glyph, combining: char) -> Option<char> {
    let middle = f32::midpoint(accent.x0, accent.x1);
    let slack = 0.15 * letter.size;
    let is_over = letter.angle == accent.angle
        && (letter.y - accent.y).abs() < 0.7 * letter.size
        && (letter.x0 - slack..letter.x1 + slack).contains(&middle)
        // In `x^2` and `a~b` the sign stands beside the letter.
        && (accent.x0.max(letter.x0) + 0.5 * (accent.x1 - accent.x0).min(letter.x1 - letter.x0)
            <= accent.x1.min(letter.x1) + 0.01);
    if is_over { composed(letter.c, combining) } else { None }
}

/// The letter with a combining accent right behind it, as one glyph gives them that stands for both.
fn behind(accent: &Glyph, letter: &Glyph) -> Option<char> {
    let is_behind = is_combining(accent.c)
        && letter.angle == accent.angle
        && (letter.y - accent.y).abs() < 0.1 * letter.size
        && (accent.x0 - letter.x1).abs() < 0.1 * letter.size;
    if is_behind { composed(letter.c, accent.c) } else { None }
}

fn composed(letter: char, combining: char) -> Option<char> {
    let base = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        c => c,
    };
    compose_chars(base, combining)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::document::Style;

    #[test]
    fn accents_over_letters() {
        let check = |placed: &[(char, f32, f32)], expected: &str| {
            let mut glyphs: Vec<Glyph> = placed
                .iter()
                .map(|&(c, x0, x1)| Glyph { x0, x1, y: 100.0, size: 10.0, c, style: Style::Plain, angle: 0 })
                .collect();
            compose(&mut glyphs);
            assert_eq!(glyphs.iter().map(|glyph| glyph.c).collect::<String>(), expected);
        };
        check(&[('´', 0.0, 5.0), ('e', 0.0, 4.4)], "é");
        check(&[('e', 0.0, 4.4), ('´', -0.2, 4.8)], "é");
        check(&[('¨', 0.0, 5.0), ('ı', 1.0, 4.0), ('x', 4.0, 9.0)], "ïx");
        check(&[('c', 0.0, 4.0), ('¸', 0.0, 4.0)], "ç");
        check(&[('x', 0.0, 5.0), ('^', 5.0, 10.0), ('2', 10.0, 15.0)], "x^2");
        check(&[('a', 0.0, 5.0), ('~', 5.0, 10.0), ('b', 10.0, 15.0)], "a~b");
        check(&[('o', 0.0, 5.0), ('\u{308}', 5.0, 5.0)], "ö");
        check(&[('e', 0.0, 2.5), ('\u{301}', 2.5, 5.0)], "é");
    }
}
