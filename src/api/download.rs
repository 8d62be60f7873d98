//! Files: read as a stream, so that progress is seen and can be cancelled, then handed to the browser to keep.

use super::records::Records;
use super::{Abort, Api, Failed, failed};
use contract::api::{Method, Problem, ProblemCode};
use gloo_net::http::Response;
use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, BlobPropertyBag, HtmlAnchorElement, ReadableStreamDefaultReader, Url};

/// How long a saved file's address stays valid: the browser reads it when it likes.
const KEEP_MS: u64 = 60_000;

/// A file to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// How.
    pub method: Method,
    /// Where.
    pub url: String,
    /// JSON body, for what was picked by hand.
    pub body: Option<String>,
    /// Its name, should the server give none.
    pub name: String,
}

/// How a download goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Bytes that came so far, of how many if the server knows.
    Running {
        /// So far.
        bytes: u64,
        /// Of how many.
        of: Option<u64>,
        /// Rows that came so far, of how many, where the server says how many there are.
        rows: Option<Rows>,
    },
    /// Handed to the browser under this name.
    Saved(String),
    /// It failed.
    Failed(Box<Problem>),
}

/// Rows of an export. How many have come is known where the file can be read as it comes: of CSV, not of Excel,
/// which is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rows {
    /// So far.
    pub done: Option<u64>,
    /// Of how many.
    pub all: u64,
}

/// One download at a time.
#[derive(Clone, Copy)]
pub struct Download {
    api: Api,
    /// What was asked for last, for *Try again*.
    pub wanted: RwSignal<Option<Wanted>>,
    /// How it goes; none before the first and after it was cancelled or put away.
    pub progress: RwSignal<Option<Progress>>,
    abort: StoredValue<Option<Abort>, LocalStorage>,
}

impl Download {
    /// Nothing asked for yet.
    pub fn new(api: Api) -> Self {
        let abort = StoredValue::new_local(None);
        Self { api, wanted: RwSignal::new(None), progress: RwSignal::new(None), abort }
    }

    /// Calls it off, or puts its result away.
    pub fn cancel(self) {
        self.abort.set_value(None);
        self.progress.set(None);
    }

    /// Asks once more for what was asked for last.
    pub fn again(self) {
        if let Some(wanted) = self.wanted.get_untracked() {
            self.start(wanted);
        }
    }

    /// Starts; an earlier one that still runs is called off.
    pub fn start(self, wanted: Wanted) {
        let abort = Abort::new();
        let signal = abort.signal();
        self.abort.set_value(Some(abort));
        self.wanted.set(Some(wanted.clone()));
        self.progress.set(Some(Progress::Running { bytes: 0, of: None, rows: None }));
        spawn_local(async move {
            let result = self.fetch(wanted, signal.clone()).await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            self.progress.try_set(match result {
                Ok(name) => Some(Progress::Saved(name)),
                Err(Failed::Problem(problem)) => Some(Progress::Failed(problem)),
                Err(Failed::Aborted) => None,
            });
        });
    }

    async fn fetch(self, wanted: Wanted, signal: Option<AbortSignal>) -> Result<String, Failed> {
        let Wanted { method, url, body, name } = wanted;
        let response = self.api.send(method, &url, body, signal.clone()).await?;
        let headers = response.headers();
        let name = headers.get("content-disposition").and_then(|text| file_name(&text)).unwrap_or(name);
        let kind = headers.get("content-type").unwrap_or_default();
        let of = headers.get("content-length").and_then(|text| text.parse().ok());
        let all = headers.get("x-rows").and_then(|text| text.parse().ok());
        let records = kind.starts_with("text/csv").then(Records::default);
        let aborted = move || signal.as_ref().is_some_and(AbortSignal::aborted);
        let chunks = self.read(&response, of, all, records, &aborted).await;
        let chunks =
            chunks.ok_or_else(|| if aborted() { Failed::Aborted } else { failed(ProblemCode::Offline) })?;
        save(&chunks, &kind, &name).ok_or_else(|| failed(ProblemCode::UnreadableAnswer))?;
        Ok(name)
    }

    async fn read(
        self,
        response: &Response,
        of: Option<u64>,
        all: Option<u64>,
        mut records: Option<Records>,
        aborted: &dyn Fn() -> bool,
    ) -> Option<Array> {
        let chunks = Array::new();
        let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
        let mut bytes = 0_u64;
        loop {
            let part = JsFuture::from(reader.read()).await.ok()?;
            if Reflect::get(&part, &JsValue::from_str("done")).ok()?.is_truthy() {
                return Some(chunks);
            }
            let chunk: Uint8Array = Reflect::get(&part, &JsValue::from_str("value")).ok()?.dyn_into().ok()?;
            bytes += u64::from(chunk.length());
            chunks.push(&chunk);
            if aborted() {
                return None;
            }
            let rows = all.map(|all| Rows {
                done: records.as_mut().map(|records| records.read(&chunk.to_vec()).min(all)),
                all,
            });
            self.progress.set(Some(Progress::Running { bytes, of, rows }));
        }
    }
}

/// The name in a `Content-Disposition`: the UTF-8 form if there is one, else the plain one; never a path.
fn file_name(header: &str) -> Option<String> {
    let part = |key: &str| {
        let value = header.split(';').map(str::trim).find_map(|part| part.strip_prefix(key))?;
        Some(value.trim_matches('"').to_owned())
    };
    let encoded = part("filename*=UTF-8''").or_else(|| part("filename*=utf-8''"));
    let decoded = encoded.and_then(|text| js_sys::decode_uri_component(&text).ok()).map(String::from);
    let name = decoded.or_else(|| part("filename="))?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    (!last.is_empty()).then_some(last)
}

/// Hands a file to the browser, as if a link to it had been pressed.
fn save(chunks: &Array, kind: &str, name: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(chunks, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    document().body()?.append_child(&link).ok()?;
    link.click();
    link.remove();
    let forget = move || {
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(forget, std::time::Duration::from_millis(KEEP_MS));
    Some(())
}
