//! Walks over all endpoints as types, for whoever describes them.

use super::Endpoint;

/// Is shown every endpoint, with its schemas at hand.
pub trait Visitor {
    /// One endpoint.
    fn visit<E>(&mut self)
    where
        E: Endpoint,
        E::Body: Described,
        E::Response: Described;
}

/// A body that the OpenAPI document can describe; `()` is none.
pub trait Described {
    /// Name and schema with everything it refers to; none for no body.
    fn describe(into: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) -> Option<String>;
}

impl<T: utoipa::ToSchema + serde::Serialize> Described for T {
    fn describe(into: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) -> Option<String> {
        let name = T::name().into_owned();
        if name == <() as utoipa::ToSchema>::name() {
            return None;
        }
        into.push((name.clone(), T::schema()));
        T::schemas(into);
        Some(name)
    }
}

impl utoipa::PartialSchema for crate::money::Money {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <crate::money::Wire as utoipa::PartialSchema>::schema()
    }
}

impl utoipa::ToSchema for crate::money::Money {
    fn name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
}

impl utoipa::PartialSchema for crate::bill_sort::BillSort {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <String as utoipa::PartialSchema>::schema()
    }
}

impl utoipa::ToSchema for crate::bill_sort::BillSort {
    fn name() -> std::borrow::Cow<'static, str> {
        "BillSort".into()
    }
}

/// Shows every endpoint to `visitor`.
pub fn visit_all(visitor: &mut impl Visitor) {
    super::system::visit(visitor);
    super::session::visit(visitor);
    super::bills::visit(visitor);
    super::monthly_bills::visit(visitor);
    super::views::visit(visitor);
    super::users::visit(visitor);
    super::operator::visit(visitor);
    super::funding::visit(visitor);
    super::relations::visit(visitor);
    super::audit::visit(visitor);
    super::overview::visit(visitor);
    super::payments::visit(visitor);
}
