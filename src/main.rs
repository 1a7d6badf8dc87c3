//! The command line of crosscurrent.

fn main() {}
