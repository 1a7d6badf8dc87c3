//! The text of a list → objects of named values, each with its line, whatever the form.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// One paper of a list.
#[derive(Debug, Default)]
pub(super) struct Object {
    /// Counted from 1.
    pub line: u32,
    /// By name in lower case; a value of several is joined by `;`.
    values: BTreeMap<String, String>,
}

/// A line and what is wrong with it.
type Failed = (u32, String);

impl Object {
    /// The first of some names that has a value.
    pub fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.values.get(*name)).map(String::as_str)
    }

    /// What it has values of, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn put(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.chars().any(|c| c != ';' && !c.is_whitespace()) {
            self.values.insert(name.trim().trim_start_matches('\u{feff}').to_lowercase(), value.to_owned());
        }
    }
}

/// The objects of a JSON list, of JSON Lines, or of CSV or TSV with a heading.
pub(super) fn objects(text: &str) -> Result<Vec<Object>, Failed> {
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().chars().next() {
        Some('[') => json_list(text),
        Some('{') => json_lines(text),
        _ => csv_rows(text),
    }
}

fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    memchr::memchr_iter(b'\n', before).count() as u32 + 1
}

fn json_list(text: &str) -> Result<Vec<Object>, Failed> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| of_json(&error, 0))?;
    // Lines are counted on from element to element.
    let (mut offset, mut line) = (0, 1);
    elements
        .into_iter()
        .map(|element| {
            let start = (element.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            line += line_at(text.get(offset..start).unwrap_or_default(), usize::MAX) - 1;
            offset = start;
            object(line, element.get())
        })
        .collect()
}

fn json_lines(text: &str) -> Result<Vec<Object>, Failed> {
    let stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let mut objects = Vec::new();
    let (mut offset, mut line) = (0, 1);
    for element in stream {
        let element = element.map_err(|error| of_json(&error, 0))?;
        let start = (element.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        line += line_at(text.get(offset..start).unwrap_or_default(), usize::MAX) - 1;
        offset = start;
        objects.push(object(line, element.get())?);
    }
    Ok(objects)
}

fn of_json(error: &serde_json::Error, before: u32) -> Failed {
    let message = if error.is_eof() { "the file is cut off".to_owned() } else { format!("no JSON: {error}") };
    (before + error.line().max(1) as u32, message)
}

fn object(line: u32, text: &str) -> Result<Object, Failed> {
    let value: Value = serde_json::from_str(text).map_err(|error| of_json(&error, line - 1))?;
    let Value::Object(fields) = value else {
        return Err((line, "an object with the values of a paper is expected".to_owned()));
    };
    let mut object = Object { line, ..Object::default() };
    for (name, value) in &fields {
        match value {
            Value::Array(people) if people.iter().any(Value::is_object) => {
                // Authors as objects: their names, and where they are.
                let of = |names: &[&str]| {
                    joined(people.iter().map(|it| names.iter().find_map(|name| it.get(name))))
                };
                object.put(name, &of(&["name", "fullname", "full_name"]));
                object.put("aff", &of(&["affiliation", "affiliations", "institution", "aff"]));
                object.put("email", &of(&["email"]));
            }
            Value::Array(items) => object.put(name, &joined(items.iter().map(Some))),
            value => object.put(name, &scalar(value)),
        }
    }
    Ok(object)
}

fn joined<'v>(values: impl Iterator<Item = Option<&'v Value>>) -> String {
    values.map(|it| it.map(scalar).unwrap_or_default()).collect::<Vec<_>>().join(";")
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join("+"),
        _ => String::new(),
    }
}

fn csv_rows(text: &str) -> Result<Vec<Object>, Failed> {
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.matches('\t').count() > heading.matches(',').count() { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let failed = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let message = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("{len} columns where the heading has {expected_len}")
            }
            _ => error.to_string(),
        };
        (line as u32, message)
    };
    let heading: Vec<String> =
        reader.headers().map_err(|error| failed(&error))?.iter().map(str::to_owned).collect();
    let mut objects = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| failed(&error))?;
        let line = row.position().map_or(1, csv::Position::line) as u32;
        let mut object = Object { line, ..Object::default() };
        for (name, value) in heading.iter().zip(&row) {
            object.put(name, value);
        }
        objects.push(object);
    }
    Ok(objects)
}
