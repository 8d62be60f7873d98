//! Every endpoint stands once, and its address can be filled in.

use contract::api::{
    self, AccountPath, ActOnAccount, AnswerRelation, AuditPath, BillPath, CancelPayment, ChangePaymentMethod,
    ChangeSettings, ChangeUser, DeleteView, Endpoint, ExplainMonthlyBill, ExportStatementCsv,
    ExportStatementXlsx, GetAuditEntry, GetBill, GetBillDocument, GetFunding, GetMonthlyBillDocument,
    GetOperatorAccount, GetPayment, GetRepaymentDetails, GetStanding, GetStatement, GetTransaction,
    LineQuery, ListBillLines, ListBills, ListCreditableBills, ListTaxProfiles, Method, MethodPath,
    MonthQuery, MonthlyBillPath, OperatorAccountPath, PathParameters, PaymentPath, RelationPath,
    RemovePaymentMethod, SetPassword, SetTaxProfile, TransactionPath, UserPath, ViewPath, url,
};
use contract::bill_filter::BillQuery;
use contract::id::{
    AccountNumber, BillId, MethodId, OrganizationId, PaymentId, RelationId, TransactionId, UserId, ViewId,
};
use contract::permission::Access;
use contract::statement::{StatementFilter, StatementQuery};
use std::collections::BTreeSet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn e2_every_endpoint_is_declared_once() {
    let all = api::all();
    let names: BTreeSet<&str> = all.iter().map(|endpoint| endpoint.name).collect();
    let addresses: BTreeSet<(Method, &str)> =
        all.iter().map(|endpoint| (endpoint.method, endpoint.path)).collect();
    assert_eq!((names.len(), addresses.len()), (all.len(), all.len()));
    for endpoint in all {
        assert!(endpoint.path.starts_with("/api/v1/"), "{}", endpoint.path);
        assert!(endpoint.summary.trim().ends_with('.'), "{}: a sentence", endpoint.name);
        let keys: BTreeSet<&&str> = endpoint.query_keys.iter().collect();
        assert_eq!(keys.len(), endpoint.query_keys.len(), "{}", endpoint.name);
    }
}

#[test]
fn e3_what_changes_something_is_never_public_but_for_signing_in() {
    for endpoint in api::all() {
        let open = endpoint.access == Access::Public && endpoint.method != Method::Get;
        assert_eq!(open, endpoint.name == "OpenSession", "{}", endpoint.name);
    }
}

#[test]
fn path_templates_are_filled_and_read_back() {
    let bill = BillPath { id: BillId::new(77) };
    let view = ViewPath { id: ViewId::new(2) };
    let user = UserPath { id: UserId::new(3) };
    let line = LineQuery::default();
    let monthly = MonthlyBillPath {
        account: AccountNumber::parse("HRB/0001 港").unwrap(),
        cycle: "2026-10".parse().unwrap(),
    };
    let account = AccountPath { account: monthly.account.clone() };
    let entry = AuditPath { place: 7 };
    let movement = TransactionPath { id: TransactionId::new(6) };
    let (payment, method) = (PaymentPath { id: PaymentId::new(4) }, MethodPath { id: MethodId::new(5) });
    let operated =
        OperatorAccountPath { organization: OrganizationId::new(3), account: monthly.account.clone() };
    let urls = [
        url::<GetBill>(&bill, &()),
        url::<ListBillLines>(&bill, &line),
        url::<GetBillDocument>(&bill, &()),
        url::<DeleteView>(&view, &()),
        url::<ChangeUser>(&user, &()),
        url::<SetPassword>(&user, &()),
        url::<GetRepaymentDetails>(&monthly, &()),
        url::<ExplainMonthlyBill>(&monthly, &()),
        url::<GetFunding>(&account, &()),
        url::<ChangeSettings>(&account, &()),
        url::<GetAuditEntry>(&entry, &()),
        url::<GetPayment>(&payment, &()),
        url::<CancelPayment>(&payment, &()),
        url::<ChangePaymentMethod>(&method, &()),
        url::<RemovePaymentMethod>(&method, &()),
        url::<GetMonthlyBillDocument>(&monthly, &()),
        url::<GetStanding>(&account, &()),
        url::<GetTransaction>(&movement, &()),
        url::<GetOperatorAccount>(&operated, &()),
        url::<ListCreditableBills>(&operated, &MonthQuery::default()),
        url::<ActOnAccount>(&operated, &()),
        url::<GetStatement>(&account, &StatementQuery::default()),
        url::<ExportStatementXlsx>(&account, &StatementFilter::default()),
        url::<ExportStatementCsv>(&account, &StatementFilter::default()),
        url::<ListTaxProfiles>(&account, &()),
        url::<SetTaxProfile>(&account, &()),
        url::<AnswerRelation>(&RelationPath { id: RelationId::new(1) }, &()),
    ];
    assert!(urls.iter().all(|url| !url.contains(['{', '}', '?'])), "{urls:?}");
    assert_eq!(urls[0], "/api/v1/bills/bil-000000000002d");
    assert_eq!(urls[7], "/api/v1/monthly-bills/HRB%2F0001%20%E6%B8%AF/2026-10/explanation");
    let templates = api::all().iter().filter(|endpoint| endpoint.path.contains('{')).count();
    assert_eq!(templates, urls.len(), "a new address with a parameter belongs into this list");
    assert_eq!(BillPath::read(|name| (name == "id").then_some("bil-000000000002d")), Some(bill));
    assert_eq!(BillPath::read(|_| Some("usr-000000000002d")), None);
    assert_eq!(BillPath::read(|_| None), None);
}

#[test]
fn a_url_carries_its_query() {
    let query = BillQuery { limit: Some(7), cursor: Some("a b&c".to_owned()), ..BillQuery::default() };
    assert_eq!(url::<ListBills>(&(), &query), "/api/v1/bills?limit=7&cursor=a%20b%26c");
    assert_eq!(url::<ListBills>(&(), &BillQuery::default()), ListBills::PATH);
}
