//! Monthly bills as they stand on paper (M1): the cover, the table of their bills, and the bills' own pages.

use super::{Caller, Engine, Failure};
use crate::document::pdf::{BillDocument, MonthlyDocument, MonthlyLine, Payer, holds_pages};
use crate::store::monthly::{self, LineRow};
use crate::store::{StoreError, organizations, payers};
use contract::api::MonthlyBillPath;
use contract::id::BillId;
use contract::money::Money;
use contract::monthly_bill::{MonthlyBill, State};

/// How often the bills are read again when a payment came between them and their sums.
const TRIES: usize = 5;

impl Engine {
    /// The monthly bill with all its bills; the bills' own pages where they are not too many.
    pub async fn monthly_document(
        &self,
        caller: &Caller,
        path: &MonthlyBillPath,
    ) -> Result<(MonthlyDocument, Vec<BillDocument>), Failure> {
        let (account, bill, lines) = self.monthly_lines(caller, path).await?;
        let issued = bill.state != State::NotIssued;
        let day = if issued { bill.cycle.issue_date() } else { self.today() };
        let payer = payers::on(&self.db, caller.organization_id, account, day).await?;
        let issuer = organizations::issuer(&self.db, caller.organization_id).await?;
        let currency = bill.balances.consumption().currency();
        let line = |row: &LineRow| MonthlyLine {
            number: row.number.map(|(year, place)| format!("{issuer}-{year}-{place:08}")).unwrap_or_default(),
            product: row.product.clone(),
            application: row.application.clone(),
            consumption: Money::new(row.consumption, currency),
            outstanding: Money::new(row.outstanding, currency),
        };
        let document = MonthlyDocument {
            locale: caller.locale,
            issuer: self.issuer.as_ref().clone(),
            payer: payer.map(|payer| Payer {
                legal_name: payer.legal_name,
                tax_number: payer.tax_number,
                address: payer.address,
                contact: payer.contact,
            }),
            organization: self.organization_name(caller).await?,
            account_name: bill.account.name.clone(),
            account_number: bill.account.number.to_string(),
            cycle: bill.cycle,
            state: bill.state,
            due_date: bill.due_date,
            balances: bill.balances,
            lines: lines.iter().map(line).collect(),
        };
        let mut pages = Vec::new();
        if holds_pages(lines.len()) {
            for row in &lines {
                pages.push(self.document(caller, BillId::new(row.bill)).await?);
            }
        }
        Ok((document, pages))
    }

    /// A monthly bill and its bills, which add up to it.
    async fn monthly_lines(
        &self,
        caller: &Caller,
        path: &MonthlyBillPath,
    ) -> Result<(i64, MonthlyBill, Vec<LineRow>), Failure> {
        for _ in 0..TRIES {
            let (account, bill) = self.one_monthly(caller, path).await?;
            let lines = monthly::lines(&self.db, caller.organization_id, account, path.cycle).await?;
            let sum = |part: fn(&LineRow) -> i64| lines.iter().map(|row| i128::from(part(row))).sum::<i128>();
            let balances = &bill.balances;
            let claimed =
                [balances.consumption(), balances.outstanding()].map(|money| i128::from(money.minor()));
            if claimed == [sum(|row| row.consumption), sum(|row| row.outstanding)] {
                return Ok((account, bill, lines));
            }
        }
        let what = format!("the bills of {} {} don't add up to it", path.account, path.cycle);
        Err(Failure::Store(StoreError::Corrupt(what)))
    }
}
