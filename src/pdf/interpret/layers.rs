//! Optional content: which layers a reader hides when it opens the file.

use std::collections::BTreeSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier};

/// The layers that are off.
#[derive(Default)]
pub(in crate::pdf) struct Layers {
    off: BTreeSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads the default configuration of the document's layers.
    pub fn new(pdf: &Pdf) -> Self {
        Self { off: off(pdf).unwrap_or_default() }
    }

    /// Whether content that belongs to a layer, or to a rule about layers, is hidden.
    pub fn hides(&self, layer: &Dict<'_>, reference: Option<ObjRef>) -> bool {
        if self.off.is_empty() {
            return false;
        }
        let is_off = |reference: ObjRef| self.off.contains(&reference.into());
        if layer.get::<Name<'_>>(b"Type").as_deref() != Some(b"OCMD") {
            return reference.is_some_and(is_off);
        }
        let members: Vec<ObjRef> = match layer.get::<Array<'_>>(b"OCGs") {
            Some(groups) => groups.raw_iter().filter_map(|group| group.as_obj_ref()).collect(),
            None => layer.get_ref(b"OCGs").into_iter().collect(),
        };
        let off = members.iter().filter(|&&member| is_off(member)).count();
        match layer.get::<Name<'_>>(b"P").as_deref() {
            _ if members.is_empty() => false,
            Some(b"AllOn") => off > 0,
            Some(b"AnyOff") => off == 0,
            Some(b"AllOff") => off < members.len(),
            _ => off == members.len(),
        }
    }
}

fn off(pdf: &Pdf) -> Option<BTreeSet<ObjectIdentifier>> {
    if !pdf.xref().has_optional_content_groups() {
        return None;
    }
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let properties = root.get::<Dict<'_>>(b"OCProperties")?;
    let config = properties.get::<Dict<'_>>(b"D")?;
    let list = |dict: &Dict<'_>, key: &[u8]| -> BTreeSet<ObjectIdentifier> {
        dict.get::<Array<'_>>(key)
            .iter()
            .flat_map(Array::raw_iter)
            .filter_map(|object: MaybeRef<Object<'_>>| object.as_obj_ref())
            .map(Into::into)
            .collect()
    };
    let mut off = list(&config, b"OFF");
    if config.get::<Name<'_>>(b"BaseState").as_deref() == Some(b"OFF") {
        let on = list(&config, b"ON");
        off.extend(list(&properties, b"OCGs").difference(&on));
    }
    Some(off)
}
