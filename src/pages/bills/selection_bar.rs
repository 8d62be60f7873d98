//! What is selected and how to select more, where the head of the table doesn't stand: over the filters of a phone.

use super::list::use_list;
use crate::locale::use_speech;
use crate::ui::{Button, ButtonKind, Icon, IconButton};
use leptos::prelude::*;

/// How many bills are selected; all that is filtered; none.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let selected = Memo::new(move |_| list.selected());
    let some = Memo::new(move |_| selected.get() > 0);
    let all = Memo::new(move |_| selected.get() == list.rows.count());
    let bar = move || {
        view! {
            <div class="selection-bar" role="group" aria-label=speech.say(|words| words.bills.selection)>
                <IconButton
                    icon=Icon::Close
                    label=speech.say(|words| words.bills.select_none)
                    on_press=move |()| list.select_none()
                />
                <span class="selection-count">
                    {move || (speech.words().bills.selected)(selected.get())}
                </span>
                {move || (!all.get()).then(|| view! {
                    <Button
                        label=speech.tell(move |words| (words.bills.select_all_of)(list.rows.count()))
                        kind=ButtonKind::Quiet
                        on_press=move |()| list.select_all()
                    />
                })}
            </div>
        }
    };
    move || some.get().then(bar)
}
