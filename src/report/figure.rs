//! A figure: a drawing, the table of what it shows, and the words around both.

use std::fmt::Write;

use super::escape::html;
use super::svg::Svg;

/// The colours and lines of figures, in a page and in files.
pub(super) const CSS: &str = include_str!("figure.css");

/// How many rows the table of a figure has at most: the page is for looking.
const LISTED: usize = 250;

/// A figure.
pub(super) struct Figure {
    /// Its name in addresses and files.
    pub name: &'static str,
    /// What it shows, as a headline.
    pub title: String,
    /// How to read it: axes and units in sentences.
    pub about: String,
    pub drawing: Svg,
    pub grid: Grid,
    pub layout: Layout,
}

/// How much of the page a figure takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Half of its width.
    Half,
    /// Half of its width, with the words beside it.
    Beside,
    /// All of its width.
    Wide,
}

/// The table of a figure.
pub(super) struct Grid {
    columns: Vec<(&'static str, bool)>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// Columns by their headings; those that begin with `#` hold numbers.
    pub fn new(headings: &[&'static str]) -> Self {
        let column = |heading: &&'static str| match heading.strip_prefix('#') {
            Some(number) => (number, true),
            None => (*heading, false),
        };
        Self { columns: headings.iter().map(column).collect(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// As a table of HTML.
    pub fn html(&self, caption: &str) -> String {
        let rest = match self.rows.len() {
            all if all > LISTED => {
                format!(", the first {LISTED} of {all} rows; the tables of the output folder have all")
            }
            _ => String::new(),
        };
        let mut out = format!("<table class=\"plain\"><caption>{}{rest}</caption><thead><tr>", html(caption));
        for (heading, number) in &self.columns {
            let class = if *number { " class=\"n\"" } else { "" };
            let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", html(heading));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in self.rows.iter().take(LISTED) {
            out.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let number = self.columns.get(at).is_some_and(|column| column.1);
                let class = if number { " class=\"n\"" } else { "" };
                let cell = html(cell);
                let _ = match at {
                    0 => write!(out, "<th scope=\"row\">{cell}</th>"),
                    _ => write!(out, "<td{class}>{cell}</td>"),
                };
            }
            out.push_str("</tr>\n");
        }
        out + "</tbody></table>"
    }
}

impl Figure {
    /// The figure within the page, with its table and the buttons that save both.
    pub fn html(&self) -> String {
        let Self { name, title, about, drawing, grid, layout } = self;
        let drawing = drawing.inline(&format!("figure-{name}"), title, about);
        let (title, about, table) = (html(title), html(about), grid.html(title));
        let class = match layout {
            Layout::Half => "figure",
            Layout::Beside => "figure beside",
            Layout::Wide => "figure wide",
        };
        format!(
            "<figure class=\"{class}\" id=\"chart-{name}\" data-name=\"{name}\">\n\
             <figcaption><h3>{title}</h3><p>{about}</p></figcaption>\n\
             <div class=\"canvas\" tabindex=\"0\" role=\"group\" aria-label=\"Chart: {title}\">{drawing}</div>\n\
             <details><summary>The numbers as a table</summary>\n\
             <div class=\"sheet\" tabindex=\"0\" role=\"group\" aria-label=\"Table: {title}\">{table}</div></details>\n\
             <p class=\"save\"><button type=\"button\" data-save=\"csv\">Save table (CSV)</button> \
             <button type=\"button\" data-save=\"svg\">Save chart (SVG)</button></p>\n</figure>\n"
        )
    }

    /// The drawing as a file of its own.
    pub fn file(&self) -> String {
        self.drawing.file(self.name, &self.title, &self.about, &resolved(CSS))
    }
}

/// The rules with every `var(--x)` replaced by its value in light colours: programs that draw SVG outside of a browser
/// know no variables.
fn resolved(css: &str) -> String {
    let (root, rules) = css.split_once('}').unwrap_or_default();
    let mut rules = rules.trim().to_owned();
    let root = root.split_once('{').map_or("", |it| it.1);
    for (name, value) in root.split(';').filter_map(|line| line.split_once(':')) {
        rules = rules.replace(&format!("var({})", name.trim()), value.trim());
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_files_are_plain() {
        assert_eq!(resolved(":root { --a: #fff; --b: 1px }\n.x { fill: var(--a) }"), ".x { fill: #fff }");
        let css = resolved(CSS);
        assert!(!css.contains("var(") && css.contains(".paper"), "{css}");
    }

    #[test]
    fn cells_of_a_table_are_escaped() {
        let mut grid = Grid::new(&["Title", "#Papers"]);
        grid.row(["<script>alert(1)</script>".to_owned(), "3".to_owned()]);
        let table = grid.html("a & b");
        assert!(table.contains("&lt;script&gt;") && !table.contains("<script"), "{table}");
        assert!(table.contains("<td class=\"n\">3</td>") && table.contains("a &amp; b"), "{table}");
    }
}
