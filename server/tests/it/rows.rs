//! How each endpoint is called: a row for every one, or the build of the matrix fails.

use crate::world::{NOW, PASSWORD, World};
use contract::id::{BillId, RelationId};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use serde_json::{Value, json};
use server::engine::write::{Act, Actor, Command};

/// Whose things a call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Something that the caller may see.
    Own,
    /// The other organization's.
    Other,
    /// An account's that the limited user does not see.
    Sibling,
    /// Nobody's: an id that was never given out.
    Missing,
}

/// The things in the world that addresses name.
#[derive(Debug, Clone)]
pub struct Ids {
    /// A bill.
    pub bill: String,
    /// A user.
    pub user: String,
    /// A saved view.
    pub view: String,
    /// The account of a monthly bill.
    pub account: String,
    /// The place of an entry of the audit log.
    pub place: u64,
    /// A payment.
    pub payment: String,
    /// A linked payment method.
    pub method: String,
    /// A movement of that account's ledger.
    pub transaction: String,
    /// Its organization.
    pub organization: String,
    /// A billing relationship.
    pub relation: String,
}

/// What stands in the path of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// Nothing.
    None,
    /// A bill.
    Bill,
    /// A user.
    User,
    /// A saved view.
    View,
    /// A monthly bill: an account and 2026-10.
    MonthlyBill,
    /// An account.
    Account,
    /// An entry of the audit log.
    AuditEntry,
    /// A payment.
    Payment,
    /// A linked payment method.
    Method,
    /// A movement of the ledger.
    Transaction,
    /// An account of an organization, for those who act on all.
    OperatorAccount,
    /// A billing relationship.
    Relation,
}

/// How one endpoint is called.
pub struct Row {
    /// What its path names.
    pub noun: Noun,
    /// Added to the address.
    pub query: &'static str,
    /// A body that is valid.
    pub body: Option<Value>,
    /// Whether it would sign the caller out or change who they are: not called with success.
    pub ends: bool,
}

const fn get(noun: Noun) -> Row {
    Row { noun, query: "", body: None, ends: false }
}

fn send(noun: Noun, body: Value) -> Row {
    Row { noun, query: "", body: Some(body), ends: false }
}

/// The row of an endpoint. A new endpoint needs a line here.
pub fn row(endpoint: &str) -> Option<Row> {
    let row = match endpoint {
        "GetHealth" | "GetOpenApi" | "GetSession" => get(Noun::None),
        "OpenSession" => send(Noun::None, json!({ "email": "nobody@nowhere.example", "password": "x" })),
        "CloseSession" => Row { ends: true, ..get(Noun::None) },
        "ChangePassword" => {
            Row { ends: true, ..send(Noun::None, json!({ "old_password": PASSWORD, "password": PASSWORD })) }
        }
        "ListBills" => Row { query: "?limit=500", ..get(Noun::None) },
        "GetBillChoices" => get(Noun::None),
        "ListAccounts" | "ListApplications" => Row { query: "?limit=500", ..get(Noun::None) },
        "GetBill" | "ListBillLines" | "GetBillDocument" => get(Noun::Bill),
        "ListMonthlyBills" => Row { query: "?limit=500", ..get(Noun::None) },
        "GetRepaymentDetails" | "ExplainMonthlyBill" | "GetMonthlyBillDocument" => get(Noun::MonthlyBill),
        "ExportMonthlyBillsXlsx" | "ExportMonthlyBillsCsv" => get(Noun::None),
        "GetStanding" => get(Noun::Account),
        "GetTransaction" => get(Noun::Transaction),
        "ExportBillsXlsx" | "ExportBillsCsv" => get(Noun::None),
        "ExportPickedXlsx" | "ExportPickedCsv" | "DownloadPickedPdf" | "DownloadPickedZip" => {
            send(Noun::None, json!({ "query": "" }))
        }
        "ListViews" => get(Noun::None),
        "SaveView" => send(Noun::None, json!({ "name": "Mine", "query": "status=pending" })),
        "DeleteView" => get(Noun::View),
        "ListUsers" => get(Noun::None),
        "AddUser" => send(
            Noun::None,
            json!({ "email": "new@ownmark.example", "name": "New", "role": "viewer", "accounts": "all",
                "password": PASSWORD }),
        ),
        "ChangeUser" => send(Noun::User, json!({ "name": "Changed" })),
        "GetOverview" => get(Noun::None),
        "GetFunding" => get(Noun::Account),
        "ChangeSettings" => send(Noun::Account, json!({ "automatic": false })),
        "GetStatement" => Row { query: "?book=cash&limit=500", ..get(Noun::Account) },
        "ExportStatementXlsx" | "ExportStatementCsv" | "ListTaxProfiles" => get(Noun::Account),
        "SetTaxProfile" => send(
            Noun::Account,
            json!({ "valid_from": "2027-01-01", "legal_name": "Quayside", "tax_number": "1", "address": "Quay 1",
                "contact": "" }),
        ),
        "ListRelations" => get(Noun::None),
        "InviteMember" => send(Noun::None, json!({ "main": "ownmark-main", "member": "ownmark-2" })),
        "AnswerRelation" => send(Noun::Relation, json!({ "action": "accept" })),
        "SetPassword" => send(Noun::User, json!({ "password": PASSWORD })),
        "ListAuditEntries" => Row { query: "?limit=500", ..get(Noun::None) },
        "GetAuditChoices" | "CheckAuditChain" | "ExportAuditCsv" => get(Noun::None),
        "GetAuditEntry" => get(Noun::AuditEntry),
        "ListPayments" | "GetPaymentChannels" | "ListPaymentMethods" => get(Noun::None),
        "BeginPayment" => send(Noun::None, top_up("ownmark-1", "0123456789abcdef")),
        "GetPayment" => get(Noun::Payment),
        "CancelPayment" => get(Noun::Payment),
        "LinkPaymentMethod" => send(
            Noun::None,
            json!({ "key": "fedcba9876543210", "account": "ownmark-1", "channel": "bank_card" }),
        ),
        "ChangePaymentMethod" => send(Noun::Method, json!({ "default": true })),
        "RemovePaymentMethod" => Row { ends: true, ..get(Noun::Method) },
        "FindOperatorAccounts" | "ListHolidayCalendars" | "ListWaitingArrivals" => get(Noun::None),
        "GetOperatorAccount" => get(Noun::OperatorAccount),
        "ListCreditableBills" => Row { query: "?month=2026-10", ..get(Noun::OperatorAccount) },
        "ActOnAccount" => send(
            Noun::OperatorAccount,
            json!({ "dry_run": true, "form": { "act": "grant_coupon", "reason": "as agreed", "amount": "5.00",
                "valid_from": "2026-11-15", "valid_to": "2026-12-31" } }),
        ),
        "ActOnPlatform" => send(
            Noun::None,
            json!({ "dry_run": true, "form": { "act": "set_holidays", "reason": "of the year",
                "calendar": "default", "holidays": "2026-12-25,holiday" } }),
        ),
        _ => return None,
    };
    Some(row)
}

