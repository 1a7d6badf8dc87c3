use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use ::tar::{Builder, EntryType, Header};
use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

/// More than any member below.
const LARGEST: u64 = 1 << 20;

const PAPER: &[u8] = b"%PDF-1.7 and so on";

fn all(sources: Sources) -> Vec<Source> {
    let mut found = Vec::new();
    sources
        .each(LARGEST, &mut |place, source| {
            found.push((place, source));
            ControlFlow::Continue(())
        })
        .unwrap();
    found.sort_by_key(|(place, _)| *place);
    assert!(found.iter().enumerate().all(|(index, (place, _))| index == *place), "places have gaps");
    found.into_iter().map(|(_, source)| source).collect()
}

/// What becomes of each source: its bytes, a file, or how it was lost.
fn told(sources: &[Source], folder: &Path) -> Vec<String> {
    let tell = |source: &Source| {
        let locator =
            source.locator.strip_prefix(&format!("{}/", folder.display())).unwrap_or(&source.locator);
        match &source.content {
            Content::File(_) => locator.to_owned(),
            Content::Bytes(bytes) => format!("{locator}: {} bytes", bytes.len()),
            Content::Lost(loss) => format!("{locator}: {:?}: {}", loss.kind, loss.detail),
        }
    };
    sources.iter().map(tell).collect()
}

fn list(folder: &Path, lines: &[&str]) -> Sources {
    let lines: Vec<String> = lines.iter().map(|it| it.replace("DIR", folder.to_str().unwrap())).collect();
    Sources::of_list(Box::new(Cursor::new(lines.join("\n"))), "list")
}

fn lines(folder: &Path, lines: &[&str]) -> Vec<String> {
    told(&all(list(folder, lines)), folder)
}

/// A tar archive; a name that no builder takes is put there by force.
fn tar(members: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, kind, content) in members {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        if *kind == EntryType::Symlink {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_size(content.len() as u64);
        header.set_cksum();
        builder.append(&header, *content).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn papers() -> Vec<u8> {
    let large = [PAPER, &vec![b' '; LARGEST as usize]].concat();
    tar(&[
        ("./b.pdf", EntryType::Regular, PAPER),
        ("notes.txt", EntryType::Regular, b"no paper"),
        ("no-name", EntryType::Regular, PAPER),
        ("../../etc/a.PDF", EntryType::Regular, PAPER),
        ("._b.pdf", EntryType::Regular, b"what macOS keeps"),
        ("link.pdf", EntryType::Symlink, b""),
        ("large.pdf", EntryType::Regular, &large),
        ("more.zip", EntryType::Regular, b"PK"),
        ("dir.pdf", EntryType::Directory, b""),
        ("last.pdf", EntryType::Regular, PAPER),
    ])
}

#[test]
fn pdfs_are_found_by_content_and_name_in_a_fixed_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for (name, bytes) in [
        ("b/paper", &b"junk %PDF-1.4 and so on"[..]),
        ("a.PDF", b"not really"),
        ("b/notes.txt", b"no paper"),
        ("c.bin", b"%PDF-2.0"),
        ("b-x/d.pdf", b""),
        ("more.tar", b"opened where it is named"),
    ] {
        fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
        fs::write(root.join(name), bytes).unwrap();
    }
    for (paths, expected) in [
        (&[""][..], &["a.PDF", "b/paper", "b-x/d.pdf", "c.bin"][..]),
        (&["b", "", "b/paper"], &["a.PDF", "b/paper", "b-x/d.pdf", "c.bin"]),
        (&["c.bin", "b/notes.txt", "b"], &["b/notes.txt", "b/paper", "c.bin"]),
    ] {
        let paths: Vec<PathBuf> = paths.iter().map(|path| root.join(path)).collect();
        let sources = Sources::of_paths(&paths).unwrap();
        assert_eq!(sources.count(), Some(expected.len()));
        assert_eq!(told(&all(sources), root), expected, "{paths:?}");
    }
}

#[test]
fn a_folder_without_pdfs_and_a_wrong_path_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let error_of = |path: &str| Sources::of_paths(&[folder.path().join(path)]).unwrap_err().to_string();
    let error = error_of("");
    assert!(error.starts_with("no PDF in") && !error.contains("archives"), "{error}");
    fs::write(folder.path().join("a.zip"), b"PK").unwrap();
    assert!(error_of("").contains("there are archives"), "{}", error_of(""));
    for path in ["nowhere", "b.zip!a.pdf", "a.txt!b.pdf"] {
        let error = error_of(path);
        assert!(error.starts_with("there is no file or folder"), "{error}");
    }
}

