//! What is known of each host: when it may be asked again, and what it does not want fetched.

use std::collections::BTreeMap;
use std::time::Duration;

use robotxt::Robots;
use url::Url;

/// Hosts by scheme, name and port.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeMap<String, Host>);

/// One of them.
#[derive(Debug, Default)]
pub(super) struct Host {
    /// From when on it may be asked again.
    pub free: Duration,
    /// What its `robots.txt` says, once that was read.
    pub robots: Option<Robots>,
    /// Why nothing more is asked of it in this run.
    pub closed: Option<String>,
}

impl Hosts {
    pub fn of(&mut self, url: &Url) -> &mut Host {
        self.0.entry(url.origin().ascii_serialization()).or_default()
    }
}

impl Host {
    /// Leaves it in peace until then.
    pub fn rest(&mut self, until: Duration) {
        self.free = self.free.max(until);
    }
}
