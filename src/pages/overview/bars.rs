//! Outstanding by due date and share by account: tables whose first cell holds a bar under its name.

use super::caption;
use super::scale::{percent, share};
use crate::locale::use_speech;
use crate::parts::MoneyText;
use crate::route::{BillsAddress, MonthlyAddress, Route};
use crate::ui::Bar;
use contract::bill_filter::{BillFilter, BillSelection};
use contract::money::Money;
use contract::monthly_bill::{Age, State};
use contract::monthly_filter::{MonthlyFilter, MonthlySelection};
use contract::overview::Figures;
use leptos::prelude::*;

/// A line of such a table.
struct Line {
    name: Signal<String>,
    href: Option<String>,
    tone: &'static str,
    money: Money,
    /// A quiet word behind the name.
    beside: Signal<String>,
}

/// What is due soonest first, what has no due date after what is late.
const BANDS: [Age; 6] = [Age::NotDue, Age::Days30, Age::Days60, Age::Days90, Age::Older, Age::Undated];

/// What is outstanding by due date.
pub fn outstanding(figures: &Figures) -> AnyView {
    let speech = use_speech();
    let href = |filter: MonthlyFilter| {
        let selection = MonthlySelection { filter, ..MonthlySelection::default() };
        Some(Route::MonthlyBills(MonthlyAddress { selection, ..MonthlyAddress::default() }).print())
    };
    let bands = BANDS.iter().filter_map(|age| figures.bands.iter().find(|band| band.age == *age));
    let mut lines: Vec<Line> = bands
        .map(|band| {
            let (age, count) = (band.age, band.monthly_bills);
            Line {
                name: speech.tell(move |words| (words.monthly.age)(age).to_owned()),
                href: (count > 0)
                    .then(|| href(MonthlyFilter { age: vec![age], ..MonthlyFilter::default() }))
                    .flatten(),
                tone: match age {
                    Age::NotDue => "due",
                    Age::Undated => "undated",
                    _ => "late",
                },
                money: band.outstanding,
                beside: speech.tell(move |words| (words.monthly.count)(count)),
            }
        })
        .collect();
    lines.push(Line {
        name: speech.say(|words| (words.monthly.state)(State::NotIssued)),
        href: href(MonthlyFilter { state: vec![State::NotIssued], ..MonthlyFilter::default() }),
        tone: "planned",
        money: figures.not_issued,
        beside: speech.say(|words| words.overview.to_come),
    });
    let issued = figures.bands.iter().map(|band| band.outstanding);
    let total = Money::sum(figures.currency, issued.chain([figures.not_issued])).ok();
    let caption = Some(figures.currency.code().to_owned());
    table("outstanding", speech.say(|words| words.overview.outstanding), caption, lines, total)
}

/// Who spent it.
pub fn accounts(figures: &Figures) -> AnyView {
    let speech = use_speech();
    let (first, last) = (figures.months.first().copied(), figures.months.last().copied());
    let whole = i128::from(figures.total.minor());
    let lines = figures.accounts.iter().map(|one| {
        let others = one.accounts;
        let name = match &one.account {
            Some(account) => Signal::stored(account.name.clone()),
            None => speech.tell(move |words| (words.overview.other_accounts)(others)),
        };
        let href = one.account.as_ref().map(|account| {
            let filter = BillFilter {
                account: vec![account.number.clone()],
                cycle_from: first,
                cycle_to: last,
                ..BillFilter::default()
            };
            let selection = BillSelection { filter, ..BillSelection::default() };
            Route::Bills(BillsAddress { selection, ..BillsAddress::default() }).print()
        });
        let beside = percent(i128::from(one.total.minor()), whole).unwrap_or_default();
        let tone = if one.account.is_some() { "spend" } else { "rest" };
        Line { name, href, tone, money: one.total, beside: Signal::stored(beside) }
    });
    let title = speech.say(|words| words.overview.by_account);
    table("accounts", title, caption(figures), lines.collect(), Some(figures.total))
}

fn table(
    id: &'static str,
    title: Signal<String>,
    caption: Option<String>,
    lines: Vec<Line>,
    total: Option<Money>,
) -> AnyView {
    let speech = use_speech();
    let most = lines.iter().map(|line| i128::from(line.money.minor())).max().unwrap_or(0);
    let row = |line: Line| {
        let Line { name, href, tone, money, beside } = line;
        let permille = share(i128::from(money.minor()), most);
        let name = match href {
            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
            None => view! { <span>{name}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">
                    <span class="bars-name">{name}" "<span class="caption">{beside}</span></span>
                    <Bar permille tone />
                </th>
                <td class="number"><MoneyText money /></td>
            </tr>
        }
    };
    let foot = total.map(|money| {
        view! {
            <tfoot>
                <tr>
                    <th scope="row">{speech.say(|words| words.overview.total)}</th>
                    <td class="number"><MoneyText money /></td>
                </tr>
            </tfoot>
        }
    });
    view! {
        <section class="card" aria-labelledby=id>
            <header class="card-head">
                <h2 id=id>{title}</h2>
                <span class="caption">{caption}</span>
            </header>
            <table class="bars" aria-labelledby=id>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
                {foot}
            </table>
        </section>
    }
    .into_any()
}
