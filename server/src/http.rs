//! HTTP: one line per endpoint, each of them a type of the contract.
//!
//! Handlers only translate: they know no SQL and decide nothing. Who may call is checked by [`serve`] before a handler
//! hears of the request.

mod audit;
mod bills;
mod choices;
mod context;
mod cookie;
mod document;
mod export;
mod files;
mod funding;
mod guard;
mod headers;
mod listen;
mod measure;
mod monthly_bills;
mod monthly_documents;
mod observe;
pub mod openapi;
mod operator;
mod overview;
mod patient;
mod payments;
mod problem;
mod relations;
mod serve;
mod session;
mod site;
mod statement_export;
mod system;
mod users;
mod views;
mod webhooks;

pub use context::{Context, Guest};
pub use files::FileAnswer;
pub use listen::{Settings, listen, serve_until};
pub use serve::{Mounted, serve, serve_file, serve_public};

use crate::engine::Engine;
use axum::Router;
use contract::api;
use std::sync::Arc;
use std::time::Duration;

/// What handlers work with.
#[derive(Debug, Clone)]
pub struct App {
    /// What the server does.
    pub engine: Engine,
    /// How it was started.
    pub settings: Arc<Settings>,
    /// How many more requests there is room for.
    room: Arc<tokio::sync::Semaphore>,
    /// How long a request may take until its answer begins; a file goes on after that.
    patience: Duration,
}

