//! Bills as they stand on paper (B4): what the store knows, put together for the page.

use super::{Caller, Chosen, Engine, Failure};
use crate::document::pdf::{BillDocument, Payer, UsageLine};
use crate::store::{organizations, payers};
use contract::api::{DOCUMENTS_MAX, Picked, ProblemCode};
use contract::bill::Bill;
use contract::id::BillId;

impl Engine {
    /// The page of one bill.
    pub async fn document(&self, caller: &Caller, id: BillId) -> Result<BillDocument, Failure> {
        let organization = self.organization_name(caller).await?;
        let summary = self.bill_summary(caller, id).await?;
        let (bill, account) = self.whole_bill(caller, summary).await?;
        self.page(caller, &organization, bill, account).await
    }

    /// The bills that were picked for one document: at least one, at most [`DOCUMENTS_MAX`].
    pub async fn choose_documents(&self, caller: &Caller, picked: Picked) -> Result<Chosen, Failure> {
        let chosen = self.choose_picked(caller, picked).await?;
        match chosen.rows.len() {
            0 => Err(Failure::NOT_FOUND),
            count if count > DOCUMENTS_MAX => Err(Failure::Refused(ProblemCode::TooManyBills)),
            _ => Ok(chosen),
        }
    }

    /// The page of the bill at `place` of what was chosen.
    pub async fn chosen_document(
        &self,
        caller: &Caller,
        organization: &str,
        chosen: &Chosen,
        place: usize,
    ) -> Result<BillDocument, Failure> {
        let row = chosen.rows.get(place).ok_or(Failure::NOT_FOUND)?;
        let summary = chosen.snapshot.row(*row).summary().ok_or(Failure::NOT_FOUND)?;
        let (bill, account) = self.whole_bill(caller, summary).await?;
        self.page(caller, organization, bill, account).await
    }

    /// The name of the caller's organization.
    pub async fn organization_name(&self, caller: &Caller) -> Result<String, Failure> {
        let name = organizations::name(&self.db, caller.organization_id).await?;
        name.ok_or(Failure::NOT_FOUND)
    }

    async fn page(
        &self,
        caller: &Caller,
        organization: &str,
        bill: Bill,
        account: i64,
    ) -> Result<BillDocument, Failure> {
        let day = bill.bill_date.unwrap_or_else(|| self.today());
        let payer = payers::on(&self.db, caller.organization_id, account, day).await?;
        let summary = bill.summary;
        let whatsapp = summary.whatsapp_account().map(str::to_owned);
        let usage = summary.usage.into_iter();
        Ok(BillDocument {
            locale: caller.locale,
            issuer: self.issuer.as_ref().clone(),
            payer: payer.map(|payer| Payer {
                legal_name: payer.legal_name,
                tax_number: payer.tax_number,
                address: payer.address,
                contact: payer.contact,
            }),
            number: summary.number,
            bill_date: bill.bill_date,
            cycle: summary.cycle,
            organization: organization.to_owned(),
            account_name: summary.account.name,
            account_number: summary.account.number.to_string(),
            whatsapp_business_account: whatsapp.unwrap_or_default(),
            product: summary.product.name,
            application_name: summary.application.name,
            application_id: summary.application.id.to_string(),
            app_key: summary.application.app_key.unwrap_or_default(),
            usage: usage
                .map(|part| UsageLine { quantity: part.value.to_string(), unit: part.unit })
                .collect(),
            balances: bill.balances,
            lines: bill.derivation.lines,
            exact: bill.derivation.exact,
            rounding: bill.derivation.rounding,
            residue: bill.derivation.residue,
        })
    }
}
