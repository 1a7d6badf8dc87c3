//! `datapackage.json`: what is in the folder, by the Frictionless Data Package, version 2.

use serde::Serialize;

use super::folder::{Kept, KeptSheet};
use crate::adoption::{Column, Corpus, Kind, LIST_SEPARATOR, Making, Options};
use crate::models::Registry;

/// The descriptor.
#[derive(Serialize)]
pub(super) struct Package {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    title: &'static str,
    description: String,
    sources: [Source; 2],
    resources: Vec<Resource>,
    provenance: Provenance,
}

/// What the numbers were made from.
#[derive(Serialize)]
struct Source {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    r#type: &'static str,
    path: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    description: String,
    bytes: u64,
    hash: String,
    schema: Schema,
}

#[derive(Serialize)]
struct Schema {
    #[serde(rename = "$schema")]
    profile: &'static str,
    fields: Vec<Field>,
    #[serde(rename = "primaryKey", skip_serializing_if = "<[_]>::is_empty")]
    key: &'static [&'static str],
    #[serde(rename = "foreignKeys", skip_serializing_if = "Option::is_none")]
    foreign: Option<[ForeignKey; 1]>,
    #[serde(rename = "missingValues")]
    missing: [&'static str; 1],
}

/// The row of another table that a row belongs to.
#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 2],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: [&'static str; 2],
}

#[derive(Serialize)]
struct Field {
    name: String,
    r#type: &'static str,
    description: String,
}

/// Which versions and choices the numbers rest on. No time and no place: the same records give the same bytes.
#[derive(Serialize)]
struct Provenance {
    tool: &'static str,
    /// SHA-256 of the registry that origins and names come from.
    registry: String,
    options: Options,
    records: RecordSet,
}

/// The file of records and what they say of their making.
#[derive(Serialize)]
struct RecordSet {
    path: String,
    bytes: u64,
    hash: String,
    count: usize,
    #[serde(flatten)]
    making: Making,
}

impl Package {
    /// Describes the file of records and all tables.
    pub fn new(
        records: Kept,
        sheets: Vec<KeptSheet>,
        corpus: &Corpus<'_>,
        registry: &Registry,
        options: &Options,
    ) -> Self {
        let count = corpus.len();
        let description = format!(
            "Counted from {count} records of papers; {options}. Lists within a cell are joined by `{LIST_SEPARATOR}`."
        );
        Self {
            profile: "https://datapackage.org/profiles/2.0/datapackage.json",
            name: "crosscurrent",
            title: "How AI models cross borders: adoption of models by country",
            description,
            sources: [
                Source { title: format!("Records of {count} papers"), path: Some(records.name.clone()) },
                Source { title: format!("models.toml, SHA-256 {}", registry.hash), path: None },
            ],
            resources: sheets.into_iter().map(Resource::of).collect(),
            provenance: Provenance {
                tool: concat!("crosscurrent ", env!("CARGO_PKG_VERSION")),
                registry: registry.hash.clone(),
                options: options.clone(),
                records: RecordSet {
                    path: records.name,
                    bytes: records.bytes,
                    hash: format!("sha256:{}", records.hash),
                    count,
                    making: corpus.making.clone(),
                },
            },
        }
    }
}

impl Resource {
    fn of(sheet: KeptSheet) -> Self {
        let KeptSheet { file, head, format } = sheet;
        Self {
            name: head.name,
            r#type: "table",
            path: file.name,
            format: format.extension(),
            mediatype: format.media_type(),
            encoding: "utf-8",
            description: head.about.clone(),
            bytes: file.bytes,
            hash: format!("sha256:{}", file.hash),
            schema: Schema {
                profile: "https://datapackage.org/profiles/2.0/tableschema.json",
                fields: head.columns.iter().map(Field::of).collect(),
                key: head.key,
                foreign: head.is_of_papers().then(|| {
                    let fields = ["id", "path"];
                    [ForeignKey { fields, reference: Reference { resource: "papers", fields } }]
                }),
                missing: [""],
            },
        }
    }
}

impl Field {
    fn of(column: &Column) -> Self {
        let kind = match column.kind {
            // A list is a string to readers of version 1, and that is how the cell is written.
            Kind::Text | Kind::List => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Flag => "boolean",
        };
        let about = match column.kind {
            Kind::List => format!("{}; joined by `{LIST_SEPARATOR}`", column.about),
            _ => column.about.to_string(),
        };
        Self { name: column.name.to_string(), r#type: kind, description: about }
    }
}
