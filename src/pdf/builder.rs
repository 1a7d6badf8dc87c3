//! Small PDFs made in code, for the tests.

use std::fmt::Write as _;

/// A PDF in the making. Object 1 is the catalog, 2 the page tree; pages come with [`Builder::page`].
pub(super) struct Builder {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    fonts: String,
    resources: String,
    page_extra: String,
}

impl Builder {
    /// With Helvetica as `/F1` and Helvetica-Bold as `/F2`, of which every letter is half an em wide.
    pub fn new() -> Self {
        let font = |name: &str| {
            let widths = ["500"; 224].join(" ");
            format!(
                "<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255\
                 /Widths[{widths}]>>"
            )
        };
        let mut builder = Self {
            objects: vec![Vec::new(), Vec::new()],
            pages: Vec::new(),
            fonts: String::new(),
            resources: String::new(),
            page_extra: "/MediaBox[0 0 600 800]".to_owned(),
        };
        builder.font("F1", &font("Helvetica"));
        builder.font("F2", &font("Helvetica-Bold"));
        builder
    }

    /// Adds an object and gives its number.
    pub fn object(&mut self, object: impl AsRef<[u8]>) -> usize {
        self.objects.push(object.as_ref().to_vec());
        self.objects.len()
    }

    /// Adds a stream with entries of its dictionary and gives its number.
    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut object = format!("<<{entries}/Length {}>>stream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.object(object)
    }

    /// Adds a font to the resources of all pages.
    pub fn font(&mut self, name: &str, dict: &str) {
        let id = self.object(dict);
        let _ = write!(self.fonts, "/{name} {id} 0 R");
    }

    /// Adds entries to the resources of all pages.
    pub fn resource(&mut self, entries: &str) {
        self.resources.push_str(entries);
    }

    /// Sets what all pages have beside their content.
    pub fn page_extra(&mut self, entries: &str) {
        entries.clone_into(&mut self.page_extra);
    }

    /// Adds a page.
    pub fn page(&mut self, content: &str) {
        let content = self.stream("", content.as_bytes());
        self.page_of(&format!("{content} 0 R"));
    }

    /// Adds a page whose content is somewhere else.
    pub fn page_of(&mut self, contents: &str) {
        let extra = &self.page_extra;
        let page = format!("<</Type/Page/Parent 2 0 R{extra}/Contents {contents}>>");
        let id = self.object(page);
        self.pages.push(id);
    }

    /// The file.
    pub fn finish(mut self) -> Vec<u8> {
        let kids = self.pages.iter().map(|id| format!("{id} 0 R")).collect::<Vec<_>>().join(" ");
        self.objects[0] = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
        self.objects[1] = format!(
            "<</Type/Pages/Count {}/Kids[{kids}]/Resources<</Font<<{}>>{}>>>>",
            self.pages.len(),
            self.fonts,
            self.resources
        )
        .into_bytes();
        self.write()
    }

    /// The file with a catalog and a page tree of the caller's.
    pub fn finish_with(mut self, catalog: &str, pages: &str) -> Vec<u8> {
        self.objects[0] = catalog.as_bytes().to_vec();
        self.objects[1] = pages.as_bytes().to_vec();
        self.write()
    }

    fn write(self) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            offsets.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        file.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
        for offset in &offsets {
            file.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
        }
        let trailer =
            format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1);
        file.extend_from_slice(trailer.as_bytes());
        file
    }
}

/// A zlib stream of so many zeros.
pub(super) fn flate_bomb(bytes: usize) -> Vec<u8> {
    let mut bits = Bits::new();
    bits.literal(0);
    for _ in 0..bytes / MATCH {
        bits.repeat(1);
    }
    bits.finish()
}

/// Bytes as a zlib stream, small where they repeat after 13 bytes, as those of [`flate_bomb`] do.
pub(super) fn flate(bytes: &[u8]) -> Vec<u8> {
    let mut bits = Bits::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at..at + MATCH);
        if at >= 13 && next.is_some() && next == bytes.get(at - 13..at - 13 + MATCH) {
            bits.repeat(13);
            at += MATCH;
        } else {
            bits.literal(byte);
            at += 1;
        }
    }
    bits.finish()
}

/// The longest match that deflate knows.
const MATCH: usize = 258;

/// A zlib stream in the making: one block with the fixed codes.
struct Bits {
    bytes: Vec<u8>,
    free: u32,
}

impl Bits {
    fn new() -> Self {
        let mut bits = Self { bytes: vec![0x78, 0x9c], free: 0 };
        bits.push(0b110, 3);
        bits
    }

    /// A code, its highest bit first.
    fn push(&mut self, code: u32, length: u32) {
        for at in (0..length).rev() {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= ((code >> at & 1) as u8) << (8 - self.free);
            self.free -= 1;
        }
    }

    fn literal(&mut self, byte: u8) {
        let value = u32::from(byte);
        if value < 144 { self.push(0x30 + value, 8) } else { self.push(0x190 + value - 144, 9) }
    }

    /// 258 bytes as they stood 1 or 13 bytes before.
    fn repeat(&mut self, distance: u32) {
        self.push(0b1100_0101, 8);
        // Codes 0 and 7, the latter with two more bits.
        if distance == 1 { self.push(0, 5) } else { self.push(0b001_1100, 7) }
    }

    fn finish(mut self) -> Vec<u8> {
        self.push(0, 7);
        self.bytes
    }
}

/// Content that shows strings at places: x and y from the lower left corner, and the size.
pub(super) fn shown(strings: &[(f32, f32, f32, &str)]) -> String {
    let show =
        |(x, y, size, text): &(f32, f32, f32, &str)| format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET");
    strings.iter().map(show).collect::<Vec<_>>().join("\n")
}
