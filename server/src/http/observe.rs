//! What watches over every request: its id, its log line, its figures; a panic or a delay becomes a problem.
//!
//! Never logged: cookies, bodies, queries.

use super::problem::refuse;
use super::{App, Context, guard, headers, measure};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use contract::api::ProblemCode;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use tokio::time::Instant;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

/// Answers that are shorter than this are not worth compressing, in bytes.
const COMPRESS_FROM_BYTES: u64 = 1024;
/// The longest part of an address that is logged, in characters.
const LOGGED_PATH_CHARS: usize = 200;

/// Wraps every route.
pub fn around(router: Router<App>, app: App) -> Router<App> {
    let worthwhile = SizeAbove::new(COMPRESS_FROM_BYTES).and(is_json);
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worthwhile);
    router.layer(compression).layer(from_fn_with_state(app, watch))
}

/// JSON; files are compressed in themselves, or wanted as they are.
fn is_json(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = Context::of(&app, &request);
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LOGGED_PATH_CHARS).collect();
    let route = request.extensions().get::<MatchedPath>().map(|matched| matched.as_str().to_owned());
    request.extensions_mut().insert(context.clone());
    let mut response = match guard::refusal(&app, &context, &request) {
        Some(code) => refuse(&context, code),
        None => run(&app, &context, request, next).await,
    };
    headers::complete(&app, &context, response.headers_mut());
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let route = route.as_deref().unwrap_or("none");
    measure::note(method.as_str(), route, status, took);
    tracing::info!(
        target: "portal::request",
        request_id = %context.request_id,
        method = %method,
        path,
        route,
        status,
        duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
    );
    response
}

/// Answers a request if there is room for it, in time, and whatever happens.
async fn run(app: &App, context: &Context, request: Request, next: Next) -> Response {
    let Ok(_room) = app.room.try_acquire() else { return refuse(context, ProblemCode::TooManyRequests) };
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(app.patience, answered).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            // The panic itself was logged by the hook.
            tracing::error!(request_id = %context.request_id, "a handler panicked");
            refuse(context, ProblemCode::Internal)
        }
        Err(_) => refuse(context, ProblemCode::TimedOut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::clock::Clock;
    use crate::engine::Engine;
    use crate::http::Settings;
    use crate::store::Db;
    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use contract::api::Problem;
    use std::time::Duration;
    use tower::ServiceExt;

    async fn answer(path: &str) -> (u16, Problem) {
        let directory = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", directory.path().join("portal.db").display());
        let db = Db::open(&database).await.unwrap();
        let mut app = App::new(Engine::new(db, Clock::System, Chance::System), Settings::default());
        let router = Router::new()
            .route(
                "/panics",
                get(|| async {
                    if true {
                        panic!("the secret of the code")
                    }
                }),
            )
            .route("/sleeps", get(|| tokio::time::sleep(Duration::from_secs(60))));
        app.patience = Duration::from_millis(20);
        let router = around(router, app.clone()).with_state(app);
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 1 << 16).await.unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("secret"));
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_a_problem() {
        let (status, problem) = answer("/panics").await;
        assert_eq!((status, problem.code), (500, ProblemCode::Internal));
        assert!(problem.request_id.is_some());
    }

    #[tokio::test]
    async fn what_takes_too_long_is_a_problem() {
        let (status, problem) = answer("/sleeps").await;
        assert_eq!((status, problem.code), (504, ProblemCode::TimedOut));
    }
}
