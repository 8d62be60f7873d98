//! The file that is on its way, in a corner: it moves nothing on the page, and can be cancelled.

use crate::api::download::{Download, Progress as Going, Rows};
use crate::locale::{Speech, size, use_speech};
use crate::parts::ProblemText;
use crate::ui::{Button, Icon, IconButton, Note, Progress, Tone};
use contract::api::Problem;
use leptos::prelude::*;
use std::time::Duration;

/// How long the word that a file was saved stands.
const SAVED_STANDS: Duration = Duration::from_secs(6);

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Nothing,
    Running,
    Saved,
    Failed,
}

/// The file that is on its way.
#[component]
pub(super) fn Transfer(download: Download) -> impl IntoView {
    let speech = use_speech();
    let stage = Memo::new(move |_| {
        download.progress.with(|progress| match progress {
            None => Stage::Nothing,
            Some(Going::Running { .. }) => Stage::Running,
            Some(Going::Saved(_)) => Stage::Saved,
            Some(Going::Failed(_)) => Stage::Failed,
        })
    });
    Effect::new(move |_| {
        if stage.get() == Stage::Saved {
            let put_away = move || {
                if stage.try_get_untracked() == Some(Stage::Saved) {
                    download.cancel();
                }
            };
            set_timeout(put_away, SAVED_STANDS);
        }
    });
    let content = move || match stage.get() {
        Stage::Nothing => ().into_any(),
        Stage::Running => running(download, speech),
        Stage::Saved => saved(download, speech),
        Stage::Failed => failed(download, speech),
    };
    view! {
        <div class="transfer" role="status" hidden=move || stage.get() == Stage::Nothing>
            {content}
        </div>
    }
}

fn running(download: Download, speech: Speech) -> AnyView {
    let going = move || {
        download.progress.with(|progress| match progress {
            Some(Going::Running { bytes, of, rows }) => (*bytes, *of, *rows),
            _ => (0, None, None),
        })
    };
    // Rows where they can be counted, else bytes: the bar shows only what is known.
    let share = move || match going() {
        (_, _, Some(Rows { done: Some(done), all })) => (done, Some(all)),
        (bytes, of, _) => (bytes, of),
    };
    let detail = speech.tell(move |words| match going() {
        (_, _, Some(Rows { done: Some(done), all })) => (words.bills.rows_received)(done, all),
        (bytes, _, Some(Rows { all, .. })) => (words.bills.received_of_rows)(&size(bytes), all),
        (bytes, ..) => (words.bills.received)(&size(bytes)),
    });
    view! {
        <Progress
            label=speech.say(|words| words.bills.exporting)
            done=Signal::derive(move || share().0)
            total=Signal::derive(move || share().1)
            detail
            cancel=speech.say(|words| words.shell.cancel)
            on_cancel=move |()| download.cancel()
        />
    }
    .into_any()
}

fn saved(download: Download, speech: Speech) -> AnyView {
    let sentence = speech.tell(move |words| {
        download.progress.with(|progress| match progress {
            Some(Going::Saved(name)) => (words.bills.saved_as)(name),
            _ => String::new(),
        })
    });
    view! {
        <div class="transfer-done">
            <p>{sentence}</p>
            {dismiss(download, speech)}
        </div>
    }
    .into_any()
}

fn failed(download: Download, speech: Speech) -> AnyView {
    let problem: Signal<Option<Problem>> = Signal::derive(move || {
        download.progress.with(|progress| match progress {
            Some(Going::Failed(problem)) => Some((**problem).clone()),
            _ => None,
        })
    });
    view! {
        <div class="transfer-done">
            <Note tone=Tone::Red>
                <ProblemText problem />
            </Note>
            <Button
                label=speech.say(|words| words.shell.try_again)
                icon=Icon::Retry
                on_press=move |()| download.again()
            />
            {dismiss(download, speech)}
        </div>
    }
    .into_any()
}

fn dismiss(download: Download, speech: Speech) -> AnyView {
    view! {
        <IconButton
            icon=Icon::Close
            label=speech.say(|words| words.shell.dismiss)
            on_press=move |()| download.cancel()
        />
    }
    .into_any()
}