/// Every endpoint of the interface, each on a line of its own.
fn endpoints() -> Mounted {
    let routes = Mounted::default();

    let routes = serve_public::<api::GetHealth, _, _, _>(routes, system::health);
    let routes = serve_public::<api::GetOpenApi, _, _, _>(routes, system::openapi);

    let routes = serve_public::<api::OpenSession, _, _, _>(routes, session::open);
    let routes = serve::<api::GetSession, _, _, _>(routes, session::show);
    let routes = serve::<api::CloseSession, _, _, _>(routes, session::close);
    let routes = serve::<api::ChangePassword, _, _, _>(routes, session::change_password);

    let routes = serve::<api::ListBills, _, _, _>(routes, bills::list);
    let routes = serve::<api::GetBillChoices, _, _, _>(routes, bills::choices);
    let routes = serve::<api::GetBill, _, _, _>(routes, bills::show);
    let routes = serve::<api::ListBillLines, _, _, _>(routes, bills::lines);
    let routes = serve::<api::ListAccounts, _, _, _>(routes, choices::accounts);
    let routes = serve::<api::ListApplications, _, _, _>(routes, choices::applications);

    let routes = serve::<api::ListMonthlyBills, _, _, _>(routes, monthly_bills::list);
    let routes = serve::<api::GetRepaymentDetails, _, _, _>(routes, monthly_bills::repayments);
    let routes = serve::<api::ExplainMonthlyBill, _, _, _>(routes, monthly_bills::explanation);
    let routes = serve_file::<api::GetMonthlyBillDocument, _, _>(routes, monthly_documents::pdf);
    let routes = serve_file::<api::ExportMonthlyBillsXlsx, _, _>(routes, monthly_documents::xlsx);
    let routes = serve_file::<api::ExportMonthlyBillsCsv, _, _>(routes, monthly_documents::csv);
    let routes = serve::<api::GetStanding, _, _, _>(routes, monthly_bills::standing);
    let routes = serve::<api::GetTransaction, _, _, _>(routes, monthly_bills::transaction);

    let routes = serve_file::<api::GetBillDocument, _, _>(routes, document::one);
    let routes = serve_file::<api::DownloadPickedPdf, _, _>(routes, document::picked_pdf);
    let routes = serve_file::<api::DownloadPickedZip, _, _>(routes, document::picked_zip);
    let routes = serve_file::<api::ExportBillsXlsx, _, _>(routes, export::xlsx);
    let routes = serve_file::<api::ExportBillsCsv, _, _>(routes, export::csv);
    let routes = serve_file::<api::ExportPickedXlsx, _, _>(routes, export::picked_xlsx);
    let routes = serve_file::<api::ExportPickedCsv, _, _>(routes, export::picked_csv);

    let routes = serve::<api::ListViews, _, _, _>(routes, views::list);
    let routes = serve::<api::SaveView, _, _, _>(routes, views::save);
    let routes = serve::<api::DeleteView, _, _, _>(routes, views::delete);

    let routes = serve::<api::ListUsers, _, _, _>(routes, users::list);
    let routes = serve::<api::AddUser, _, _, _>(routes, users::add);
    let routes = serve::<api::ChangeUser, _, _, _>(routes, users::change);
    let routes = serve::<api::SetPassword, _, _, _>(routes, users::set_password);

    let routes = serve::<api::ListAuditEntries, _, _, _>(routes, audit::list);
    let routes = serve::<api::GetAuditChoices, _, _, _>(routes, audit::choices);
    let routes = serve::<api::CheckAuditChain, _, _, _>(routes, audit::check);
    let routes = serve_file::<api::ExportAuditCsv, _, _>(routes, audit::export);
    let routes = serve::<api::GetAuditEntry, _, _, _>(routes, audit::show);

    let routes = serve::<api::GetFunding, _, _, _>(routes, funding::show);
    let routes = serve::<api::ChangeSettings, _, _, _>(routes, funding::change_settings);
    let routes = serve::<api::GetStatement, _, _, _>(routes, funding::statement);
    let routes = serve_file::<api::ExportStatementXlsx, _, _>(routes, statement_export::xlsx);
    let routes = serve_file::<api::ExportStatementCsv, _, _>(routes, statement_export::csv);
    let routes = serve::<api::ListTaxProfiles, _, _, _>(routes, funding::tax_profiles);
    let routes = serve::<api::SetTaxProfile, _, _, _>(routes, funding::set_tax_profile);
    let routes = serve::<api::ListRelations, _, _, _>(routes, relations::list);
    let routes = serve::<api::InviteMember, _, _, _>(routes, relations::invite);
    let routes = serve::<api::AnswerRelation, _, _, _>(routes, relations::answer);

    let routes = serve::<api::GetOverview, _, _, _>(routes, overview::show);

    let routes = serve::<api::ListPayments, _, _, _>(routes, payments::list);
    let routes = serve::<api::BeginPayment, _, _, _>(routes, payments::begin);
    let routes = serve::<api::GetPaymentChannels, _, _, _>(routes, payments::channels);
    let routes = serve::<api::GetPayment, _, _, _>(routes, payments::show);
    let routes = serve::<api::CancelPayment, _, _, _>(routes, payments::cancel);
    let routes = serve::<api::ListPaymentMethods, _, _, _>(routes, payments::methods);
    let routes = serve::<api::LinkPaymentMethod, _, _, _>(routes, payments::link);
    let routes = serve::<api::ChangePaymentMethod, _, _, _>(routes, payments::change_method);
    let routes = serve::<api::RemovePaymentMethod, _, _, _>(routes, payments::remove_method);

    let routes = serve::<api::FindOperatorAccounts, _, _, _>(routes, operator::find);
    let routes = serve::<api::GetOperatorAccount, _, _, _>(routes, operator::show);
    let routes = serve::<api::ListCreditableBills, _, _, _>(routes, operator::bills);
    let routes = serve::<api::ActOnAccount, _, _, _>(routes, operator::act);
    let routes = serve::<api::ListWaitingArrivals, _, _, _>(routes, operator::arrivals);
    let routes = serve::<api::ListHolidayCalendars, _, _, _>(routes, operator::calendars);
    serve::<api::ActOnPlatform, _, _, _>(routes, operator::act_on_platform)
}

/// The names of the endpoints that are served: tests hold them against the contract's.
pub fn served() -> Vec<&'static str> {
    endpoints().names().to_vec()
}

/// The whole server: the interface, the metrics, the portal's files, and what watches over all of them.
pub fn router(app: App) -> Router {
    let router = endpoints()
        .into_router()
        .route("/metrics", axum::routing::get(measure::show))
        .route("/webhooks/{channel}", axum::routing::post(webhooks::hear))
        .fallback(site::show)
        .method_not_allowed_fallback(problem::method_not_allowed);
    observe::around(router, app.clone()).with_state(app)
}
