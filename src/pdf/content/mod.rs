//! Streams of a PDF: their bytes, and the operators written in them.
//!
//! Gives operands as places in the bytes: a path or a colour costs no more than the finding of its end. What the
//! operators mean is left to the interpreter.

mod bytes;
mod scanner;

pub(super) use bytes::stream_bytes;
pub(super) use scanner::{Operand, Operands, Scanner, decode_string, number, plain_numbers};
