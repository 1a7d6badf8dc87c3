//! What is typed behind an option → its value: closed lists, times, sizes.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use crosscurrent::pdf::Engine;

/// One of a closed list of names.
pub fn choices<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|&choice| name(choice)))
        .try_map(move |text| all.iter().copied().find(|&choice| name(choice) == text).ok_or("no such choice"))
}

pub fn engines() -> impl TypedValueParser<Value = Engine> {
    choices(&Engine::ALL, Engine::as_str)
}

/// A time with its unit: `30s`, `500ms`, `2m`.
pub fn parse_time(text: &str) -> Result<Duration, String> {
    let (number, unit) = split_unit(text);
    let millis = match unit {
        "ms" => 1.0,
        "" | "s" => 1e3,
        "m" | "min" => 6e4,
        _ => return Err(format!("`{unit}` is no unit of time; give ms, s or m, as in 30s")),
    };
    let time = number.parse::<f64>().ok().filter(|it| it.is_finite() && *it > 0.0 && *it < 1e9);
    time.map(|it| Duration::from_secs_f64(it * millis / 1e3))
        .ok_or_else(|| "give a time as in 30s".to_owned())
}

/// A time that may be none: `1s`, `0`.
#[cfg(feature = "fetch")]
pub fn parse_delay(text: &str) -> Result<Duration, String> {
    if split_unit(text).0 == "0" { Ok(Duration::ZERO) } else { parse_time(text) }
}

/// The memory to read a paper in: `2GiB`, `512MB`.
pub fn parse_size(text: &str) -> Result<u64, String> {
    match parse_bytes(text) {
        Ok(size) if size < LEAST_MEMORY => Err("less than 64MiB is too little to read any paper".to_owned()),
        size => size,
    }
}

/// A size with its unit: `200MiB`, `1GB`.
pub fn parse_bytes(text: &str) -> Result<u64, String> {
    let (number, unit) = split_unit(text);
    let bytes = match unit.to_ascii_lowercase().trim_end_matches("ib").trim_end_matches('b') {
        "" => 1.0,
        "k" => 1024.0,
        "m" => 1024.0 * 1024.0,
        "g" => 1024.0 * 1024.0 * 1024.0,
        _ => return Err(format!("`{unit}` is no unit of memory; give KiB, MiB or GiB, as in 2GiB")),
    };
    let size = number.parse::<f64>().ok().map(|it| it * bytes).filter(|it| it.is_finite() && *it >= 1.0);
    size.map(|it| it as u64).ok_or_else(|| "give a size as in 2GiB".to_owned())
}

const LEAST_MEMORY: u64 = 64 << 20;

fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (number.trim(), unit.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_have_units() {
        assert_eq!(parse_time("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(parse_time("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_time("1.5 m"), Ok(Duration::from_secs(90)));
        assert_eq!(parse_size("2GiB"), Ok(2 << 30));
        assert_eq!(parse_size("512 MB"), Ok(512 << 20));
        for wrong in ["", "s", "-3s", "3 weeks", "0s"] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "GiB", "3 apples", "12", "0"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }
}
