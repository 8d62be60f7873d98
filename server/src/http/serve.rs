//! From an [`Endpoint`] of the contract to a route: the one place where requests are let in, read and answered.
//!
//! A handler gets its parameters read and its caller admitted; there is no way to mount one that skips either.

use super::cookie::{self, CookieAnswer};
use super::files::FileAnswer;
use super::problem::{fail, refuse};
use super::{App, Context, Guest};
use crate::engine::{Caller, Failure};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use axum::{Json, Router};
use contract::api::{Endpoint, Method, PathParameters, Picked, ProblemCode, read_query};
use contract::permission::Access;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::TypeId;

/// The largest JSON body, in bytes.
const BODY_MAX_BYTES: usize = 1 << 20;
/// The largest one that names bills one by one.
const PICKED_MAX_BYTES: usize = 4 << 20;
/// The largest of all.
pub const LARGEST_BODY_BYTES: usize = PICKED_MAX_BYTES;

/// Endpoints that were given a handler.
#[derive(Default)]
pub struct Mounted {
    router: Router<App>,
    names: Vec<&'static str>,
}

impl Mounted {
    /// The names of their types.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// Their routes.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    fn add<E, F, Fut>(mut self, answer: F) -> Self
    where
        E: Endpoint + 'static,
        F: Fn(App, Context, Request) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response> + Send,
    {
        let route = on(filter(E::METHOD), move |State(app): State<App>, request: Request| {
            let context = request.extensions().get::<Context>().cloned().unwrap_or_default();
            answer(app, context, request)
        });
        self.router = self.router.route(E::PATH, route);
        let name = std::any::type_name::<E>();
        self.names.push(name.rsplit("::").next().unwrap_or(name));
        self
    }
}

/// What a handler may answer with: the endpoint's response, or that with a cookie beside it.
pub trait Answer<R> {
    /// The answer on the wire.
    fn into_answer(self) -> Response;
}

impl<R: Serialize + 'static> Answer<R> for R {
    fn into_answer(self) -> Response {
        if TypeId::of::<R>() == TypeId::of::<()>() {
            StatusCode::NO_CONTENT.into_response()
        } else {
            Json(self).into_response()
        }
    }
}

impl<R: Serialize + 'static> Answer<R> for CookieAnswer<R> {
    fn into_answer(self) -> Response {
        let mut response = self.answer.into_answer();
        response.headers_mut().append(header::SET_COOKIE, self.cookie);
        response
    }
}

/// Bytes that are shown rather than saved, of the endpoint's media type.
#[derive(Debug)]
pub struct Inline(pub Bytes);

impl Answer<()> for Inline {
    fn into_answer(self) -> Response {
        self.0.into_response()
    }
}

/// Mounts an endpoint for people who are signed in: session and role are checked before anything else.
pub fn serve<E, H, Fut, A>(mounted: Mounted, handler: H) -> Mounted
where
    E: Endpoint + 'static,
    E::Path: Send,
    E::Query: Send,
    E::Body: DeserializeOwned + Send + 'static,
    H: Fn(State<App>, Caller, E::Path, E::Query, E::Body) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<A, Failure>> + Send,
    A: Answer<E::Response>,
{
    const { assert!(!matches!(E::ACCESS, Access::Public), "a public endpoint belongs to serve_public") };
    mounted.add::<E, _, _>(move |app, context, request| {
        let handler = handler.clone();
        async move {
            let (caller, input) = match admit::<E>(&app, &context, request).await {
                Ok(admitted) => admitted,
                Err(refusal) => return refusal,
            };
            match handler(State(app), caller, input.path, input.query, input.body).await {
                Ok(answer) => answer.into_answer(),
                Err(failure) => fail(&context, failure),
            }
        }
    })
}

/// Mounts an endpoint that answers with a file; otherwise like [`serve`].
pub fn serve_file<E, H, Fut>(mounted: Mounted, handler: H) -> Mounted
where
    E: Endpoint<Response = ()> + 'static,
    E::Path: Send,
    E::Query: Send,
    E::Body: DeserializeOwned + Send + 'static,
    H: Fn(State<App>, Caller, E::Path, E::Query, E::Body) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<FileAnswer, Failure>> + Send,
{
    const { assert!(!matches!(E::ACCESS, Access::Public), "a public endpoint belongs to serve_public") };
    mounted.add::<E, _, _>(move |app, context, request| {
        let handler = handler.clone();
        async move {
            let (caller, input) = match admit::<E>(&app, &context, request).await {
                Ok(admitted) => admitted,
                Err(refusal) => return refusal,
            };
            match handler(State(app), caller, input.path, input.query, input.body).await {
                Ok(file) => file.into_answer(E::CONTENT_TYPE),
                Err(failure) => fail(&context, failure),
            }
        }
    })
}

