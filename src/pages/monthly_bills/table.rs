//! The overview as a table: as many rows as are seen stand in the document; totals at its foot.

use super::list::{List, use_list};
use super::row::Row;
use crate::locale::use_speech;
use crate::parts::{MoneyText, ProblemText};
use crate::ui::{Button, Direction, Empty, Glyph, HeaderCell, Icon, Note, Skeleton, SpacerRow, Table, Tone};
use contract::api::{MonthlyTotal, Problem};
use contract::monthly_filter::MonthlyColumn;
use leptos::prelude::*;

/// So many currencies stand in the foot without being asked for.
const FEW: usize = 2;

/// The table, or what stands in its place.
#[component]
pub fn MonthlyTable() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let is_empty = Memo::new(move |_| list.totals().is_some() && list.rows.count.get() == 0);
    let waiting = Memo::new(move |_| list.totals().is_none() && list.rows.problem.with(Option::is_none));
    let slice = list.window.slice;
    view! {
        <div class="bills-main monthly-main">
            <Trouble />
            <Table
                label=speech.say(|words| words.monthly.table)
                window=list.window
                busy=list.rows.pending
                row_count=Signal::derive(move || Some(list.rows.count.get() + 1))
            >
                <thead>
                    <tr>
                        {MonthlyColumn::ALL.map(|column| head(column, list)).into_iter().collect_view()}
                        <th scope="col" data-c="act" style:width="98px">
                            <span class="visually-hidden">{speech.say(|words| words.bills.actions)}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <SpacerRow height_px=Signal::derive(move || slice.get().before_px) />
                    <For
                        each=move || {
                            let slice = slice.get();
                            slice.first..slice.end
                        }
                        key=|place| *place
                        children=move |place| view! { <Row place /> }
                    />
                    <SpacerRow height_px=Signal::derive(move || slice.get().after_px) />
                </tbody>
                <Foot />
            </Table>
            {move || waiting.get().then(|| view! { <div class="bills-skeleton"><Skeleton lines=16 /></div> })}
            {move || is_empty.get().then(|| view! { <Nothing /> })}
            <p class="visually-hidden" role="status">
                {move || list.totals().map(|_| (speech.words().monthly.count)(list.rows.count.get()))}
            </p>
        </div>
    }
    .into_any()
}

fn head(column: MonthlyColumn, list: List) -> AnyView {
    let speech = use_speech();
    let (class, width) = match column {
        MonthlyColumn::Account => ("pin c-account", None),
        MonthlyColumn::Cycle => ("c-cycle", Some("112px")),
        MonthlyColumn::Consumption => ("number c-consumption", Some("142px")),
        MonthlyColumn::Paid => ("number c-paid", Some("142px")),
        MonthlyColumn::Outstanding => ("number c-outstanding", Some("140px")),
        MonthlyColumn::Due => ("c-due", Some("160px")),
        MonthlyColumn::State => ("c-state", Some("206px")),
    };
    let sorted = Signal::derive(move || {
        let sort = list.address.sort();
        let direction = if sort.descending { Direction::Descending } else { Direction::Ascending };
        (sort.column == column).then_some(direction)
    });
    let label = speech.tell(move |words| (words.monthly.column)(column).to_owned());
    let on_sort = move |()| list.address.press(column);
    match width {
        Some(width) => view! { <HeaderCell label class sorted on_sort width /> }.into_any(),
        None => view! { <HeaderCell label class sorted on_sort /> }.into_any(),
    }
}

/// Exact totals of all that is filtered, by currency; more than a few on demand.
#[component]
fn Foot() -> impl IntoView {
    let list = use_list();
    let is_wide = RwSignal::new(false);
    let currencies = Memo::new(move |_| list.totals().map_or(0, |totals| totals.len()));
    Effect::new(move |_| {
        let lines = if is_wide.get() { currencies.get() } else { currencies.get().min(FEW) };
        list.foot_lines.set(lines.max(1));
    });
    let lines = move || {
        let totals = list.totals()?;
        let shown = if is_wide.get() { totals.len() } else { FEW };
        let lines = totals.iter().take(shown).enumerate();
        Some(lines.map(|(place, total)| line(total, place, list, currencies, is_wide)).collect_view())
    };
    view! { <tfoot>{lines}</tfoot> }.into_any()
}

fn line(
    total: &MonthlyTotal,
    place: usize,
    list: List,
    currencies: Memo<usize>,
    is_wide: RwSignal<bool>,
) -> AnyView {
    let speech = use_speech();
    let own = total.monthly_bills;
    let count = move || if place == 0 { list.rows.count.get() } else { own };
    let class = if place == 0 { "" } else { "visually-hidden" };
    let label = move || (speech.words().monthly.total_of)(count());
    let toggle = move || (place == 0 && currencies.get() > FEW).then(|| toggle(currencies, is_wide));
    let overdue = (!total.overdue.is_zero()).then(|| {
        view! {
            <span class="faint">{speech.say(|words| words.monthly.overdue)} " "</span>
            <MoneyText money=total.overdue />
        }
    });
    view! {
        <tr>
            <th class="pin c-account" scope="row">
                <span class=class>{label}</span>
                {toggle}
            </th>
            <td class="c-cycle"></td>
            <td class="number c-consumption"><MoneyText money=total.consumption /></td>
            <td class="number c-paid"><MoneyText money=total.paid /></td>
            <td class="number c-outstanding" data-card="amount"><MoneyText money=total.outstanding /></td>
            <td class="c-due" colspan="2">{overdue}</td>
            <td class="c-act"></td>
        </tr>
    }
    .into_any()
}

fn toggle(currencies: Memo<usize>, is_wide: RwSignal<bool>) -> AnyView {
    let speech = use_speech();
    view! {
        " "
        <button
            class="foot-toggle"
            type="button"
            aria-expanded=move || if is_wide.get() { "true" } else { "false" }
            on:click=move |_| is_wide.update(|wide| *wide = !*wide)
        >
            {speech.tell(move |words| (words.bills.currencies)(currencies.get() as u64))}
            <Glyph icon=Icon::ChevronDown />
        </button>
    }
    .into_any()
}

/// What went wrong, above what is still shown.
#[component]
fn Trouble() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let problem: Signal<Option<Problem>> = list.rows.problem.into();
    let failed = Memo::new(move |_| problem.with(Option::is_some));
    let shown = move || {
        view! {
            <div class="bills-trouble">
                <Note tone=Tone::Red><ProblemText problem /></Note>
                <Button
                    label=speech.say(|words| words.shell.try_again)
                    icon=Icon::Retry
                    pending=list.rows.pending
                    on_press=move |()| list.rows.again()
                />
            </div>
        }
    };
    (move || failed.get().then(shown)).into_any()
}

/// Nothing fits, or nothing is there at all.
#[component]
fn Nothing() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    if list.address.filter(contract::monthly_filter::MonthlyFilter::is_empty) {
        return view! {
            <div class="bills-empty">
                <Empty
                    icon=Icon::MonthlyBill
                    title=speech.say(|words| words.monthly.empty_world)
                    text=speech.say(|words| words.bills.empty_world_text)
                />
            </div>
        }
        .into_any();
    }
    view! {
        <div class="bills-empty">
            <Empty
                icon=Icon::Filter
                title=speech.say(|words| words.monthly.empty)
                text=speech.say(|words| words.monthly.empty_text)
            >
                <Button
                    label=speech.say(|words| words.bills.clear_all)
                    on_press=move |()| list.address.clear_filters()
                />
            </Empty>
        </div>
    }
    .into_any()
}
