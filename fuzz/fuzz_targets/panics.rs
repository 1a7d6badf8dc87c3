//! What a panic means: one of this project is a mistake to mend, one of a library is caught, as it is in the product.

use std::backtrace::Backtrace;
use std::panic;

/// Aborts at a panic of the project's own code alone, so that fuzzing goes on past those of the libraries.
pub fn abort_on_our_own() {
    panic::set_hook(Box::new(|info| {
        let file = info.location().map_or("", |place| place.file());
        if !file.contains("registry") && !file.starts_with("/rustc") && !file.contains("rustlib") {
            eprintln!("{info}\n{}", Backtrace::force_capture());
            std::process::abort();
        }
    }));
}
