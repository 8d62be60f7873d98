//! What an endpoint is: a type that knows its method, its address, who may call it, and what goes in and out.

use super::{Pairs, PathParameters, Query};
use crate::permission::Access;

/// An HTTP method of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds, or does.
    Post,
    /// Sets.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One endpoint.
pub trait Endpoint {
    /// How it is called.
    const METHOD: Method;
    /// Its address; `{name}` stands for a path parameter.
    const PATH: &'static str;
    /// Who may call it.
    const ACCESS: Access;
    /// What comes back: `application/json`, or the type of a file.
    const CONTENT_TYPE: &'static str;
    /// Path parameters.
    type Path: PathParameters;
    /// Query parameters.
    type Query: Query;
    /// JSON body of the request; `()` for none.
    type Body;
    /// JSON body of the answer; `()` for none and for files.
    type Response;
}

/// An endpoint as data.
#[derive(Debug, Clone, Copy)]
pub struct Declared {
    /// Name of its type.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// How it is called.
    pub method: Method,
    /// Its address.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// What comes back.
    pub content_type: &'static str,
    /// The query parameters that it knows.
    pub query_keys: &'static [&'static str],
}

/// The address of `E` with these parameters, percent-encoded.
pub fn url<E: Endpoint>(path: &E::Path, query: &E::Query) -> String {
    let mut pairs = Pairs::default();
    query.write(&mut pairs);
    let encoded = pairs.encode();
    let separator = if encoded.is_empty() { "" } else { "?" };
    format!("{}{separator}{encoded}", path.fill(E::PATH))
}

/// Declares endpoints: `/// summary` `Name = Method "path", Access { path: P, query: Q, body: B, response: R }`,
/// each part optional; `file: "type"` in place of `response` for one that answers with a file.
macro_rules! endpoints {
    ($(
        #[doc = $summary:literal]
        $(#[doc = $more:literal])*
        $name:ident = $method:ident $path:literal, $access:expr, {
            $(path: $path_type:ty,)? $(query: $query:ty,)? $(body: $body:ty,)?
            $(response: $response:ty,)? $(file: $file:expr,)?
        }
    )*) => {
        $(
            #[doc = $summary]
            $(#[doc = $more])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl $crate::api::Endpoint for $name {
                const METHOD: $crate::api::Method = $crate::api::Method::$method;
                const PATH: &'static str = $path;
                const ACCESS: $crate::permission::Access = $access;
                const CONTENT_TYPE: &'static str = endpoints!(@content $($file)?);
                type Path = endpoints!(@or $($path_type)?);
                type Query = endpoints!(@or $($query)?);
                type Body = endpoints!(@or $($body)?);
                type Response = endpoints!(@or $($response)?);
            }
        )*

        /// The endpoints of this noun, as data.
        pub(super) const DECLARED: &[$crate::api::Declared] = &[$(
            $crate::api::Declared {
                name: stringify!($name),
                summary: $summary,
                method: <$name as $crate::api::Endpoint>::METHOD,
                path: <$name as $crate::api::Endpoint>::PATH,
                access: <$name as $crate::api::Endpoint>::ACCESS,
                content_type: <$name as $crate::api::Endpoint>::CONTENT_TYPE,
                query_keys: <<$name as $crate::api::Endpoint>::Query as $crate::api::Query>::KEYS,
            }
        ),*];

        /// Hands every endpoint of this noun to a visitor, as a type: how the OpenAPI document is made.
        #[cfg(feature = "openapi")]
        pub(crate) fn visit(visitor: &mut impl $crate::api::Visitor) {
            $(visitor.visit::<$name>();)*
        }
    };
    (@or) => { () };
    (@or $given:ty) => { $given };
    (@content) => { "application/json" };
    (@content $file:expr) => { $file };
}
pub(crate) use endpoints;
