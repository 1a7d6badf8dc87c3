//! Any bytes on the pipes between processes are frames or an error, and so is what is in them.

#![no_main]

use crosscurrent::cache;
use crosscurrent::pdf::Passwords;
use crosscurrent::pdf::isolation;
use crosscurrent::text::Reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The bytes as a stream of requests, and each request as what a worker might answer.
    let mut output = Vec::new();
    let _ = isolation::serve(bytes, &mut output, |mut request| {
        let Some(passwords) = Passwords::detach(&mut request) else { return Vec::new() };
        answer(&request);
        let mut again = request.clone();
        passwords.attach(&mut again);
        assert_eq!(Passwords::detach(&mut again), Some(passwords));
        assert_eq!(again, request);
        request
    });
    answer(bytes);
});

/// A reading that can be decoded comes back when it is encoded again.
fn answer(bytes: &[u8]) {
    if let Some(reading) = cache::decode::<Reading>(bytes) {
        let encoded = cache::encode(&reading).expect("what was decoded can be encoded");
        let again = cache::decode::<Reading>(&encoded).expect("what was encoded can be decoded");
        // Not by `==`: the numbers of a reading may be NaN.
        assert_eq!(format!("{again:?}"), format!("{reading:?}"));
    }
}
