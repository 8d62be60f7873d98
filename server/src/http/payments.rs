//! Payments and linked payment methods.

use super::App;
use crate::engine::{Caller, Failure};
use axum::extract::State;
use contract::api::{Listing, MethodPath, PaymentChannels, PaymentPath};
use contract::payment::{
    LinkStarted, MethodChange, NewPayment, NewPaymentMethod, Payment, PaymentMethod, PaymentQuery,
};

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    (): (),
    query: PaymentQuery,
    (): (),
) -> Result<Listing<Payment>, Failure> {
    app.engine.payments(&caller, query).await
}

pub async fn begin(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: NewPayment,
) -> Result<Payment, Failure> {
    app.engine.begin_payment(&caller, body).await
}

pub async fn channels(
    State(app): State<App>,
    _: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<PaymentChannels, Failure> {
    Ok(app.engine.payment_channels())
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    path: PaymentPath,
    (): (),
    (): (),
) -> Result<Payment, Failure> {
    app.engine.payment(&caller, path.id).await
}

pub async fn cancel(
    State(app): State<App>,
    caller: Caller,
    path: PaymentPath,
    (): (),
    (): (),
) -> Result<Payment, Failure> {
    app.engine.cancel_payment(&caller, path.id).await
}

pub async fn methods(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    (): (),
) -> Result<Listing<PaymentMethod>, Failure> {
    app.engine.payment_methods(&caller).await
}

pub async fn link(
    State(app): State<App>,
    caller: Caller,
    (): (),
    (): (),
    body: NewPaymentMethod,
) -> Result<LinkStarted, Failure> {
    app.engine.link_method(&caller, body).await
}

pub async fn change_method(
    State(app): State<App>,
    caller: Caller,
    path: MethodPath,
    (): (),
    body: MethodChange,
) -> Result<PaymentMethod, Failure> {
    app.engine.change_method(&caller, path.id, body).await
}

pub async fn remove_method(
    State(app): State<App>,
    caller: Caller,
    path: MethodPath,
    (): (),
    (): (),
) -> Result<(), Failure> {
    app.engine.remove_method(&caller, path.id).await
}
