//! E-mail addresses in a text, and what their hosts tell.

use super::rows::DomainKind;
use super::{Gazetteer, Host};
use crate::affiliation::Basis;
use crate::country::Country;

/// One `@` of a text: whose mail it is and on which host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Bytes of the text that the address takes.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The parts before the `@`: several where they stand in braces.
    pub locals: Vec<String>,
    /// In lower case.
    pub host: String,
}

/// What a host tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EmailEvidence {
    pub country: Country,
    pub basis: Basis,
    pub institution: Option<String>,
}

/// All addresses, also `{ada, bob}@example.org` and `ada@{cs,math}.example.org`.
pub(crate) fn addresses(text: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    for (at, _) in text.match_indices(['@', '＠']) {
        let after = text.get(at..).map_or("", |rest| rest.trim_start_matches(['@', '＠']));
        let Some((host, host_len)) = host(after) else { continue };
        let floor = found.last().map_or(0, |address| address.end);
        let Some((start, locals)) = locals(text.get(floor..at).unwrap_or_default()) else { continue };
        let host_start = text.len() - after.len();
        found.push(Address { start: floor + start, end: host_start + host_len, locals, host });
    }
    found
}

fn host(after: &str) -> Option<(String, usize)> {
    let trimmed = after.trim_start_matches(' ');
    let skipped = after.len() - trimmed.len();
    if skipped > 1 {
        return None;
    }
    let (prefix, rest) = match trimmed.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((inner, rest)) => (inner.len() + 2, rest),
        None => (0, trimmed),
    };
    let end =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
    let host = rest.get(..end)?.trim_matches(['.', '-']).to_ascii_lowercase();
    let lead = rest.len() - rest.trim_start_matches(['.', '-']).len();
    let tld = host.rsplit('.').next()?;
    let good = host.contains('.') && tld.len() >= 2 && tld.bytes().all(|b| b.is_ascii_alphabetic());
    good.then(|| (host.clone(), skipped + prefix + lead + host.len()))
}

fn locals(before: &str) -> Option<(usize, Vec<String>)> {
    let trimmed = before.trim_end();
    if before.len() - trimmed.len() > 1 {
        return None;
    }
    for (open, close) in [('{', '}'), ('[', ']'), ('(', ')'), ('⟨', '⟩')] {
        if let Some(inner) = trimmed.strip_suffix(close) {
            let start = inner.rfind(open)?;
            let locals = inner.get(start + open.len_utf8()..)?.split([',', ';', '|', '/']);
            let locals: Vec<String> =
                locals.map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty()).collect();
            return (!locals.is_empty()).then_some((start, locals));
        }
    }
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\'');
    let start = trimmed.rfind(|c| !is_local(c)).map_or(0, |at| {
        at + trimmed.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let local = trimmed.get(start..)?;
    (!local.is_empty()).then(|| (start, vec![local.to_lowercase()]))
}

impl Gazetteer {
    /// What the host of an address tells: its own row, its country's top-level domain, or nothing.
    pub(crate) fn host_evidence(&self, host: &str) -> Option<EmailEvidence> {
        let mut rest = host;
        loop {
            match self.hosts.get(rest) {
                Some(&Host::Institution(at)) => {
                    let institution = self.institutions.get(at)?;
                    return Some(EmailEvidence {
                        country: institution.country,
                        basis: self
                            .tld(host)
                            .filter(|&it| it == institution.country)
                            .map_or(Basis::EmailDomain, |_| Basis::EmailTld),
                        institution: Some(institution.name.clone()),
                    });
                }
                Some(&Host::Domain(at)) => {
                    let domain = self.domains.get(at)?;
                    match domain.kind {
                        DomainKind::Host => {
                            return domain.country.map(|country| EmailEvidence {
                                country,
                                basis: Basis::EmailDomain,
                                institution: None,
                            });
                        }
                        DomainKind::Free => return None,
                        DomainKind::Tld | DomainKind::Generic => {}
                    }
                }
                None => {}
            }
            match rest.split_once('.') {
                Some((_, parent)) if parent.contains('.') => rest = parent,
                _ => break,
            }
        }
        self.tld(host).map(|country| EmailEvidence { country, basis: Basis::EmailTld, institution: None })
    }

    /// Whether neither a host nor what is above it has a row.
    pub(crate) fn is_unclaimed(&self, host: &str) -> bool {
        let mut rest = Some(host);
        while let Some(name) = rest.filter(|it| it.contains('.')) {
            if self.hosts.contains_key(name) {
                return false;
            }
            rest = name.split_once('.').map(|(_, parent)| parent);
        }
        true
    }

    fn tld(&self, host: &str) -> Option<Country> {
        let tld = host.rsplit('.').next()?;
        match self.hosts.get(tld) {
            Some(&Host::Domain(at)) => {
                let domain = self.domains.get(at)?;
                if domain.kind == DomainKind::Tld { domain.country } else { None }
            }
            _ => (tld.len() == 2).then(|| tld.to_ascii_uppercase().parse().ok()).flatten(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_all_forms() {
        for (text, locals, host) in [
            ("ada@cs.example.ac.uk", vec!["ada"], "cs.example.ac.uk"),
            ("{ada, bob}@Example.org.", vec!["ada", "bob"], "example.org"),
            ("mail: {ada,bob} @example.edu", vec!["ada", "bob"], "example.edu"),
            ("ada@{cs,math}.example.fr", vec!["ada"], "example.fr"),
            ("[ada|bob]@example.de", vec!["ada", "bob"], "example.de"),
        ] {
            let found = addresses(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].locals, locals, "{text}");
            assert_eq!(found[0].host, host, "{text}");
        }
        assert!(addresses("AI Lab @ MIT").is_empty());
    }
}
