//! The pages whose code comes when they are opened, and which of them come together. What stands beside a list comes
//! in a chunk of its own page (`src/pages/bills`, `src/pages/monthly_bills`).

use crate::pages::audit::AuditPage;
use crate::pages::bills::{BILL_PANEL, BillsPage};
use crate::pages::funding::FundingPage;
use crate::pages::monthly_bills::{MONTHLY_PANEL, MonthlyBillsPage};
use crate::pages::operator::OperatorPage;
use crate::pages::overview::OverviewPage;
use crate::pages::payment_methods::PaymentMethodsPage;
use crate::pages::top_up::TopUpPage;
use crate::pages::users::UsersPage;
use crate::parts::late::{Fetch, fetch_ahead, late};
use crate::route::Page;
use crate::session::Reader;
use contract::permission::Permission;
use leptos::prelude::*;
use std::time::Duration;

late!(overview in overview: OverviewPage);
late!(bills in bills: BillsPage);
late!(monthly_bills in monthly: MonthlyBillsPage);
late!(funding in funding: FundingPage);
late!(top_up in payments: TopUpPage);
late!(payment_methods in payments: PaymentMethodsPage);
late!(audit in organization: AuditPage);
late!(users in organization: UsersPage);
late!(operator in operator: OperatorPage);

/// How to get the code of a page; none for the pages that are always there.
pub(super) fn code(page: Page) -> Option<Fetch> {
    Some(match page {
        Page::Overview => overview::fetch,
        Page::Bills => bills::fetch,
        Page::MonthlyBills => monthly_bills::fetch,
        Page::Funding => funding::fetch,
        Page::TopUp => top_up::fetch,
        Page::PaymentMethods => payment_methods::fetch,
        Page::Audit => audit::fetch,
        Page::Users => users::fetch,
        Page::Operator => operator::fetch,
        Page::SignIn | Page::NotFound => return None,
    })
}

/// Long enough for the first page to have asked for what it shows.
const AFTER_FIRST_PAGE: Duration = Duration::from_millis(1500);

/// Fetches the code of everything that this reader may open, so that going there later waits for nothing.
pub(super) fn fetch_others(reader: Reader) {
    let fetch_all = move || {
        let may = |permission| untrack(|| reader.may(permission));
        let parts: [(Fetch, bool); 10] = [
            (operator::fetch, may(Permission::Operate)),
            (overview::fetch, may(Permission::ViewBills)),
            (bills::fetch, may(Permission::ViewBills)),
            (BILL_PANEL, may(Permission::ViewBills)),
            (monthly_bills::fetch, may(Permission::ViewBills)),
            (MONTHLY_PANEL, may(Permission::ViewBills)),
            (funding::fetch, may(Permission::ViewFunding)),
            (top_up::fetch, may(Permission::MakePayments)),
            (audit::fetch, may(Permission::ViewAudit)),
            (users::fetch, may(Permission::ManageUsers)),
        ];
        fetch_ahead(parts.into_iter().filter_map(|(fetch, may)| may.then_some(fetch)).collect());
    };
    set_timeout(fetch_all, AFTER_FIRST_PAGE);
}
