//! The columns that several tables share, so that a name means one thing.

use super::table::{Column, Kind};

pub(super) const GROUP: Column = Column::new(
    "group",
    Kind::Text,
    "year, venue or track of the papers; empty where papers are not grouped, `unknown` where it is not known",
);
pub(super) const MODEL: Column = Column::new("model", Kind::Text, "id of the model in models.toml");
pub(super) const ORIGIN: Column = Column::new("origin", Kind::List, "countries that the model comes from");
pub(super) const COUNTRY: Column = Column::new(
    "country",
    Kind::Text,
    "ISO 3166-1 alpha-2 code of the authors' country; XZ is supranational",
);
pub(super) const COUNTING: Column = Column::new(
    "counting",
    Kind::Text,
    "how papers are shared out over countries: whole, fractional or first",
);
pub(super) const ROLE: Column = Column::new(
    "role",
    Kind::Text,
    "what counts: mentioned and up, compared and up (broad), used and created (strict)",
);
pub(super) const PAPERS: Column =
    Column::new("papers", Kind::Integer, "papers that adopt, with a weight above 0 for the country");
pub(super) const WEIGHT: Column =
    Column::new("weight", Kind::Number, "sum of the papers' weights for the country, in papers");
pub(super) const SHARE: Column =
    Column::new("share", Kind::Number, "weight out of the weight of all papers of the country, 0 to 1");
pub(super) const LOW: Column = Column::new(
    "low",
    Kind::Number,
    "lower end of the 95 % Wilson interval of the share; whole counting only",
);
pub(super) const HIGH: Column = Column::new(
    "high",
    Kind::Number,
    "upper end of the 95 % Wilson interval of the share; whole counting only",
);
pub(super) const ARMS_LENGTH: Column = Column::new(
    "arms_length",
    Kind::Number,
    "weight of the papers without any author in the origin, in papers",
);
pub(super) const JOINT: Column = Column::new(
    "joint",
    Kind::Number,
    "weight of the papers that authors in the origin share with this other country, in papers",
);
pub(super) const ID: Column =
    Column::new("id", Kind::Text, "SHA-256 of the file; empty where it could not be opened");
pub(super) const PATH: Column = Column::new("path", Kind::Text, "path of the file, or archive.tar!member");
pub(super) const PAGE: Column = Column::new("page", Kind::Integer, "page of the file, counted from 1");
pub(super) const ZONE: Column = Column::new("zone", Kind::Text, "part of the paper that it stands in");
