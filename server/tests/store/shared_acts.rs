//! Commands drawn at random: every kind of act, with duplicates, used keys and what a rule says no to.

use crate::books::{NOW, usd};
use crate::operator::operate;
use chrono::NaiveDate;
use contract::calendar::{CreditControl, Day, PaymentPeriod, SettlementCycle};
use contract::cycle::Cycle;
use contract::id::{CardId, CouponId, PaymentId, RelationId};
use contract::ledger::{Book, Channel};
use contract::money::{Currency, Money};
use contract::operator::OperatorAct;
use contract::payment::Purpose;
use contract::relation::RelationAction;
use contract::setting::SettingsChange;
use contract::settle::Products;
use contract::tax_profile::NewTaxProfile;
use server::engine::write::{Act, Actor, Command};
use server::store::Db;
use server::store::ids::id;
use server::store::payments::{self, NewRow};

/// Chance that comes again with its seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below this one.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let place = self.below(of.len() as u64);
        of[usize::try_from(place).unwrap()].clone()
    }

    /// From 1 to 4.
    fn place(&mut self) -> i64 {
        i64::try_from(1 + self.below(4)).unwrap()
    }

    /// A command: one that came before, one under a key that was used for another, or a new one.
    pub fn command(&mut self, accounts: &[(i64, i64)], before: &[Command]) -> Command {
        let accounts: Vec<(i64, i64)> = accounts.iter().copied().filter(|account| account.0 != 0).collect();
        let mut on = self.one(&accounts);
        let act = self.act(on);
        if matches!(&act, Act::Operate(instruction) if instruction.act.kind().is_of_platform()) {
            on = (0, 0);
        } else if self.below(40) == 0 {
            on.1 += 77;
        }
        if let Act::Receive { payment, .. } = &act {
            return Command { key: format!("payment/{payment}"), act, ..by_job(on) };
        }
        let fresh = Command { key: format!("key-{}", before.len()), act, ..by_job(on) };
        match self.below(10) {
            0 if !before.is_empty() => self.one(before),
            1 if !before.is_empty() => Command { key: self.one(before).key, ..fresh },
            2 => Command { actor: Actor::Operator("ada".to_owned()), ..fresh },
            _ => fresh,
        }
    }

    fn month(&mut self) -> Cycle {
        self.one(&["2026-09", "2026-09", "2026-10", "2026-11", "2026-08"]).parse().unwrap()
    }

    fn money(&mut self) -> Money {
        let minor = i64::try_from(self.below(900)).unwrap();
        if self.below(30) == 0 { Money::new(minor, Currency::JPY) } else { usd(minor) }
    }

    fn act(&mut self, (organization, _): (i64, i64)) -> Act {
        let there = |place: i64| id(organization, place);
        match self.below(32) {
            0..=3 => Act::TopUp { channel: Channel::BankTransfer, money: self.money() },
            4..=6 => Act::Issue { cycle: self.month() },
            7..=10 => Act::Settle,
            11 => Act::ChangeSettings {
                change: SettingsChange { automatic: Some(self.below(4) > 0), ..SettingsChange::default() },
            },
            12 => Act::Accrue { cycle: "2026-11".parse().unwrap() },
            13 | 14 => Act::Receive {
                payment: PaymentId::new(there(self.place())),
                channel: Channel::Alipay,
                money: usd(250),
                cycle: None,
            },
            15..=17 => Act::Lapse {
                book: if self.below(2) == 0 {
                    Book::Coupon(CouponId::new(there(self.place())))
                } else {
                    Book::Card(CardId::new(there(self.place())))
                },
            },
            18 => Act::Remit { money: self.money() },
            19 => Act::SetTaxProfile { profile: profile(self.place()) },
            20 => {
                let members = ["acc-1-USD", "acc-2-USD", "acc-3-USD", "nobody-USD"];
                Act::InviteMember { member: self.one(&members).parse().unwrap() }
            }
            21 => Act::AnswerRelation {
                relation: RelationId::new(there(self.place())),
                action: self.one(&[RelationAction::Accept, RelationAction::Decline, RelationAction::End]),
            },
            _ => operate(self.operator_act()),
        }
    }

    fn operator_act(&mut self) -> OperatorAct {
        let (from, to): (Cycle, Cycle) = ("2026-09".parse().unwrap(), "2026-11".parse().unwrap());
        match self.below(12) {
            0 => OperatorAct::SetCreditTerms {
                valid_from: day(15),
                terms: terms(),
                calendar: "default".to_owned(),
            },
            1 => OperatorAct::EndCreditTerms { valid_from: day(16) },
            2 => OperatorAct::SetSpecialAgreement {
                valid_from: day(17),
                special_agreement: self.below(2) == 0,
            },
            3 | 4 => coupon(self.money().minor()),
            5 => OperatorAct::GrantCard {
                money: self.money(),
                valid_from: from,
                valid_to: to,
                products: Products::All,
                orders: Vec::new(),
            },
            6 | 7 => OperatorAct::Refund { month: self.month(), money: self.money() },
            8 => {
                // Bills are small, and what cards and coupons paid is not given back.
                let (month, money) = (self.month(), self.money());
                let money = Money::new(money.minor() / 16 + 1, money.currency());
                OperatorAct::CreditNote { month, bill: None, money }
            }
            9 | 10 => OperatorAct::Reverse { entry: i64::try_from(self.below(60)).unwrap() },
            _ => OperatorAct::SetHolidays {
                calendar: "default".to_owned(),
                days: vec![(day(20), Day::Holiday)],
            },
        }
    }
}

pub fn by_job((organization, account): (i64, i64)) -> Command {
    Command { organization, account, actor: Actor::Job("test"), key: String::new(), act: Act::Settle }
}

pub fn top_up(minor: i64) -> Act {
    Act::TopUp { channel: Channel::BankTransfer, money: usd(minor) }
}

pub fn coupon(minor: i64) -> OperatorAct {
    OperatorAct::GrantCoupon {
        money: usd(minor),
        valid_from: day(1),
        valid_to: day(30),
        products: Products::All,
    }
}

fn day(of_november: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, of_november).unwrap()
}

fn terms() -> CreditControl {
    CreditControl {
        limit: usd(5_000),
        settlement_cycle: SettlementCycle::Monthly,
        payment_period: PaymentPeriod::Business(10),
        special_agreement: false,
        directly_contracted: true,
    }
}

fn profile(number: i64) -> NewTaxProfile {
    let text = |what: &str| format!("{what} {number}");
    let (legal_name, address) = (text("Quay Works"), text("Quay Street"));
    NewTaxProfile { valid_from: day(16), legal_name, tax_number: text("T"), address, contact: String::new() }
}

/// A payment of 2.50 for each account.
pub async fn begin_payments(db: &Db, accounts: &[(i64, i64)]) {
    for &(organization, account) in accounts.iter().filter(|account| account.0 != 0) {
        let row = NewRow {
            account,
            purpose: Purpose::TopUp,
            channel: Channel::Alipay,
            money: usd(250),
            key: format!("payment-{account}"),
            input: "{}".to_owned(),
            method: None,
            created_by: None,
            locale: "en",
            created_at: NOW,
            expires_at: NOW + 1_800_000_000,
            poll_at: NOW + 1_800_000_000,
        };
        payments::add(db, organization, &row).await.unwrap().unwrap();
    }
}
