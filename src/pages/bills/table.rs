//! The list itself: a real table whose body is as tall as a million rows and holds only those that are seen.

use super::columns;
use super::footer::Footer;
use super::header::Header;
use super::keys::TABLE_ID;
use super::list::{List, use_list};
use super::pool::Pool;
use super::row::row_id;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::ui::{Button, Empty, Icon, Note, Tone};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Heights of a row, in CSS pixels: as `style/bill_table.css` and `style/bill_cards.css` draw them.
const ROW_PX: i64 = 36;
const CARD_PX: i64 = 82;
/// After this rest, scrollbar and rows are brought together.
const SETTLE_MS: u64 = 160;
/// Below this width rows are cards.
const NARROW: &str = "(width < 720px)";
/// A new selection that comes quicker than this is not announced: nothing flickers.
const QUICK_MS: u64 = 150;

/// The table with its states: loading, content, nothing, problem.
#[component]
pub fn BillTable() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let address = list.address;
    let columns = Memo::new(move |_| address.get().columns);
    let width_px = RwSignal::new(0);
    let plan = Memo::new(move |_| {
        let is_beside = address.bill().is_some();
        list.rows.head.with(|head| {
            let totals = head.as_ref().map_or(&[][..], |head| &head.totals);
            columns::plan(columns.get(), totals, width_px.get(), is_beside)
        })
    });
    let is_empty =
        Memo::new(move |_| list.rows.head.with(|head| head.as_ref().is_some_and(|head| head.count == 0)));
    let waiting = Memo::new(move |_| list.rows.head.with(Option::is_none));
    let stale = slow(list.rows.pending);
    watch_sizes(list, width_px);
    let settling = StoredValue::new(None::<TimeoutHandle>);
    let on_scroll = move |_| {
        let Some(scroller) = list.scroller.get_untracked() else { return };
        list.scrolled(scroller.scroll_top().into());
        if let Some(waiting) = settling.get_value() {
            waiting.clear();
        }
        let later = set_timeout_with_handle(move || list.settle(), Duration::from_millis(SETTLE_MS));
        settling.set_value(later.ok());
    };
    view! {
        <div class="bills-main">
            <Trouble />
            <div class="bills-scroll" node_ref=list.scroller on:scroll=on_scroll data-stale=move || stale.get().then_some("yes")>
                <table
                    class="bills"
                    role="grid"
                    tabindex="0"
                    id=TABLE_ID
                    aria-label=speech.say(|words| words.bills.table)
                    aria-multiselectable="true"
                    aria-busy=move || list.rows.pending.get().then_some("true")
                    aria-rowcount=move || (list.rows.count() + 1).to_string()
                    aria-activedescendant=move || list.active.get().map(row_id)
                    data-merged=move || plan.with(|plan| plan.is_merged).then_some("yes")
                    data-hidden=move || plan.with(|plan| plan.hidden.clone())
                    style=("--bill-columns", move || plan.with(|plan| plan.grid.clone()))
                    style=("--bill-width", move || plan.with(|plan| format!("{}px", plan.least_px)))
                >
                    <Header columns />
                    <Pool columns />
                    <Footer columns />
                </table>
                {move || waiting.get().then(skeleton)}
                {move || is_empty.get().then(|| view! { <Nothing /> })}
            </div>
            <p class="visually-hidden" role="status">
                {move || list.rows.head.with(Option::is_some).then(|| (speech.words().bills.bills)(list.rows.count()))}
            </p>
        </div>
    }
}

/// True once `pending` has lasted a moment.
fn slow(pending: RwSignal<bool>) -> RwSignal<bool> {
    let shown = RwSignal::new(false);
    Effect::new(move |_| {
        if !pending.get() {
            shown.set(false);
            return;
        }
        let say = move || {
            if pending.try_get_untracked() == Some(true) {
                shown.set(true);
            }
        };
        set_timeout(say, Duration::from_millis(QUICK_MS));
    });
    shown
}

/// Follows the sizes of window, head and foot.
fn watch_sizes(list: List, width_px: RwSignal<usize>) {
    let measure = move || {
        let Some(Some(scroller)) = list.scroller.try_get_untracked() else { return };
        let height = |selector: &str| {
            let part = scroller.query_selector(selector).ok().flatten();
            part.map_or(0, |part| i64::from(part.client_height()))
        };
        let view_px = i64::from(scroller.client_height()) - height("thead") - height("tfoot");
        let width = usize::try_from(scroller.client_width()).unwrap_or(0);
        if width_px.get_untracked() != width {
            width_px.set(width);
        }
        let narrow = window().match_media(NARROW).ok().flatten().is_some_and(|query| query.matches());
        let row_px = if narrow { CARD_PX } else { ROW_PX };
        let before = list.measures.get_untracked();
        if before.view_px != view_px || before.row_px != row_px {
            let top_row = before.seen(list.position.get_untracked()).0;
            list.measures.update(|measures| (measures.view_px, measures.row_px) = (view_px, row_px));
            if before.row_px != row_px && before.row_px > 0 {
                let measures = list.measures.get_untracked();
                request_animation_frame(move || list.stand(measures.standing_at(top_row * row_px)));
            }
        }
    };
    Effect::new(move |_| {
        let Some(scroller) = list.scroller.get() else { return };
        let changed = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
        observer.observe(&scroller);
        for part in ["thead", "tfoot"] {
            if let Ok(Some(part)) = scroller.query_selector(part) {
                observer.observe(part.unchecked_ref::<Element>());
            }
        }
        measure();
        let kept = StoredValue::new_local((observer, changed));
        on_cleanup(move || {
            let _ = kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}

fn skeleton() -> impl IntoView {
    let lines = (0..24).map(|_| view! { <span class="skeleton-line"></span> }).collect_view();
    view! { <div class="bills-skeleton" aria-hidden="true">{lines}</div> }
}

/// What went wrong, above what is still shown.
#[component]
fn Trouble() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let problem = Signal::from(list.rows.problem);
    let failed = Memo::new(move |_| problem.with(Option::is_some));
    move || {
        failed.get().then(|| {
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
        })
    }
}

/// Nothing fits, or nothing is there at all.
#[component]
fn Nothing() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    if list.shown_filter().is_empty() {
        return view! {
            <div class="bills-empty">
                <Empty
                    icon=Icon::Bill
                    title=speech.say(|words| words.bills.empty_world)
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
                title=speech.say(|words| words.bills.empty)
                text=speech.say(|words| words.bills.empty_text)
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
