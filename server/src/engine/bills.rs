//! The bill list, single bills, and what an export is to hold: questions only, asked of the index and the store.

use super::{Caller, Engine, Failure};
use crate::index::{Rows, Snapshot};
use crate::store::bill_detail::LinkedBill;
use crate::store::{StoreError, bill_detail, organizations};
use contract::account::{Account, Application};
use contract::adjustment::{Adjusts, BillLink};
use contract::api::{BillChoices, BillPage, ChoiceQuery, LineQuery, Listing, PICKED_MAX, Picked, Total};
use contract::bill::{Balances, Bill, BillLine, BillSummary, Derivation, UncheckedBalances};
use contract::bill_filter::{BillQuery, BillSelection, read_selection};
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::money::Money;
use contract::rule::{FieldError, Rule};
use std::sync::Arc;

/// How many lines of a bill are listed when nobody says.
const LINES_DEFAULT: u32 = 100;

/// The bills of an export or archive: rows of one snapshot, in order, with their exact totals.
#[derive(Debug)]
pub struct Chosen {
    /// The state that they were chosen from.
    pub snapshot: Arc<Snapshot>,
    /// The rows, in order.
    pub rows: Rows,
    /// By currency.
    pub totals: Vec<Total>,
}

impl Engine {
    async fn snapshot(&self, caller: &Caller) -> Result<Arc<Snapshot>, Failure> {
        Ok(self.index.snapshot(caller.organization_id).await?)
    }

