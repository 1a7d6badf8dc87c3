//! `datapackage.json`: what is in the folder, by the Frictionless Data Package, version 2.

use std::collections::BTreeSet;

use serde::Serialize;

use super::folder::{Kept, KeptSheet};
use crate::adoption::{Column, Kind, LIST_SEPARATOR, Options};
use crate::models::Registry;
use crate::paper::PaperRecord;
use crate::records::Records;

/// The descriptor.
#[derive(Serialize)]
pub(super) struct Package {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    title: &'static str,
    description: String,
    resources: Vec<Resource>,
    provenance: Provenance,
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
    #[serde(rename = "missingValues")]
    missing: [&'static str; 1],
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

/// What the records say of their making.
#[derive(Serialize, Default)]
struct RecordSet {
    path: String,
    bytes: u64,
    hash: String,
    count: usize,
    tools: BTreeSet<String>,
    engines: BTreeSet<String>,
    registries: BTreeSet<String>,
    gazetteers: BTreeSet<String>,
}

impl Package {
    pub fn new(records: &Records, registry: &Registry, options: &Options) -> Self {
        Self {
            profile: "https://datapackage.org/profiles/2.0/datapackage.json",
            name: "crosscurrent",
            title: "How AI models cross borders: adoption of models by country",
            description: format!(
                "Counted from {} records of papers; {options}. Lists within a cell are joined by `{LIST_SEPARATOR}`.",
                records.len()
            ),
            resources: Vec::new(),
            provenance: Provenance {
                tool: concat!("crosscurrent ", env!("CARGO_PKG_VERSION")),
                registry: registry.hash.clone(),
                options: options.clone(),
                records: RecordSet {
                    count: records.len(),
                    registries: records.registries.clone(),
                    gazetteers: records.gazetteers.clone(),
                    ..RecordSet::default()
                },
            },
        }
    }

    /// Notes what made a record.
    pub fn note(&mut self, record: &PaperRecord) {
        let RecordSet { tools, engines, .. } = &mut self.provenance.records;
        for (set, value) in [(tools, &record.tool), (engines, &record.engine)] {
            if !set.contains(value) {
                set.insert(value.clone());
            }
        }
    }

    /// Describes the file of records.
    pub fn records(&mut self, file: Kept) {
        let records = &mut self.provenance.records;
        records.path = file.name;
        records.bytes = file.bytes;
        records.hash = format!("sha256:{}", file.hash);
    }

    /// Describes a table.
    pub fn resource(&mut self, sheet: KeptSheet) {
        let KeptSheet { file, head, format } = sheet;
        self.resources.push(Resource {
            name: head.name,
            r#type: "table",
            path: file.name,
            format: format.extension(),
            mediatype: format.media_type(),
            encoding: "utf-8",
            description: head.about,
            bytes: file.bytes,
            hash: format!("sha256:{}", file.hash),
            schema: Schema {
                profile: "https://datapackage.org/profiles/2.0/tableschema.json",
                fields: head.columns.iter().map(Field::of).collect(),
                missing: [""],
            },
        });
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
