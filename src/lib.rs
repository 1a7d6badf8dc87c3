//! How AI models cross borders: from a folder of papers to adoption matrices.
//!
//! Data flows one way, and each room knows only the rooms upstream of it:
//!
//! ```text
//! source ─► pdf ─► text ─┬─► models ──────┐
//!                        └─► affiliation ─┴─► paper ─► adoption ─► export, audit
//! ```
//!
//! The library touches no terminal, environment or home directory; the binary owns them.

pub mod adoption;
pub mod affiliation;
pub mod audit;
pub mod cache;
pub mod country;
pub mod export;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod metadata;
pub mod models;
pub mod paper;
pub mod pdf;
pub mod pipeline;
pub mod provenance;
pub mod records;
pub mod report;
pub mod source;
pub mod text;
