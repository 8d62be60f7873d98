//! The months as columns of the chart: from amounts to thousandths.

use super::scale::{Scale, brief};
use crate::route::{BillsAddress, Route};
use crate::ui::{Column, Line, Part};
use contract::bill_filter::{BillFilter, BillSelection};
use contract::cycle::Cycle;
use contract::id::ProductCode;
use contract::locale::Locale;
use contract::overview::Figures;

/// The bills of these products in these months; none where a link can't name the products.
pub fn bills(codes: &[ProductCode], from: Option<&Cycle>, to: Option<&Cycle>) -> Option<String> {
    if codes.is_empty() {
        return None;
    }
    let filter = BillFilter {
        product: codes.to_vec(),
        cycle_from: from.copied(),
        cycle_to: to.copied(),
        ..BillFilter::default()
    };
    let selection = BillSelection { filter, ..BillSelection::default() };
    Some(Route::Bills(BillsAddress { selection, ..BillsAddress::default() }).print())
}

/// The products of a month, as minor units.
fn minor(figures: &Figures, month: usize) -> impl Iterator<Item = i128> {
    figures.products.iter().map(move |one| one.months.get(month).map_or(0, |money| i128::from(money.minor())))
}

/// Columns and lines.
pub fn drawing(figures: &Figures, locale: Locale) -> (Vec<Column>, Vec<Line>) {
    let months = 0..figures.months.len();
    let sum = |month: usize, below: bool| -> i128 {
        minor(figures, month).filter(|minor| (*minor < 0) == below).sum()
    };
    let most = months.clone().map(|month| sum(month, false)).max().unwrap_or(0);
    let least = months.clone().map(|month| sum(month, true)).min().unwrap_or(0);
    let scale = Scale::of(least, most);
    let line = |(minor, permille): (i128, u64)| {
        let label = brief(minor, figures.currency.exponent(), locale);
        Line { permille, label, is_base: permille == scale.base() }
    };
    let column = |(month, cycle): (usize, &Cycle)| {
        let part = |(series, minor): (usize, i128)| Part {
            series: series_of(figures, series),
            permille: scale.permille(minor.abs()),
            below: minor < 0,
            href: figures.products.get(series).and_then(|one| bills(&one.codes, Some(cycle), Some(cycle))),
        };
        Column {
            label: month_name(*cycle, locale),
            sublabel: if names_year(month, *cycle) { cycle.year().to_string() } else { String::new() },
            parts: minor(figures, month).enumerate().map(part).collect(),
        }
    };
    (figures.months.iter().enumerate().map(column).collect(), scale.lines().map(line).collect())
}

/// The colour and pattern of a product: the rest has one of its own.
pub fn series_of(figures: &Figures, place: usize) -> usize {
    match figures.products.get(place) {
        Some(one) if one.product.is_none() => contract::overview::TOP_PRODUCTS,
        _ => place,
    }
}

/// January names its year, and the first month, unless January stands next to it.
const fn names_year(month: usize, cycle: Cycle) -> bool {
    cycle.month() == 1 || (month == 0 && cycle.month() != 12)
}

fn month_name(cycle: Cycle, locale: Locale) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match locale {
        Locale::En => MONTHS.get(cycle.month() as usize - 1).copied().unwrap_or("").to_owned(),
        Locale::Zh => format!("{}月", cycle.month()),
    }
}
