//! A server on this machine that answers as it is told, also in ways that no server should.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What comes back for one request.
#[derive(Clone)]
pub enum Reply {
    /// These bytes, and the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes, and nothing more until the other side gives up.
    Stall(Vec<u8>),
    /// These bytes, and then blanks for ever.
    Endless(Vec<u8>),
}

/// A head with some lines, and a body with its length.
pub fn reply(status: &str, lines: &[&str], body: &[u8]) -> Reply {
    cut(status, lines, body, body.len())
}

/// A reply of which only some bytes of the body come.
pub fn cut(status: &str, lines: &[&str], body: &[u8], come: usize) -> Reply {
    let mut bytes = head(status, lines, Some(body.len()));
    bytes.extend_from_slice(&body[..come]);
    Reply::Bytes(bytes)
}

pub fn head(status: &str, lines: &[&str], length: Option<usize>) -> Vec<u8> {
    let length = length.map(|it| format!("Content-Length: {it}"));
    let first = [format!("HTTP/1.1 {status}"), "Connection: close".to_owned()];
    let lines = lines.iter().map(|it| (*it).to_owned());
    let all: Vec<String> = first.into_iter().chain(lines).chain(length).collect();
    (all.join("\r\n") + "\r\n\r\n").into_bytes()
}

pub fn pdf(body: &[u8]) -> Reply {
    reply("200 OK", &["Content-Type: application/pdf"], body)
}

pub fn redirect(place: &str) -> Reply {
    reply("302 Found", &[&format!("Location: {place}")], b"")
}

type Script = BTreeMap<String, VecDeque<Reply>>;

pub struct Server {
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each path by its replies in turn, by the last of them from then on; by 404 what is not there.
    pub fn start(script: &[(&str, Vec<Reply>)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let script: Script = script
            .iter()
            .map(|(path, replies)| ((*path).to_owned(), replies.iter().cloned().collect()))
            .collect();
        let script = Arc::new(Mutex::new(script));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (script, noted) = (Arc::clone(&script), Arc::clone(&noted));
                thread::spawn(move || answer(stream.unwrap(), &script, &noted));
            }
        });
        Self { address, asked }
    }

    /// The requests so far: the first line and all headers of each.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn times(&self, path: &str) -> usize {
        self.asked().iter().filter(|it| it.starts_with(&format!("GET {path} "))).count()
    }
}

fn answer(mut stream: TcpStream, script: &Mutex<Script>, asked: &Mutex<Vec<String>>) {
    let mut request = String::new();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while !request.ends_with("\r\n\r\n") {
        if reader.read_line(&mut request).unwrap_or(0) == 0 {
            return;
        }
    }
    let path = request.split(' ').nth(1).unwrap().to_owned();
    asked.lock().unwrap().push(request);
    let reply = match script.lock().unwrap().get_mut(&path) {
        Some(replies) if replies.len() > 1 => replies.pop_front().unwrap(),
        Some(replies) => replies[0].clone(),
        None => reply("404 Not Found", &[], b""),
    };
    let (bytes, after): (_, Option<&[u8]>) = match &reply {
        Reply::Bytes(bytes) => (bytes, None),
        Reply::Stall(bytes) => (bytes, Some(b"")),
        Reply::Endless(bytes) => (bytes, Some(&[b' '; 4096])),
    };
    // The other side may hang up whenever it likes.
    let mut sent = stream.write_all(bytes);
    while let (Ok(()), Some(more)) = (&sent, after) {
        sent = if more.is_empty() {
            match reader.read(&mut [0]) {
                Ok(0) | Err(_) => Err(ErrorKind::BrokenPipe.into()),
                Ok(_) => Ok(()),
            }
        } else {
            stream.write_all(more)
        };
    }
}
