//! Cells that a spreadsheet would run.
//!
//! Titles and sentences come from PDFs, and a spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula. Such a cell gets an apostrophe in front, which spreadsheets take for "this is text".
//! So that every cell can be read back, a cell of apostrophes before such a sign gets one more.

use std::borrow::Cow;

fn is_risky(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell as it is written.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if is_risky(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// The cell that was written.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulae_become_text_and_come_back() {
        for (cell, written) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'quoted' words", "'quoted' words"),
            ("a = b", "a = b"),
            ("", ""),
        ] {
            assert_eq!(guard(cell), written);
            assert_eq!(unguard(written), cell);
        }
        // A spreadsheet may take its apostrophe away again.
        assert_eq!(unguard("=1"), "=1");
    }

    proptest::proptest! {
        #[test]
        fn every_cell_comes_back(cell in "['=+@\\-\ta]{0,5}") {
            let written = guard(&cell).into_owned();
            proptest::prop_assert_eq!(unguard(&written), cell.as_str());
        }
    }
}
