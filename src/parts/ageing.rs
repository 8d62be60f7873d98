//! What is outstanding, by how long it has been due: a line for each currency, a bar under each figure.

use crate::locale::{figure, use_speech};
use crate::ui::{Glyph, Icon};
use contract::api::MonthlyTotal;
use contract::money::Money;
use contract::monthly_bill::{Age, State};
use leptos::prelude::*;

/// So many currencies stand there without being asked for.
const FEW: usize = 2;

/// The table. A band that is pressed filters by it.
#[component]
pub fn Ageing(
    #[prop(into)] totals: Signal<Vec<MonthlyTotal>>,
    /// The bands that are filtered by.
    #[prop(into)]
    chosen: Signal<Vec<Age>>,
    #[prop(into)] on_pick: Callback<Age>,
) -> impl IntoView {
    let speech = use_speech();
    let is_wide = RwSignal::new(false);
    let currencies = Memo::new(move |_| totals.with(Vec::len));
    let head = move |age: Age| {
        let on = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&age)));
        view! {
            <th scope="col" class="number" data-on=move || on.get().then_some("yes")>
                <button
                    class="ageing-band"
                    type="button"
                    aria-pressed=move || if on.get() { "true" } else { "false" }
                    title=speech.tell(move |words| (words.monthly.filter_age)(age))
                    on:click=move |_| on_pick.run(age)
                >
                    {speech.tell(move |words| (words.monthly.age)(age).to_owned())}
                </button>
            </th>
        }
        .into_any()
    };
    let lines = move || {
        let shown = if is_wide.get() { usize::MAX } else { FEW };
        totals.get().iter().take(shown).map(line).collect_view()
    };
    let toggle = move || {
        let label = speech.tell(move |words| (words.bills.currencies)(currencies.get() as u64));
        let expanded = move || if is_wide.get() { "true" } else { "false" };
        let press = move |_| is_wide.update(|wide| *wide = !*wide);
        view! {
            <button class="foot-toggle" type="button" aria-expanded=expanded on:click=press>
                {label}
                <Glyph icon=Icon::ChevronDown />
            </button>
        }
    };
    let corner = move || match currencies.get() > FEW {
        true => toggle().into_any(),
        false => {
            let word = speech.say(|words| words.overview.currency);
            view! { <span class="visually-hidden">{word}</span> }.into_any()
        }
    };
    let label = speech.say(|words| words.monthly.ageing);
    view! {
        <div class="ageing" tabindex="0" role="region" aria-label=label>
            <table aria-label=label>
                <thead>
                    <tr>
                        <th scope="col">{corner}</th>
                        <th scope="col" class="number">{speech.say(|words| words.monthly.outstanding)}</th>
                        <th scope="col" class="number">{speech.say(|words| words.monthly.overdue)}</th>
                        {BANDS.map(head).into_iter().collect_view()}
                        <th scope="col" class="number">
                            {speech.say(|words| (words.monthly.state)(State::NotIssued))}
                        </th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What is due soonest to the left, what has no due date last.
const BANDS: [Age; 6] = [Age::NotDue, Age::Days30, Age::Days60, Age::Days90, Age::Older, Age::Undated];

fn line(total: &MonthlyTotal) -> AnyView {
    let all = total.outstanding;
    let code = all.currency().code().to_owned();
    let late = (!total.overdue.is_zero()).then_some("yes");
    let issued = Money::sum(all.currency(), total.ages.iter().map(|(_, money)| *money)).unwrap_or(all);
    let not_issued = all.checked_sub(issued).unwrap_or(all);
    let sum = |age: Age| total.ages.iter().find(|(band, _)| *band == age).map(|(_, sum)| *sum);
    let band = |age: Age| bar(age.name(), sum(age).unwrap_or(Money::zero(all.currency())), all);
    view! {
        <tr>
            <th scope="row">{code}</th>
            <td class="number">{plain(all)}</td>
            <td class="number" data-late=late>{plain(total.overdue)}</td>
            {BANDS.map(band).into_iter().collect_view()}
            {bar("not_issued", not_issued, all)}
        </tr>
    }
    .into_any()
}

/// A figure without its currency: the line says it.
fn plain(money: Money) -> AnyView {
    let zero = money.is_zero().then_some("yes");
    view! { <span class="amount" data-zero=zero>{figure(&money.value())}</span> }.into_any()
}

fn bar(name: &'static str, money: Money, all: Money) -> AnyView {
    let share = permille(money, all);
    view! {
        <td class="number">
            {plain(money)}
            <svg class="ageing-bar" data-age=name viewBox="0 0 1000 3" preserveAspectRatio="none" aria-hidden="true">
                <rect class="ageing-rest" width="1000" height="3" />
                <rect x=(1000 - share).to_string() width=share.to_string() height="3" />
            </svg>
        </td>
    }
    .into_any()
}

/// How much of `all` a part is, in thousandths; what is there at all is seen.
pub fn permille(part: Money, all: Money) -> i64 {
    let (part, all) = (i128::from(part.minor().max(0)), i128::from(all.minor()));
    if all <= 0 || part == 0 {
        return 0;
    }
    i64::try_from(part * 1000 / all).unwrap_or(1000).clamp(6, 1000)
}
