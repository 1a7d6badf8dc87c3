//! Records → a sample for a person to check → what the counts would be if all papers had been read.
//!
//! Takes records and an [`Design`]; gives sheets to fill in ([`write_csv`], [`write_html`]), and from a filled one
//! ([`Answers::read`]) precision, missed share and corrected counts ([`score`]). Two strata are drawn, papers for which
//! the claim was found and papers for which it was not: without the second, nobody knows what was missed. The same
//! records and seed draw the same sample. Files and the clock are left to others.

mod agreement;
mod answers;
mod design;
mod error;
mod estimate;
mod frame;
mod sample;
mod score;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use agreement::{Agreement, Disputed, Kappa};
pub use answers::{Answer, Answers};
pub use design::{Claim, Design, DesignError};
pub use error::{AuditError, Mistake};
pub use estimate::{Checked, Corrected, Share, corrected};
pub use frame::{Frame, Stratum, Unit};
pub use sample::{Passage, Sample, SampleRow};
pub use score::{LEAST, Line, Score, Sheet, score};
pub use sheet::{write_csv, write_html};
