//! A table as every format of the export takes it: named and typed columns, rows of cells.

use std::borrow::Cow;

/// The name of a table and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The name, as in the file's name.
    pub name: &'static str,
    /// What a row is, in a sentence.
    pub about: String,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The columns that tell a row from all others; none where rows may be alike.
    pub key: &'static [&'static str],
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name in the header.
    pub name: Cow<'static, str>,
    /// What its cells hold.
    pub kind: Kind,
    /// What it means, with its unit.
    pub about: Cow<'static, str>,
}

/// What the cells of a column hold; every one may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words or a code.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// Several texts.
    List,
}

/// A table in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name and columns.
    pub head: Head,
    /// The rows, in the order in which they are written.
    pub rows: Vec<Row>,
}

/// The cells of a row, as many as there are columns.
pub type Row = Vec<Cell>;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing applies.
    Empty,
    /// Words or a code.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number; written with [`DECIMALS`] at most.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
}

/// How many digits after the point a number is written with at most: enough to give back every count from its share.
pub const DECIMALS: usize = 8;

/// What separates the texts of a list within one cell.
pub const LIST_SEPARATOR: &str = ";";

impl Column {
    /// A column of fixed name.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), kind, about: Cow::Borrowed(about) }
    }
}

impl Head {
    /// A head of fixed columns.
    #[must_use]
    pub fn new(name: &'static str, about: impl Into<String>, columns: &[Column]) -> Self {
        Self { name, about: about.into(), columns: columns.to_vec(), key: &[] }
    }

    /// With a key.
    #[must_use]
    pub fn keyed(self, key: &'static [&'static str]) -> Self {
        Self { key, ..self }
    }

    /// Whether its rows belong to rows of the table of papers.
    #[must_use]
    pub fn is_of_papers(&self) -> bool {
        self.name != "papers" && ["id", "path"].iter().all(|column| self.position(column).is_some())
    }

    /// The place of a column.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name == column)
    }
}

impl Cell {
    /// Appends the cell as plain text: empty, a number, or the texts joined by `;`.
    pub fn write(&self, out: &mut String) {
        match self {
            Cell::Empty => {}
            Cell::Text(text) => out.push_str(text),
            Cell::Integer(number) => push_digits(out, *number, 0),
            Cell::Number(number) => push_decimal(out, *number),
            Cell::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Cell::List(texts) => {
                for (at, text) in texts.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { LIST_SEPARATOR });
                    out.push_str(text);
                }
            }
        }
    }
}

/// A number with [`DECIMALS`] digits after the point at most, and no trailing zeros.
#[must_use]
pub fn decimal(number: f64) -> String {
    let mut out = String::new();
    push_decimal(&mut out, number);
    out
}

fn push_decimal(out: &mut String, number: f64) {
    // Most numbers are counts; those a double holds exactly need no rounding.
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return push_digits(out, number as i64, 0);
    }
    // Shares and weights of some thousand papers: their digits fit an integer, and most cells of the tables are such.
    let scaled = (number * 1e8).round_ties_even();
    if scaled.abs() < 1e15 {
        return push_digits(out, scaled as i64, DECIMALS);
    }
    let text = format!("{number:.DECIMALS$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    out.push_str(if text == "-0" { "0" } else { text });
}

/// A number of units, of which the last `places` digits stand after the point unless they are trailing zeros.
fn push_digits(out: &mut String, units: i64, mut places: usize) {
    let mut left = units.unsigned_abs();
    while places > 0 && left.is_multiple_of(10) {
        left /= 10;
        places -= 1;
    }
    let unit = 10_u64.pow(places as u32);
    if units < 0 {
        out.push('-');
    }
    push_whole(out, left / unit, 1);
    if places > 0 {
        out.push('.');
        push_whole(out, left % unit, places);
    }
}

/// With `least` digits at least.
fn push_whole(out: &mut String, mut number: u64, least: usize) {
    let mut digits = [0; 20];
    let mut count = 0;
    for digit in digits.iter_mut().rev() {
        if number == 0 && count >= least {
            break;
        }
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        count += 1;
    }
    let digits = digits.get(digits.len() - count..).unwrap_or_default();
    out.push_str(std::str::from_utf8(digits).unwrap_or_default());
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Integer(number.into())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Cell::from(number as u64)
    }
}

impl From<crate::country::Country> for Cell {
    fn from(country: crate::country::Country) -> Self {
        Cell::from(country.code())
    }
}

impl From<&[crate::country::Country]> for Cell {
    fn from(countries: &[crate::country::Country]) -> Self {
        Cell::List(countries.iter().map(ToString::to_string).collect())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Cell::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_one_way() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-1e-12, "0"),
            (1.0, "1"),
            (100.0, "100"),
            (0.5, "0.5"),
            (1.0 / 3.0, "0.33333333"),
            (141.0 / 5290.0, "0.02665406"),
            (1e9, "1000000000"),
            (-2.25, "-2.25"),
        ] {
            assert_eq!(decimal(number), expected);
        }
    }

    #[test]
    fn decimals_are_those_of_the_library() {
        let numbers = [
            0.0,
            -0.0,
            1.0,
            -3.0,
            0.5,
            1.0 / 3.0,
            -2.0 / 3.0,
            0.1,
            1e-8,
            4e-9,
            -4e-9,
            6e-9,
            1.0 / 512.0,
            12.000_000_01,
            99_999.999_999_99,
            123_456.75,
            1e7 + 0.125,
            1e12 + 0.5,
            1e16,
            0.1 + 0.2,
        ];
        for number in numbers {
            let text = format!("{number:.DECIMALS$}");
            let text = text.trim_end_matches('0').trim_end_matches('.');
            let wanted = if matches!(text, "-0" | "-" | "") { "0" } else { text };
            assert_eq!(decimal(number), wanted, "{number}");
        }
    }
}
