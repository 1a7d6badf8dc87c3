//! `corrected`: raw counts beside corrected ones, as a table of the export.

use super::score::{Line, Score};
use crate::adoption::{Cell, Column, Head, Kind, Row, Table};

const COLUMNS: [Column; 21] = [
    Column::new("claim", Kind::Text, "what was checked: model, country or joint"),
    Column::new("model", Kind::Text, "id of the model in models.toml; empty for all models or none"),
    Column::new(
        "country",
        Kind::Text,
        "codes of the countries that are claimed, or of the papers as found; empty for all",
    ),
    Column::new("role", Kind::Text, "from which role on a model is adopted"),
    Column::new("raw", Kind::Integer, "flagged units: what the other tables count"),
    Column::new("corrected", Kind::Number, "N₊p₊ + N₋p₋, in units; empty where too few were checked"),
    Column::new("low", Kind::Number, "lower end of its 95 % interval by MOVER, in units"),
    Column::new("high", Kind::Number, "upper end of its 95 % interval by MOVER, in units"),
    Column::new("standard_error", Kind::Number, "root of its variance by Cochran, in units"),
    Column::new("precision", Kind::Number, "share of the checked flagged units that are right, 0 to 1"),
    Column::new("precision_low", Kind::Number, "lower end of its 95 % Wilson interval"),
    Column::new("precision_high", Kind::Number, "upper end of its 95 % Wilson interval"),
    Column::new("missed", Kind::Number, "share of the checked unflagged units that were missed, 0 to 1"),
    Column::new("missed_low", Kind::Number, "lower end of its 95 % Wilson interval"),
    Column::new("missed_high", Kind::Number, "upper end of its 95 % Wilson interval"),
    Column::new("unflagged", Kind::Integer, "units that are not flagged"),
    Column::new("checked_flagged", Kind::Integer, "flagged units answered with right or wrong"),
    Column::new("checked_unflagged", Kind::Integer, "unflagged units answered with right or wrong"),
    Column::new("unsure", Kind::Integer, "units that the checker was unsure about; they are in no share"),
    Column::new("sample", Kind::Text, "what tells the sample from any other"),
    Column::new("remark", Kind::Text, "what must be said with the row"),
];

impl Score {
    /// The table `corrected`: the whole sample first, then each model and country that it can speak of. A report that
    /// shows raw beside corrected takes its numbers from [`Score::whole`] and [`Score::parts`].
    #[must_use]
    pub fn table(&self) -> Table {
        let rows = std::iter::once(&self.whole).chain(&self.parts).map(|line| self.row(line));
        let about = format!("Counts corrected by an audit: {}", self.design);
        Table { rows: rows.collect(), head: Head::new("corrected", about, &COLUMNS) }
    }

    fn row(&self, line: &Line) -> Row {
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { text.into() };
        let mut row = vec![
            self.design.claim.as_str().into(),
            text(&line.model),
            text(&line.country),
            self.design.role.as_str().into(),
            line.flagged.units.into(),
        ];
        row.push(line.corrected.map(|it| it.count).into());
        row.push(line.corrected.map(|it| it.interval.low).into());
        row.push(line.corrected.map(|it| it.interval.high).into());
        row.push(line.corrected.and_then(|it| it.standard_error).into());
        for share in [line.precision(), line.missed()] {
            row.push(share.map(|it| it.share).into());
            row.push(share.map(|it| it.interval.low).into());
            row.push(share.map(|it| it.interval.high).into());
        }
        row.extend(
            [line.unflagged.units, line.flagged.answered, line.unflagged.answered, line.unsure()]
                .map(Cell::from),
        );
        row.extend([self.sample.as_str().into(), text(&line.remark(&self.design))]);
        row
    }
}
