//! [`Document`](crate::pdf::Document) → [`Text`]: one normalised string with the way back to page and line, and zones.
//!
//! Takes lines, gives the text that names are looked for in: ligatures folded, hyphenated line ends rejoined, small
//! caps put together again, page numbers and running heads left out. What the words mean for models and countries is
//! left to those rooms.

mod heading;
mod hyphen;
mod imprint;
mod normalise;
mod reading;
mod sketch;
mod zone;
mod zoning;

pub use imprint::Imprint;
pub use reading::{Heading, LineStart, Reading, Text};
pub use sketch::{NoSketch, Sketch};
pub use zone::Zone;
