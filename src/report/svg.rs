//! Shapes and words of a figure. Colours are classes of `figure.css`; nothing here carries a style.

use std::fmt::{Display, Write};

use super::escape::html;

/// A drawing in units of pixels at its natural size.
#[derive(Debug, Clone)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

/// Where a word begins or ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// An element without content but a hint for the pointer.
    fn element(&mut self, tag: &str, class: &str, attributes: &[(&str, f64)], hint: &str) {
        let _ = write!(self.body, "<{tag} class=\"{class}\"");
        for (name, number) in attributes {
            let _ = write!(self.body, " {name}=\"{}\"", Short(*number));
        }
        self.close(tag, hint);
    }

    fn close(&mut self, tag: &str, hint: &str) {
        let _ = match hint {
            "" => writeln!(self.body, "/>"),
            hint => writeln!(self.body, "><title>{}</title></{tag}>", html(hint)),
        };
    }

    pub fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.element("line", class, &[("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)], "");
    }

    pub fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), hint: &str) {
        self.element("rect", class, &[("x", x), ("y", y), ("width", width), ("height", height)], hint);
    }

    pub fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64, hint: &str) {
        self.element("circle", class, &[("cx", x), ("cy", y), ("r", radius)], hint);
    }

    pub fn path(&mut self, class: &str, path: &str, hint: &str) {
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\"");
        self.close("path", hint);
    }

    /// A path with a width of its own.
    pub fn stroke(&mut self, class: &str, path: &str, width: f64, hint: &str) {
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\" stroke-width=\"{}\"", Short(width));
        self.close("path", hint);
    }

    pub fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: impl Display) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, text) = (Short(x), Short(y), html(&text.to_string()));
        let _ = writeln!(self.body, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{text}</text>");
    }

    /// The drawing within a page, with a name and a description for who cannot see it.
    pub fn inline(&self, id: &str, title: &str, about: &str) -> String {
        self.whole(id, title, about, "")
    }

    /// The drawing as a file: its own colours and background.
    pub fn file(&self, id: &str, title: &str, about: &str, css: &str) -> String {
        let (width, height) = (Short(self.width), Short(self.height));
        let paper =
            format!("<style>{css}</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n");
        self.whole(id, title, about, &paper) + "\n"
    }

    fn whole(&self, id: &str, title: &str, about: &str, head: &str) -> String {
        let Self { width, height, body } = self;
        let (width, height, title, about) = (Short(*width), Short(*height), html(title), html(about));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{about}</desc>\n{head}{body}</svg>"
        )
    }
}

/// A coordinate with one digit after the point at most.
#[derive(Clone, Copy)]
pub(super) struct Short(pub f64);

impl Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.1}", self.0);
        let text = text.strip_suffix(".0").unwrap_or(&text);
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// A straight path through points.
pub(super) fn through(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if at == 0 { 'M' } else { 'L' }, Short(*x), Short(*y));
    }
    path
}

/// Moves labels apart that would lie upon each other: at least `gap` between them, as near as can be to where they belong.
/// Gives places in the order of the wishes.
pub(super) fn spread(wishes: &[f64], gap: f64, (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    let wish = |at: usize| wishes.get(at).copied().unwrap_or_default();
    order.sort_by(|&a, &b| wish(a).total_cmp(&wish(b)).then(a.cmp(&b)));
    let mut places = vec![0.0; wishes.len()];
    let mut least = top;
    for &at in &order {
        let place = wish(at).max(least);
        if let Some(it) = places.get_mut(at) {
            *it = place;
        }
        least = place + gap;
    }
    let mut most = bottom;
    for &at in order.iter().rev() {
        if let Some(it) = places.get_mut(at) {
            *it = it.min(most);
            most = *it - gap;
        }
    }
    places
}

/// Round numbers from 0 to at least `most`, about `count` of them.
pub(super) fn ticks(most: f64, count: f64) -> Vec<f64> {
    let raw = (most / count).max(1e-9);
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|it| it * power).find(|&it| it >= raw * 0.999);
    let step = step.unwrap_or(power * 10.0);
    let steps = (most / step - 1e-9).ceil().max(1.0) as usize;
    (0..=steps).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_stay_within() {
        assert_eq!(spread(&[10.0, 50.0], 12.0, (0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0, 10.0], 12.0, (0.0, 100.0)), [50.0, 62.0, 10.0]);
        assert_eq!(spread(&[99.0, 98.0], 12.0, (0.0, 100.0)), [100.0, 88.0]);
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.33, 4.0), [0.0, 0.1, 0.2, 0.30000000000000004, 0.4]);
        assert_eq!(ticks(41.0, 4.0), [0.0, 20.0, 40.0, 60.0]);
        assert_eq!(ticks(1.0, 4.0), [0.0, 0.25, 0.5, 0.75, 1.0]);
    }

    #[test]
    fn words_of_strangers_are_escaped_in_drawings() {
        let mut svg = Svg::new(10.0, 10.0);
        svg.text("label", (1.0, 2.25), Anchor::End, "</text><script>");
        svg.rect("bar", (0.0, 0.0), (1.0, 1.0), "\"<b>\"");
        let text = svg.inline("x", "<t>", "&");
        for piece in
            ["&lt;/text&gt;&lt;script&gt;", "&quot;&lt;b&gt;&quot;", ">&lt;t&gt;<", ">&amp;<", "y=\"2.2\""]
        {
            assert!(text.contains(piece), "{piece} in {text}");
        }
    }
}
