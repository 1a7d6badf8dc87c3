//! A sheet for a browser: one file that loads nothing, keeps its answers in the browser and saves them as CSV.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::sample::Sample;
use super::{COLUMNS, cells};

const STYLE: &str = include_str!("sheet.css");
const SCRIPT: &str = include_str!("sheet.js");
const BODY: &str = include_str!("sheet.html");

/// Writes a sheet as HTML. `link` gives the address of a paper, without a fragment, as seen from the sheet; none where
/// a browser cannot open it.
///
/// # Errors
/// What the writer says.
pub fn write_html(
    sample: &Sample,
    link: impl Fn(&str) -> Option<String>,
    mut out: impl Write,
) -> io::Result<()> {
    // Nothing may be loaded; this very style and script may run, and no other.
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        source_hash(SCRIPT),
        source_hash(STYLE)
    );
    let data = in_script(&data(sample, link)?);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Audit {id}</title>\n<style>{STYLE}</style>\n</head>\n{BODY}\
         <script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        id = sample.id,
    )?;
    out.flush()
}

/// A source of a content security policy: the hash of what stands between the tags.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// What the script shows and saves.
fn data(sample: &Sample, link: impl Fn(&str) -> Option<String>) -> io::Result<String> {
    let rows = sample.rows.iter().map(|row| {
        let passages = row
            .passages
            .iter()
            .map(|it| json!({"page": it.page, "about": it.about, "text": it.text, "words": it.words}));
        json!({
            "claim": row.claim,
            "title": row.title,
            "path": row.path,
            "page": row.page(),
            "link": link(&row.path),
            "asks": row.unit.asks_which(&sample.design),
            "passages": passages.collect::<Vec<_>>(),
            "cells": cells(sample, row).as_slice(),
        })
    });
    let data = json!({"sample": sample.id, "columns": COLUMNS, "rows": rows.collect::<Vec<_>>()});
    Ok(serde_json::to_string(&data)?)
}

/// JSON that cannot end the script element that holds it, whatever a PDF says.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