/// A top-up of an account, under a key.
pub fn top_up(account: &str, key: &str) -> Value {
    json!({ "key": key, "account": account, "channel": "bank_card",
        "amount": { "currency": "USD", "value": "12.30" } })
}

/// Bodies that name a bill one by one; with them a caller could ask for another's.
pub fn picks(endpoint: &str, bill: &str) -> Option<Value> {
    let picks = endpoint.starts_with("ExportPicked") || endpoint.starts_with("DownloadPicked");
    picks.then(|| json!({ "query": "", "only": [bill] }))
}

/// Makes the things that addresses name: a view, a payment and a linked method, and finds the users.
pub async fn ids(world: &World, token: &str, bill: String, account: String) -> Ids {
    let view = json!({ "name": "A view", "query": "" });
    let saved = world.call("POST", "/api/v1/bill-views").cookie(token).json(&view).send().await.done();
    let users = world.call("GET", "/api/v1/users").cookie(token).send().await.done().json();
    let main = format!("{}-main", account.trim_end_matches("-1"));
    let relation = relation(world, bill.parse::<BillId>().unwrap().number(), &main).await;
    let viewer = users["items"].as_array().unwrap().iter().find(|user| user["role"] == "viewer").unwrap();
    let key = format!("matrix-of-{account}-0000");
    let begin = world.call("POST", "/api/v1/payments").cookie(token).json(&top_up(&account, &key));
    let payment = begin.send().await.done().json();
    let method = world.linked(token, &account, "visa-4242").await;
    let number = bill.parse::<contract::id::BillId>().unwrap().number();
    Ids {
        payment: payment["id"].as_str().unwrap().to_owned(),
        method,
        organization: contract::id::OrganizationId::new(number >> 40).to_string(),
        user: viewer["id"].as_str().unwrap().to_owned(),
        view: saved.json()["id"].as_str().unwrap().to_owned(),
        transaction: movement(world, &bill).await,
        bill,
        account,
        place: 1,
        relation,
    }
}

/// A top-up of the bill's account, as a movement of its ledger.
pub async fn movement(world: &World, bill: &str) -> String {
    // The first bill is the first account's, the second one the second's.
    let account = bill.parse::<BillId>().unwrap().number();
    let organization = account >> 40;
    let key = format!("movement/{account}");
    let act = Act::TopUp { channel: Channel::BankTransfer, money: Money::new(1, Currency::USD) };
    let command = Command { organization, account, actor: Actor::Job("test"), key, act };
    world.engine.door.write(command).await.unwrap().transactions[0].to_string()
}

/// Gives the organization of a bill a main account that has invited the account of the same number.
async fn relation(world: &World, member: i64, number: &str) -> String {
    let organization = member >> 40;
    let main = member + 100;
    // The second account is for an invitation to come.
    let state = if number.ends_with("-2-main") { "declined" } else { "invited" };
    world
        .hand(&format!(
            "INSERT INTO account VALUES ({organization}, {main}, '{number}', '{number}', 'main', 'USD');
             INSERT INTO relation VALUES ({organization}, {main}, {main}, {member}, '{state}', {NOW}, {NOW} + 1000000, \
             NULL, NULL);
             INSERT INTO counter VALUES ({organization}, 'relation', 200) ON CONFLICT (organization_id, series) \
             DO NOTHING;"
        ))
        .await;
    RelationId::new(main).to_string()
}

/// Ids that were never given out.
pub fn missing() -> Ids {
    let id = |prefix: &str| format!("{prefix}-0zzzzzzzzzzzz");
    Ids {
        bill: id("bil"),
        user: id("usr"),
        view: id("vew"),
        account: "missing-1".to_owned(),
        place: 99,
        payment: id("pay"),
        method: id("met"),
        transaction: id("txn"),
        organization: id("org"),
        relation: id("rel"),
    }
}