    /// Asks the newest snapshot something, off the threads that serve the network.
    async fn ask<T: Send + 'static>(
        &self,
        caller: &Caller,
        question: impl FnOnce(&Arc<Snapshot>, &Caller) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let snapshot = self.snapshot(caller).await?;
        let caller = caller.clone();
        let answer = tokio::task::spawn_blocking(move || question(&snapshot, &caller)).await;
        answer.map_err(|error| Failure::Internal(error.to_string()))?
    }

    /// A page of the bill list (B1, B2, B3).
    pub async fn bills(&self, caller: &Caller, query: BillQuery) -> Result<BillPage, Failure> {
        self.ask(caller, move |snapshot, caller| Ok(snapshot.page(&caller.scope, &query)?)).await
    }

    /// What the list's filters can be set to.
    pub async fn bill_choices(&self, caller: &Caller) -> Result<BillChoices, Failure> {
        self.ask(caller, |snapshot, caller| Ok(snapshot.choices(&caller.scope))).await
    }

    /// The accounts that the caller sees and that `query` finds.
    pub async fn account_choices(
        &self,
        caller: &Caller,
        query: ChoiceQuery,
    ) -> Result<Listing<Account>, Failure> {
        self.ask(caller, move |snapshot, caller| Ok(snapshot.accounts(&caller.scope, &query))).await
    }

    /// The applications that the caller's accounts have bills for and that `query` finds.
    pub async fn application_choices(
        &self,
        caller: &Caller,
        query: ChoiceQuery,
    ) -> Result<Listing<Application>, Failure> {
        self.ask(caller, move |snapshot, caller| Ok(snapshot.applications(&caller.scope, &query))).await
    }

    /// The row of one bill, if the caller may see it.
    pub(super) async fn bill_summary(&self, caller: &Caller, id: BillId) -> Result<BillSummary, Failure> {
        let snapshot = self.snapshot(caller).await?;
        snapshot.find(&caller.scope, id).and_then(|row| row.summary()).ok_or(Failure::NOT_FOUND)
    }

    /// One bill with its balances and how its amount came about.
    pub async fn bill(&self, caller: &Caller, id: BillId) -> Result<Bill, Failure> {
        let summary = self.bill_summary(caller, id).await?;
        Ok(self.whole_bill(caller, summary).await?.0)
    }

    /// The whole bill behind a row that the caller sees, and the account's id.
    pub(super) async fn whole_bill(
        &self,
        caller: &Caller,
        summary: BillSummary,
    ) -> Result<(Bill, i64), Failure> {
        let id = summary.id;
        let stored = bill_detail::bill(&self.db, caller.organization_id, id.number()).await?;
        let stored = stored.ok_or(Failure::NOT_FOUND)?;
        let sources = bill_detail::sources(&self.db, caller.organization_id, id.number()).await?;
        let money = |minor| Money::new(minor, summary.consumption.currency());
        let balances: Balances = UncheckedBalances {
            consumption: money(stored.consumption),
            prepaid_cover: money(stored.prepaid_cover),
            outstanding: money(stored.outstanding),
            processing: money(stored.processing),
            settled: money(stored.settled),
            canceled: money(stored.canceled),
        }
        .try_into()
        .map_err(|error| StoreError::Corrupt(format!("{id}: {error}")))?;
        let derivation = Derivation {
            lines: stored.lines,
            exact: stored.exact,
            rounding: stored.rounding,
            residue: stored.residue,
            sources,
        };
        let (bill_date, account) = (stored.bill_date, stored.account);
        let (adjusts, adjustments) = self.links(caller, id, stored.adjusts, money).await?;
        Ok((Bill { summary, bill_date, balances, derivation, adjusts, adjustments }, account))
    }

    /// What a bill adjusts, and what adjusts it (M2).
    async fn links(
        &self,
        caller: &Caller,
        id: BillId,
        adjusts: Option<(Cycle, Option<i64>)>,
        money: impl Fn(i64) -> Money,
    ) -> Result<(Option<Adjusts>, Vec<BillLink>), Failure> {
        let organization = caller.organization_id;
        let original = adjusts.and_then(|(_, original)| original);
        let linked = bill_detail::linked(&self.db, organization, original, id.number()).await?;
        if adjusts.is_none() && linked.is_empty() {
            return Ok((None, Vec::new()));
        }
        let issuer = organizations::issuer(&self.db, organization).await?;
        let link = |bill: LinkedBill| BillLink {
            id: BillId::new(bill.id),
            number: bill.number.map(|(year, place)| format!("{issuer}-{year}-{place:08}")),
            cycle: bill.cycle,
            consumption: money(bill.consumption),
        };
        let (mut adjusted, adjustments): (Vec<_>, Vec<_>) =
            linked.into_iter().map(link).partition(|link| Some(link.id.number()) == original);
        let adjusts = adjusts.map(|(cycle, _)| Adjusts { cycle, bill: adjusted.pop() });
        Ok((adjusts, adjustments))
    }

    /// The lines of a bill.
    pub async fn bill_lines(
        &self,
        caller: &Caller,
        id: BillId,
        query: LineQuery,
    ) -> Result<Listing<BillLine>, Failure> {
        self.bill_summary(caller, id).await?;
        let from = i64::from(query.from.unwrap_or(0));
        let limit = i64::from(query.limit.unwrap_or(LINES_DEFAULT));
        let mut items =
            bill_detail::lines(&self.db, caller.organization_id, id.number(), from, limit + 1).await?;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > most;
        items.truncate(most);
        Ok(Listing { items, more })
    }

    /// Everything that is filtered, in order.
    pub async fn choose(&self, caller: &Caller, selection: BillSelection) -> Result<Chosen, Failure> {
        self.ask(caller, move |snapshot, caller| {
            let totals = snapshot.select(&caller.scope, &selection.filter)?.totals.clone();
            let rows = snapshot.arrange(&caller.scope, &selection.filter, selection.sort)?;
            Ok(Chosen { snapshot: Arc::clone(snapshot), rows, totals })
        })
        .await
    }

    /// What was picked by hand of what is filtered, in order. Ids that the caller can't see pick nothing.
    pub async fn choose_picked(&self, caller: &Caller, picked: Picked) -> Result<Chosen, Failure> {
        for (field, ids) in [("only", &picked.only), ("except", &picked.except)] {
            if ids.len() > PICKED_MAX {
                return Err(Failure::invalid(field, Rule::TooMany { max: PICKED_MAX }));
            }
        }
        let selection = read_selection(&picked.query).map_err(within_query)?;
        self.ask(caller, move |snapshot, caller| {
            let all = snapshot.select(&caller.scope, &selection.filter)?;
            let chosen = snapshot.pick(&all, &picked.only, &picked.except);
            let chosen = chosen.ok_or_else(|| Failure::Internal("the totals do not fit".to_owned()))?;
            let rows = snapshot.arrange_picked(&chosen, selection.sort);
            Ok(Chosen { snapshot: Arc::clone(snapshot), rows, totals: chosen.totals })
        })
        .await
    }
}

/// Errors of the address inside a body: `query.cycle_to`.
fn within_query(errors: Vec<FieldError>) -> Failure {
    let within = |error: FieldError| FieldError::new(&format!("query.{}", error.field), error.rule);
    Failure::Invalid(errors.into_iter().map(within).collect())
}
