//! The one way to show something that was asked for: nothing, then after a moment a skeleton; the content; the
//! content dimmed while newer is on its way; or what went wrong, with "Try again".
//!
//! It never throws content away for a refetch: what is read stays where it is.

use leptos::prelude::*;

use super::Words;
use super::button::Button;
use super::icon::Icon;

/// How a request stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoadState {
    /// Asked, nothing came yet.
    #[default]
    Waiting,
    /// What came is what there is.
    Ready,
    /// What came is shown; newer is on its way.
    Refreshing,
    /// It failed, and there is nothing to show.
    Failed,
    /// Newer failed to come; the older is still shown.
    Outdated,
}

impl LoadState {
    const fn has_content(self) -> bool {
        matches!(self, Self::Ready | Self::Refreshing | Self::Outdated)
    }

    const fn has_failed(self) -> bool {
        matches!(self, Self::Failed | Self::Outdated)
    }
}

/// Shows a request. The content reads its own signals: it is built once and stays while there is any.
#[component]
pub fn Loaded(
    #[prop(into)] state: Signal<LoadState>,
    /// Holds the place while nothing came.
    #[prop(optional, into)]
    skeleton: ViewFn,
    /// What went wrong, in words.
    #[prop(into)]
    problem: ViewFn,
    #[prop(into)] retry: Words,
    #[prop(into)] on_retry: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let shown = Memo::new(move |_| state.get().has_content());
    let failed = Memo::new(move |_| state.get().has_failed());
    let waiting = Memo::new(move |_| state.get() == LoadState::Waiting);
    let stale = move || matches!(state.get(), LoadState::Refreshing | LoadState::Outdated).then_some("yes");
    view! {
        <div class="loaded" aria-busy=move || matches!(state.get(), LoadState::Waiting | LoadState::Refreshing).then_some("true")>
            {move || {
                let problem = problem.clone();
                failed
                    .get()
                    .then(move || {
                        view! {
                            <div class="loaded-problem" role="alert">
                                <div class="loaded-problem-text">{problem.run()}</div>
                                <Button label=retry icon=Icon::Retry on_press=on_retry />
                            </div>
                        }
                    })
            }}
            {move || {
                let skeleton = skeleton.clone();
                waiting.get().then(move || view! { <div class="loaded-skeleton">{skeleton.run()}</div> })
            }}
            {move || {
                let children = children.clone();
                shown
                    .get()
                    .then(move || {
                        view! { <div class="loaded-content" data-stale=stale>{children()}</div> }
                    })
            }}
        </div>
    }
    .into_any()
}
