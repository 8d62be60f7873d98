//! Endpoints of payments and linked payment methods (item P3, S13, A4).

use super::endpoint::endpoints;
use super::{Listing, MethodPath, PaymentPath};
use crate::ledger::Channel;
use crate::payment::{
    LinkStarted, MethodChange, NewPayment, NewPaymentMethod, Payment, PaymentMethod, PaymentQuery,
};
use crate::permission::{Access, Permission};
use serde::{Deserialize, Serialize};

const VIEW: Access = Access::Allowed(Permission::ViewBills);
const PAY: Access = Access::Allowed(Permission::MakePayments);

/// The channels that a customer can pay through here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentChannels {
    /// In the order in which they are offered; none when no channel is set up.
    pub channels: Vec<Channel>,
}

endpoints! {
    /// Payments of the accounts the caller may see, newest first.
    ListPayments = Get "/api/v1/payments", VIEW, { query: PaymentQuery, response: Listing<Payment>, }

    /// Begins a top-up. The same key again gives the same payment (E6).
    BeginPayment = Post "/api/v1/payments", PAY, { body: NewPayment, response: Payment, }

    /// The channels that can be paid through.
    GetPaymentChannels = Get "/api/v1/payments/channels", VIEW, { response: PaymentChannels, }

    /// One payment, as it stands now (P3).
    GetPayment = Get "/api/v1/payments/{id}", VIEW, { path: PaymentPath, response: Payment, }

    /// Calls a payment off, as long as the channel does not work on it.
    CancelPayment = Post "/api/v1/payments/{id}/cancellation", PAY, { path: PaymentPath, response: Payment, }

    /// Linked payment methods of the accounts the caller may see.
    ListPaymentMethods = Get "/api/v1/payment-methods", VIEW, { response: Listing<PaymentMethod>, }

    /// Begins linking a bank card or PayPal; it goes on at the channel's page.
    LinkPaymentMethod = Post "/api/v1/payment-methods", PAY, { body: NewPaymentMethod, response: LinkStarted, }

    /// Makes a linked method the one that is charged when nobody says otherwise.
    ChangePaymentMethod = Patch "/api/v1/payment-methods/{id}", PAY, {
        path: MethodPath, body: MethodChange, response: PaymentMethod,
    }

    /// Removes a linked method.
    RemovePaymentMethod = Delete "/api/v1/payment-methods/{id}", PAY, { path: MethodPath, }
}
