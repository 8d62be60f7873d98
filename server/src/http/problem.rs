//! Problems as answers (E2): a stable code, words in the reader's language, and the request's id. What is internal goes
//! to the log, once, here.

use super::Context;
use crate::engine::Failure;
use crate::store::StoreError;
use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::api::{Problem, ProblemCode};

/// The media type of problems.
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The answer that tells of a problem.
pub fn refuse(context: &Context, code: ProblemCode) -> Response {
    answer(context, Problem::new(code))
}

/// The answer that tells of a failure; a defect is logged and shown as its request's id only.
pub fn fail(context: &Context, failure: Failure) -> Response {
    let id = &context.request_id;
    let problem = match failure {
        Failure::Refused(code) => Problem::new(code),
        Failure::Invalid(errors) => Problem::invalid(errors),
        Failure::Wait { code, after_s } => Problem { retry_after_s: Some(after_s), ..Problem::new(code) },
        Failure::Store(StoreError::Unavailable(error)) => {
            tracing::error!(request_id = %id, %error, "the database does not answer");
            Problem { retry_after_s: Some(5), ..Problem::new(ProblemCode::Unavailable) }
        }
        Failure::Store(error) if error.is_transient() => {
            tracing::warn!(request_id = %id, %error, "a transaction has to be repeated");
            Problem { retry_after_s: Some(1), ..Problem::new(ProblemCode::Unavailable) }
        }
        Failure::Store(error) => {
            tracing::error!(request_id = %id, %error, "the store failed");
            Problem::new(ProblemCode::Internal)
        }
        Failure::Internal(error) => {
            tracing::error!(request_id = %id, %error, "the server failed");
            Problem::new(ProblemCode::Internal)
        }
    };
    answer(context, problem)
}

/// A problem in the reader's language.
pub fn answer(context: &Context, problem: Problem) -> Response {
    let mut problem = problem.speak(context.locale);
    problem.request_id = Some(context.request_id.to_string());
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(&problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
    if let Ok(tag) = HeaderValue::from_str(context.locale.tag()) {
        headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The address exists, the method does not.
pub async fn method_not_allowed(Extension(context): Extension<Context>) -> Response {
    refuse(&context, ProblemCode::MethodNotAllowed)
}
