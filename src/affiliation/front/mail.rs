//! E-mail addresses ↔ authors: the part before the `@` resembles a name.

use super::cells::Cell;
use crate::affiliation::gazetteer::addresses;
use crate::affiliation::words::Words;

/// For each name the host of its address, where one is found.
pub(super) fn hosts(names: &[&str], cells: &[&Cell]) -> Vec<Option<String>> {
    let mut hosts: Vec<Option<String>> = vec![None; names.len()];
    let mut pairs: Vec<(String, String)> = Vec::new();
    for text in joined(cells) {
        for address in addresses(&text) {
            for local in address.locals {
                let pair = (local, address.host.clone());
                if !pairs.contains(&pair) {
                    pairs.push(pair);
                }
            }
        }
    }
    for (local, host) in &pairs {
        let key: String = local.chars().filter(|c| c.is_alphabetic()).collect();
        let scores: Vec<usize> = names.iter().map(|name| likeness(&key, name)).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        let mut winners = scores.iter().enumerate().filter(|(_, score)| **score == best);
        if let (true, Some((at, _)), None) = (best > 0, winners.next(), winners.next())
            && let Some(slot) = hosts.get_mut(at)
            && slot.is_none()
        {
            *slot = Some(host.clone());
        }
    }
    if let ([slot @ None], [(_, host)]) = (hosts.as_mut_slice(), pairs.as_slice()) {
        *slot = Some(host.clone());
    }
    hosts
}

/// Cells with the one that follows, so that a list of addresses may run over two lines.
fn joined(cells: &[&Cell]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for cell in cells {
        let text = cell.text();
        match texts.last_mut() {
            Some(last) if last.contains(['{', '[']) && !last.contains('@') || last.ends_with('@') => {
                last.push(' ');
                last.push_str(&text);
            }
            _ => texts.push(text),
        }
    }
    texts
}

/// How much the local part of an address looks like a name: 0 for not at all.
pub(super) fn likeness(local: &str, name: &str) -> usize {
    let words = Words::new(name);
    let parts: Vec<&str> = (0..words.items.len()).map(|at| words.word(at)).collect();
    let Some(&last) = parts.last() else { return 0 };
    let whole: String = parts.concat();
    let initials: String = parts.iter().filter_map(|it| it.chars().next()).collect();
    if local.len() >= 4 && local == whole {
        return 100;
    }
    let first = parts.first().copied().unwrap_or_default();
    if last.len() >= 2 && first.len() >= 2 && local.contains(last) && local.contains(first) {
        return 90;
    }
    if last.len() >= 3 && local.contains(last) {
        return 60 + last.len().min(20);
    }
    if local.len() >= 3
        && first.len() >= 3
        && (local == first || local.starts_with(first) && first.len() >= 4)
    {
        return 50;
    }
    if last.len() >= 2 && local.contains(last) && initials.starts_with(local.chars().next().unwrap_or(' ')) {
        return 40;
    }
    if local.len() >= 2 && local == initials {
        return 30;
    }
    0
}
