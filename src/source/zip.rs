//! Members of a zip archive, in the order of its directory.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::archive::{Member, Visit, bare, most_within};
use super::{Flow, Loss, LossKind};

pub(super) fn walk(path: &Path, visit: &mut Visit<'_>) -> Result<Flow, Loss> {
    let missing = |cause: std::io::Error| Loss::new(LossKind::Missing, cause.to_string());
    let file = File::open(path).map_err(missing)?;
    let length = file.metadata().map_err(missing)?.len();
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| {
        Loss::new(LossKind::Unreadable, format!("the archive is damaged, cut off or no zip: {error}"))
    })?;
    let mut left = most_within(length);
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(Result::ok);
        let name = name.map_or_else(|| format!("#{index}"), Cow::into_owned);
        let name = bare(&name);
        if name.ends_with('/') || !(visit.wants)(name) {
            continue;
        }
        let flow = match archive.by_index(index) {
            Ok(member) => {
                let size = member.size();
                let mut body = member.take(left);
                let flow = (visit.see)(Member { name, size, body: Ok(&mut body) });
                left = body.limit();
                flow
            }
            Err(error) => (visit.see)(Member { name, size: 0, body: Err(loss(&error)) }),
        };
        if flow.is_break() {
            return Ok(flow);
        }
        if left == 0 {
            let detail = "the archive swells to more than papers do, and what lies behind is left out";
            return Err(Loss::new(LossKind::TooLarge, detail));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn loss(error: &ZipError) -> Loss {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            Loss::new(LossKind::Encrypted, "encrypted in its archive; unpack it with its password")
        }
        error => Loss::new(LossKind::Unreadable, format!("cannot be had from its archive: {error}")),
    }
}
