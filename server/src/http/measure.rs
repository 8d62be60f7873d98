//! Figures for Prometheus. They are told to this machine only, unless the server was started with
//! `--metrics-public`: they say how busy an organization is.

use super::problem::refuse;
use super::{App, Context};
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use contract::api::ProblemCode;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

const REQUESTS: &str = "portal_http_requests_total";
const DURATION: &str = "portal_http_request_duration_seconds";
const SESSIONS: &str = "portal_sessions";
const BUILD: &str = "portal_build_info";
/// Bounds of the histogram's buckets, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The recorder of this process, installed when it is first asked for; none when another one was there already.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    let install = || {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS).ok()?;
        let handle = builder.install_recorder().ok()?;
        metrics::describe_counter!(REQUESTS, "Requests by route, method and status.");
        metrics::describe_histogram!(DURATION, "Time until an answer began, by route.");
        metrics::describe_gauge!(SESSIONS, "Sessions that are live.");
        metrics::describe_gauge!(BUILD, "Version of this server; always 1.");
        metrics::gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1);
        Some(handle)
    };
    RECORDER.get_or_init(install).as_ref()
}

/// Counts a request.
pub fn note(method: &str, route: &str, status: u16, took: Duration) {
    let method = known_method(method);
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", status.to_string())];
    metrics::counter!(REQUESTS, &labels).increment(1);
    metrics::histogram!(DURATION, "route" => route.to_owned()).record(took);
}

/// Any other word in place of a method is one and the same: a caller must not make new series at will.
fn known_method(method: &str) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    known.into_iter().find(|name| *name == method).unwrap_or("other")
}

/// Everything, in Prometheus' text format.
pub async fn show(State(app): State<App>, Extension(context): Extension<Context>) -> Response {
    let local = context.address.to_canonical().is_loopback() && !context.proxied;
    if !(local || app.settings.metrics_public) {
        return refuse(&context, ProblemCode::NotFound);
    }
    let Some(recorder) = recorder() else { return refuse(&context, ProblemCode::NotFound) };
    if let Ok(live) = app.engine.live_sessions().await {
        metrics::gauge!(SESSIONS).set(u32::try_from(live).unwrap_or(u32::MAX));
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, recorder.render()).into_response()
}