#[test]
fn archives_give_the_same_papers_however_they_are_packed() {
    let folder = tempfile::tempdir().unwrap();
    let plain = papers();
    let expected = [
        "b.pdf: 18 bytes",
        "no-name: 18 bytes",
        "../../etc/a.PDF: 18 bytes",
        "link.pdf: Missing: a link to /etc/passwd in the archive; links are not followed",
        "large.pdf: TooLarge: 1048594 bytes are more than --max-memory allows for",
        "more.zip: Unreadable: an archive within an archive is not opened; unpack it, and name it itself",
        "last.pdf: 18 bytes",
    ];
    let halves = plain.split_at(plain.len() / 2);
    let zstd = |bytes: &[u8]| compress_to_vec(bytes, CompressionLevel::Fastest);
    // A frame that holds nothing, as pzstd puts before each other one.
    let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"any"].concat();
    for (name, bytes) in [
        ("a.tar", plain.clone()),
        ("a.tar.gz", gzip(&plain)),
        ("two-members.TGZ", [gzip(halves.0), gzip(halves.1)].concat()),
        ("a.tar.zst", zstd(&plain)),
        ("frames.tzst", [skipped.clone(), zstd(halves.0), skipped, zstd(halves.1)].concat()),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let sources = Sources::of_paths(&[path]).unwrap();
        assert_eq!(sources.count(), None, "{name}");
        let expected: Vec<String> = expected.iter().map(|it| format!("{name}!{it}")).collect();
        assert_eq!(told(&all(sources), folder.path()), expected, "{name}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 5, "something was unpacked");
}

#[test]
fn what_is_wrong_with_an_archive_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let plain = tar(&[("a.pdf", EntryType::Regular, PAPER), ("b.pdf", EntryType::Regular, &[b'x'; 2000])]);
    put("in-a-member.tar", &plain[..2000]);
    put("in-a-head.tar", &plain[..1200]);
    let packed = gzip(&plain);
    put("cut.tar.gz", &packed[..packed.len() - 30]);
    put("none.tar.zst", b"these are no frames");
    put("none.zip", b"<html>not found</html>");
    put("empty.tar", &tar(&[("notes.txt", EntryType::Regular, b"none")]));
    let found = lines(
        folder.path(),
        &[
            "DIR/in-a-member.tar",
            "DIR/in-a-head.tar",
            "DIR/cut.tar.gz",
            "DIR/none.tar.zst",
            "DIR/none.zip",
            "DIR/empty.tar",
            "DIR/gone.tar",
        ],
    );
    let beginnings = [
        "in-a-member.tar!a.pdf: 18 bytes",
        "in-a-member.tar!b.pdf: Unreadable: the archive ends in the middle of this paper",
        "in-a-member.tar: Unreadable: the archive is damaged or cut off, and what lies behind is lost: ",
        "in-a-head.tar!a.pdf: 18 bytes",
        "in-a-head.tar: Unreadable: the archive is damaged or cut off, and what lies behind is lost: ",
        "cut.tar.gz!a.pdf: 18 bytes",
        "cut.tar.gz!b.pdf: ",
        "cut.tar.gz: Unreadable: the archive is damaged or cut off",
        "none.tar.zst: Unreadable: the archive is damaged or cut off",
        "none.zip: Unreadable: the archive is damaged, cut off or no zip: ",
        "empty.tar: Unreadable: the archive holds no PDF",
        "gone.tar: Missing: No such file or directory",
    ];
    assert_eq!(found.len(), beginnings.len(), "{found:#?}");
    for (found, beginning) in found.iter().zip(beginnings) {
        assert!(found.starts_with(beginning), "{found} does not begin with {beginning}");
    }
}

