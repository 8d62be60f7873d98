//! What payment channels tell by themselves: believed when it is signed, answered when what follows is committed.
//!
//! No session is asked for: the signature is all that counts. Who sends something unsigned learns nothing.

use super::problem::{fail, refuse};
use super::{App, Context};
use crate::channel::{NotSigned, SIGNATURE, Signed, TIMESTAMP};
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use contract::api::ProblemCode;

/// The largest message, in bytes.
const BODY_MAX_BYTES: usize = 64 << 10;

/// `POST /webhooks/{channel}`.
pub async fn hear(
    State(app): State<App>,
    Extension(context): Extension<Context>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Some(channel) = app.engine.till.channels.named(&name) else {
        return refuse(&context, ProblemCode::NotFound);
    };
    let Ok(body) = axum::body::to_bytes(body, BODY_MAX_BYTES).await else {
        return refuse(&context, ProblemCode::TooLarge);
    };
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = Signed { timestamp: header(TIMESTAMP), signature: header(SIGNATURE), body: &body };
    let notice = match channel.read(&signed, app.engine.clock.now_utc().timestamp()) {
        Ok(notice) => notice,
        Err(NotSigned::Unreadable) => return refuse(&context, ProblemCode::UnreadableBody),
        Err(NotSigned::WrongSignature | NotSigned::WrongTime) => {
            return refuse(&context, ProblemCode::WrongSignature);
        }
    };
    match app.engine.take_notice(channel.offers(), notice).await {
        Ok(true) => StatusCode::NO_CONTENT.into_response(),
        Ok(false) => refuse(&context, ProblemCode::NotFound),
        Err(failure) => fail(&context, failure),
    }
}