/// Mounts an endpoint that anyone may call; its handler learns nothing of who is signed in.
pub fn serve_public<E, H, Fut, A>(mounted: Mounted, handler: H) -> Mounted
where
    E: Endpoint + 'static,
    E::Path: Send,
    E::Query: Send,
    E::Body: DeserializeOwned + Send + 'static,
    H: Fn(State<App>, Guest, E::Path, E::Query, E::Body) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<A, Failure>> + Send,
    A: Answer<E::Response>,
{
    const { assert!(matches!(E::ACCESS, Access::Public), "not a public endpoint: it belongs to serve") };
    mounted.add::<E, _, _>(move |app, context, request| {
        let handler = handler.clone();
        async move {
            let (parts, body) = request.into_parts();
            let input = match read::<E>(&app, &context, parts, body).await {
                Ok(input) => input,
                Err(refusal) => return refusal,
            };
            match handler(State(app), context.guest(), input.path, input.query, input.body).await {
                Ok(answer) => with_type::<E>(answer.into_answer()),
                Err(failure) => fail(&context, failure),
            }
        }
    })
}

/// What an endpoint is called with.
struct Input<E: Endpoint> {
    path: E::Path,
    query: E::Query,
    body: E::Body,
}

/// Lets the caller in, then reads what they want.
async fn admit<E>(app: &App, context: &Context, request: Request) -> Result<(Caller, Input<E>), Response>
where
    E: Endpoint,
    E::Body: DeserializeOwned + 'static,
{
    let (parts, body) = request.into_parts();
    let caller = match cookie::session_token(&parts.headers) {
        Some(token) => app.engine.caller(token).await.map_err(|failure| fail(context, failure))?,
        None => None,
    };
    let Some(caller) = caller else { return Err(refuse(context, ProblemCode::NotSignedIn)) };
    if !E::ACCESS.admits(Some(caller.role)) {
        return Err(refuse(context, ProblemCode::NotAllowed));
    }
    let input = read::<E>(app, context, parts, body).await?;
    Ok((caller, input))
}

async fn read<E>(app: &App, context: &Context, mut parts: Parts, body: Body) -> Result<Input<E>, Response>
where
    E: Endpoint,
    E::Body: DeserializeOwned + 'static,
{
    // An address that is no UTF-8 leads nowhere, as does an id that is none.
    let raw = RawPathParams::from_request_parts(&mut parts, app).await.ok();
    let get = |name: &str| raw.iter().flatten().find(|(known, _)| *known == name).map(|(_, value)| value);
    let Some(path) = E::Path::read(get) else { return Err(refuse(context, ProblemCode::NotFound)) };
    let query = read_query(parts.uri.query().unwrap_or_default())
        .map_err(|errors| fail(context, Failure::Invalid(errors)))?;
    let body = read_body(&parts, body).await.map_err(|code| refuse(context, code))?;
    Ok(Input { path, query, body })
}

/// Reads a JSON body; an endpoint without one never looks at what came.
async fn read_body<B: DeserializeOwned + 'static>(parts: &Parts, body: Body) -> Result<B, ProblemCode> {
    let bytes = if TypeId::of::<B>() == TypeId::of::<()>() {
        Bytes::from_static(b"null")
    } else {
        if !is_json(parts.headers.get(header::CONTENT_TYPE)) {
            return Err(ProblemCode::UnsupportedType);
        }
        let picked = TypeId::of::<B>() == TypeId::of::<Picked>();
        let most = if picked { PICKED_MAX_BYTES } else { BODY_MAX_BYTES };
        axum::body::to_bytes(body, most).await.map_err(|error| reading_failed(&error))?
    };
    serde_json::from_slice(&bytes).map_err(|_| ProblemCode::UnreadableBody)
}

/// Too much came, or the connection broke.
fn reading_failed(error: &axum::Error) -> ProblemCode {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<http_body_util::LengthLimitError>() {
            return ProblemCode::TooLarge;
        }
        cause = inner.source();
    }
    ProblemCode::UnreadableBody
}

/// `application/json`, with or without parameters.
pub fn is_json(content_type: Option<&HeaderValue>) -> bool {
    let text = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn with_type<E: Endpoint>(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(E::CONTENT_TYPE));
    }
    response
}

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    }
}
