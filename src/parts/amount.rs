//! Amounts on the screen: grouped digits, a true minus, the currency muted, zero muted.

use crate::locale::figure;
use contract::money::Money;
use leptos::prelude::*;

/// Money: figure and currency.
#[component]
pub fn MoneyText(money: Money) -> impl IntoView {
    let zero = money.is_zero().then_some("yes");
    view! {
        <span class="amount" data-zero=zero>
            {figure(&money.value())}
            " "
            <span class="amount-currency">{money.currency().code()}</span>
        </span>
    }
    .into_any()
}