#[test]
fn members_of_a_zip_are_lost_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let noise: Vec<u8> =
        (0..4000_u32).flat_map(|i| (i.wrapping_mul(2_654_435_761) >> 7).to_le_bytes()).collect();
    let mut bytes = zip(&[("a.pdf", PAPER), ("b.pdf", &noise), ("secret.pdf", PAPER), ("odd.pdf", PAPER)]);
    // In the middle of what is packed of b.pdf.
    bytes[8000] ^= 0xff;
    // The flag and the method of the last two, in both of their places.
    let mut patch = |name: &[u8], back: [usize; 2], value: u8| {
        let places: Vec<usize> = memchr::memmem::find_iter(&bytes, name).collect();
        for (place, back) in places.into_iter().zip(back) {
            bytes[place - back] |= value;
        }
    };
    patch(b"secret.pdf", [24, 38], 1);
    patch(b"odd.pdf", [22, 36], 14);
    fs::write(folder.path().join("a.zip"), bytes).unwrap();
    let found = lines(folder.path(), &["DIR/a.zip"]);
    let beginnings = [
        "a.zip!a.pdf: 18 bytes",
        "a.zip!b.pdf: Unreadable: cannot be had from its archive: ",
        "a.zip!secret.pdf: Encrypted: encrypted in its archive; unpack it with its password",
        "a.zip!odd.pdf: Unreadable: cannot be had from its archive: ",
    ];
    assert_eq!(found.len(), beginnings.len(), "{found:#?}");
    for (found, beginning) in found.iter().zip(beginnings) {
        assert!(found.starts_with(beginning), "{found} does not begin with {beginning}");
    }
}

#[test]
fn a_list_keeps_its_order_and_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.tar"), papers()).unwrap();
    fs::write(folder.path().join("b.zip"), zip(&[("x/c.pdf", PAPER)])).unwrap();
    let sources = all(list(
        folder.path(),
        &[
            "DIR/z.pdf",
            "",
            "DIR/a.tar!last.pdf",
            r#"{"path": "DIR/a.tar!b.pdf", "id": 7}"#,
            "DIR/a.tar!gone.pdf",
            "DIR/a.tar!last.pdf\r",
            r#"  {"year": 2024, "path": "DIR/b.zip!x/c.pdf"}"#,
            r#"{"path": "DIR/b.zip", "venue": "V"}"#,
            "DIR/a.pdf",
        ],
    ));
    let expected = [
        "z.pdf",
        "a.tar!last.pdf: 18 bytes",
        "a.tar!b.pdf: 18 bytes",
        "a.tar!gone.pdf: Missing: there is no such member in the archive",
        "a.tar!last.pdf: 18 bytes",
        "b.zip!x/c.pdf: 18 bytes",
        "b.zip!x/c.pdf: 18 bytes",
        "a.pdf",
    ];
    assert_eq!(told(&sources, folder.path()), expected);
    let said: Vec<String> = sources.iter().map(|it| Value::Object(it.said.clone()).to_string()).collect();
    assert_eq!(said, ["{}", "{}", r#"{"id":7}"#, "{}", "{}", r#"{"year":2024}"#, r#"{"venue":"V"}"#, "{}"]);
}

#[test]
fn a_line_that_is_none_is_named() {
    for (line, why) in [
        ("{\"path\": ", "list:2: begins like JSON, but is none"),
        ("{\"file\": \"a.pdf\"}", "list:2: an object without `path`"),
        ("{\"path\": 3}", "list:2: `path` is no string"),
    ] {
        let sources = list(Path::new("/"), &["a.pdf", line]);
        let error = sources.each(LARGEST, &mut |_, _| ControlFlow::Continue(())).unwrap_err().to_string();
        assert!(error.starts_with(why), "{error}");
    }
}

#[test]
fn shares_together_are_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.tar"), papers()).unwrap();
    fs::write(folder.path().join("empty.zip"), zip(&[])).unwrap();
    let paths = ["DIR/a.tar", "DIR/empty.zip", "DIR/a.tar!b.pdf", "DIR/a.tar!none", "DIR/x.pdf", "DIR/y.pdf"];
    let whole = lines(folder.path(), &paths);
    for of in [2, 3, 11] {
        let mut merged = Vec::new();
        for number in 1..=of {
            let shard = format!("{number}/{of}").parse().unwrap();
            merged.extend(told(&all(list(folder.path(), &paths).sharded(shard)), folder.path()));
        }
        let mut whole = whole.clone();
        whole.sort();
        merged.sort();
        assert_eq!(merged, whole, "in {of} shares");
    }
}
