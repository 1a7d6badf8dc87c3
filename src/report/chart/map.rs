//! Where papers come from and who meets whom, on a map with one tile for each country.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Numbers, WIDE, ink, step};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::svg::{Anchor, Short, Svg};
use crate::report::words::{counted, papers, percent};

/// How many pairs of countries are joined by a line.
const PAIRS: usize = 15;

const WIDTH: f64 = WIDE / 27.0;
const HEIGHT: f64 = 29.0;
const TOP: f64 = 4.0;

/// Column and row of each country.
static TILES: LazyLock<BTreeMap<Country, (f64, f64)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/tiles.tsv").lines().filter(|line| !line.starts_with('#'));
    let tiles = rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let country = cells.next()?.parse().ok()?;
        Some((country, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
    });
    tiles.collect()
});

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let weights: BTreeMap<Country, f64> =
        numbers.countries().map(|(country, [whole, ..])| (country, whole)).collect();
    let most = weights.values().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let rows = TILES.values().map(|it| it.1).fold(0.0, f64::max) + 1.0;
    let mut svg = Svg::new(WIDE, TOP + rows * HEIGHT + 4.0);
    let corner = |(column, row): (f64, f64)| (column * WIDTH, TOP + row * HEIGHT);
    for (country, &tile) in TILES.iter() {
        let weight = weights.get(country).copied().unwrap_or_default();
        let (x, y) = corner(tile);
        let hint = format!("{}: {}", country.name(), counted(weight, "paper"));
        svg.rect(&format!("s{}", step(weight, most)), (x + 1.0, y + 1.0), (WIDTH - 2.0, HEIGHT - 2.0), &hint);
    }
    let pairs = pairs(numbers);
    let widest = pairs.first().map_or(1.0, |pair| pair.2);
    for &(a, b, joint) in pairs.iter().take(PAIRS) {
        let (Some(&from), Some(&to)) = (TILES.get(&a), TILES.get(&b)) else { continue };
        let hint = format!("{} with authors in both {} and {}", counted(joint, "paper"), a.name(), b.name());
        let middle = |tile| {
            let (x, y) = corner(tile);
            (x + WIDTH / 2.0, y + HEIGHT / 2.0)
        };
        svg.stroke("joint", &arc(middle(from), middle(to)), 1.0 + 7.0 * joint / widest, &hint);
    }
    for (country, &tile) in TILES.iter() {
        let weight = weights.get(country).copied().unwrap_or_default();
        let (x, y) = corner(tile);
        let class = format!("small {}", if weight > 0.0 { ink(step(weight, most)) } else { "muted" });
        svg.text(class.trim(), (x + WIDTH / 2.0, y + HEIGHT / 2.0 + 4.0), Anchor::Middle, country.code());
    }
    let elsewhere: Vec<&str> =
        weights.keys().filter(|it| !TILES.contains_key(it)).map(|country| country.name()).collect();
    let elsewhere = if elsewhere.is_empty() {
        String::new()
    } else {
        format!(" Not on the map: {}.", elsewhere.join(", "))
    };
    let mut grid = Grid::new(&["Country", "#Papers", "#Share of all papers"]);
    for (country, [whole, ..]) in numbers.countries() {
        grid.row([country.name().to_owned(), papers(whole), percent(whole / numbers.papers)]);
    }
    Some(Figure {
        name: "map",
        title: "Where the papers come from".to_owned(),
        about: format!(
            "One tile for each country, about where it lies; the stronger its colour, the more papers have an author there. Lines join \
             the countries that share most papers, and are as wide as these are many. A paper with authors in several \
             countries counts for each.{elsewhere}"
        ),
        drawing: svg,
        grid,
        layout: Layout::Wide,
    })
}

/// Pairs of countries with their joint papers, those with most first.
fn pairs(numbers: &Numbers<'_>) -> Vec<(Country, Country, f64)> {
    let mut pairs: Vec<(Country, Country, f64)> = numbers
        .collaboration
        .lines()
        .filter_map(|line| {
            Some((line.text("a").parse().ok()?, line.text("b").parse().ok()?, line.number("papers")))
        })
        .collect();
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    pairs
}

/// A line that is bent upwards, the more the longer.
fn arc((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    let lift = 0.18 * (x2 - x1).abs() + 8.0;
    let (x, y) = (f64::midpoint(x1, x2), (f64::midpoint(y1, y2) - lift).max(TOP));
    format!("M{} {}Q{} {} {} {}", Short(x1), Short(y1), Short(x), Short(y), Short(x2), Short(y2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tile_is_a_country_of_its_own_on_a_place_of_its_own() {
        let rows = include_str!("../../../data/tiles.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rows.count(), TILES.len(), "every row is a country that exists, and none stands twice");
        let mut places: Vec<(u64, u64)> = TILES.values().map(|&(x, y)| (x as u64, y as u64)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), TILES.len());
        assert!(places.iter().all(|&(column, _)| column < 27));
    }
}
