//! The only HTTP in the portal: `call::<E>()` for JSON, `download` for files.
//!
//! A failure is always a `Problem`, also when no answer came; nothing here shows anything.

pub mod answer;
pub mod download;
pub mod load;
pub mod places;
mod records;
pub mod submit;

use contract::api::{Endpoint, Method, Problem, ProblemCode, url};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{Function, Promise};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

/// The way to the server. When a session ends under a page, requests wait for the next sign-in and then go on: what
/// was typed, and where one was, is not lost.
#[derive(Clone, Copy)]
pub struct Api {
    /// Told that nobody is signed in; says whether a page stands that will sign in again.
    on_ended: Callback<(), bool>,
    waiting: StoredValue<Vec<Function>, LocalStorage>,
}

/// Why a call gave no answer.
#[derive(Debug, Clone)]
pub enum Failed {
    /// It was called off by us; nobody waits for it.
    Aborted,
    /// Something that the reader should know.
    Problem(Box<Problem>),
}

/// Makes the way to the server known to everything below.
pub fn provide_api(on_ended: Callback<(), bool>) -> Api {
    let api = Api { on_ended, waiting: StoredValue::new_local(Vec::new()) };
    provide_context(api);
    api
}

/// The way to the server.
pub fn use_api() -> Api {
    use_context().unwrap_or_else(|| provide_api(Callback::new(|()| false)))
}

/// A handle that calls a request off when it is dropped.
#[derive(Debug, Default)]
pub struct Abort(Option<AbortController>);

impl Abort {
    /// A new handle.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// What a request listens to.
    pub fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Api {
    /// Calls `E`. `signal` calls it off.
    pub async fn call<E: Endpoint>(
        self,
        path: &E::Path,
        query: &E::Query,
        body: &E::Body,
        signal: Option<AbortSignal>,
    ) -> Result<E::Response, Failed>
    where
        E::Body: Serialize,
        E::Response: DeserializeOwned,
    {
        let body = serde_json::to_string(body).ok().filter(|text| text != "null");
        let text = self.text(E::METHOD, &url::<E>(path, query), body, signal).await?;
        answer::read(&text).map_err(|_| failed(ProblemCode::UnreadableAnswer))
    }

    /// Sends a request and reads the answer's text; an empty one reads as `null`.
    pub(crate) async fn text(
        self,
        method: Method,
        url: &str,
        body: Option<String>,
        signal: Option<AbortSignal>,
    ) -> Result<String, Failed> {
        let response = self.send(method, url, body, signal.clone()).await?;
        let text = response.text().await.map_err(|_| broken_off(signal.as_ref()))?;
        Ok(if text.is_empty() { "null".to_owned() } else { text })
    }

    /// Sends a request, once more after each new sign-in; anything but a 2xx answer is a problem.
    pub(crate) async fn send(
        self,
        method: Method,
        url: &str,
        body: Option<String>,
        signal: Option<AbortSignal>,
    ) -> Result<Response, Failed> {
        loop {
            let response = once(method, url, body.as_deref(), signal.as_ref()).await?;
            if response.ok() {
                return Ok(response);
            }
            let text = response.text().await.map_err(|_| broken_off(signal.as_ref()))?;
            let problem = answer::read::<Problem>(&text);
            let problem = problem.unwrap_or_else(|_| Problem::new(code_of(response.status())));
            let waits = problem.code == ProblemCode::NotSignedIn && self.on_ended.run(());
            if !waits {
                return Err(Failed::Problem(Box::new(problem)));
            }
            self.next_sign_in().await;
        }
    }

    /// Lets everything go on that waited for a sign-in.
    pub fn go_on(self) {
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        for resume in waiting {
            let _ = resume.call0(&JsValue::NULL);
        }
    }

    async fn next_sign_in(self) {
        let promise = Promise::new(&mut |resume, _| {
            let _ = self.waiting.try_update_value(|waiting| waiting.push(resume));
        });
        let _ = JsFuture::from(promise).await;
    }
}

async fn once(
    method: Method,
    url: &str,
    body: Option<&str>,
    signal: Option<&AbortSignal>,
) -> Result<Response, Failed> {
    let request = build(method, url, signal);
    let sent = match body {
        Some(json) => match request.header("content-type", "application/json").body(json) {
            Ok(request) => request.send().await,
            Err(error) => Err(error),
        },
        None => request.send().await,
    };
    sent.map_err(|_| broken_off(signal))
}

fn build(method: Method, url: &str, signal: Option<&AbortSignal>) -> RequestBuilder {
    let request = match method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
        Method::Put => Request::put(url),
        Method::Patch => Request::patch(url),
        Method::Delete => Request::delete(url),
    };
    request.abort_signal(signal)
}

/// A problem that the browser found.
pub fn failed(code: ProblemCode) -> Failed {
    Failed::Problem(Box::new(Problem::new(code)))
}

fn broken_off(signal: Option<&AbortSignal>) -> Failed {
    if signal.is_some_and(AbortSignal::aborted) { Failed::Aborted } else { failed(ProblemCode::Offline) }
}

/// What an answer without a readable problem means: a proxy that stands in for the server, most often.
fn code_of(status: u16) -> ProblemCode {
    match status {
        502..=504 => ProblemCode::Unavailable,
        500..=599 => ProblemCode::Internal,
        _ => ProblemCode::UnreadableAnswer,
    }
}
