//! What stands in the log, in words that people read. An act without its words does not compile.

use super::operated::operated;
use super::people::{self, People};
use crate::engine::write::{Act, Done, PeopleAct};
use crate::store::audit_log::{LogRow, MovedRow};
use contract::audit::{ActKind, AuditActor, AuditMovement, AuditPosting, Said, Who};
use contract::cycle::Cycle;
use contract::id::TransactionId;
use contract::ledger::{Book, Channel, Kind};
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::payment::{RefundEvent, RefundFailure};
use contract::relation::RelationAction;
use contract::setting::{Setting, SettingsChange};
use contract::settle::Stop;
use contract::tax_profile::NewTaxProfile;

/// An act in words.
pub(super) struct ActSaid {
    /// What people call it.
    pub(super) title: Said,
    /// What was asked.
    pub(super) asked: Said,
    /// What came of it.
    pub(super) outcome: Said,
}

/// Who did it. Somebody whom nobody knows keeps the name of the log.
pub(in crate::engine) fn actor(id: String, people: &People) -> AuditActor {
    let name = match id.parse() {
        Ok(Who::User(user)) => people.get(&user.number()).map(Said::same),
        Ok(Who::Operator(name)) => {
            Some(Said::new(format!("{name} (platform operator)"), format!("{name}（平台运营）")))
        }
        Ok(Who::Job(name)) => Some(job(&name)),
        Err(_) => None,
    };
    AuditActor { name: name.unwrap_or_else(|| Said::same(&id)), id }
}

fn job(name: &str) -> Said {
    match name {
        "issue" => Said::new("Issue of bills (automatic)", "出账（自动）"),
        "lapse" => Said::new("Expiry (automatic)", "到期（自动）"),
        "settle" => Said::new("Settlement (automatic)", "结算（自动）"),
        "accrue" => Said::new("Accrual (automatic)", "用量计提（自动）"),
        "arrival" => Said::new("Bank transfers (automatic)", "银行转账（自动）"),
        "refund" => Said::new("Refunds through channels (automatic)", "原路退款（自动）"),
        "remittance" => Said::new("Remittance (automatic)", "汇款付账（自动）"),
        "charge" => Said::new("Charge of the running cycle (automatic)", "当期扣款（自动）"),
        other => Said::new(format!("{other} (automatic)"), format!("{other}（自动）")),
    }
}

/// An entry in words. What can't be read any more is shown as it stands: the check of the chain says what is off.
pub(super) fn act(row: &LogRow, movements: &[AuditMovement], people: &People) -> ActSaid {
    let LogRow { act: name, input, outcome, .. } = row;
    let title = ActKind::parse(name)
        .map_or_else(|| Said::same(name), |kind| Said::new(kind.title(Locale::En), kind.title(Locale::Zh)));
    if let Ok(act) = serde_json::from_str::<PeopleAct>(input) {
        let outcome = serde_json::from_str(outcome)
            .map_or_else(|_| Said::same(outcome), |done| people::came_of_it(&act, done));
        return ActSaid { title, asked: people::asked(&act, people), outcome };
    }
    let asked = serde_json::from_str::<Act>(input).map_or_else(|_| Said::same(input), |act| asked(&act));
    let outcome = serde_json::from_str::<Done>(outcome)
        .map_or_else(|_| Said::same(outcome), |done| came_of_it(&done, movements));
    ActSaid { title, asked, outcome }
}

fn asked(act: &Act) -> Said {
    match act {
        Act::TopUp { channel, money } => {
            let (by, money) = (channel_name(*channel), money.spoken());
            Said::new(format!("Top up {money} by {}", by.en), format!("通过{}充值 {money}", by.zh))
        }
        Act::Issue { cycle } => {
            Said::new(format!("Issue the monthly bill of {cycle}"), format!("出具 {cycle} 的月账单"))
        }
        Act::Settle => Said::new("Settle monthly bills", "结算月账单"),
        Act::ChangeSettings { change } => settings(change),
        Act::Accrue { cycle } => {
            Said::new(format!("Freeze what accrued in {cycle}"), format!("按 {cycle} 的用量更新冻结金额"))
        }
        Act::Remit { money } => {
            let money = money.spoken();
            Said::new(
                format!("Pay monthly bills from {money} that arrived"),
                format!("用到账的 {money} 支付月账单"),
            )
        }
        Act::Receive { payment, channel, money, .. } => {
            let (by, money) = (channel_name(*channel), money.spoken());
            Said::new(
                format!("Book {money} of payment {payment} by {}", by.en),
                format!("入账付款 {payment}：通过{}支付 {money}", by.zh),
            )
        }
        Act::EndRefund { .. } | Act::EndReturn { .. } => went_back(act),
        Act::TakeBack { payment, channel, money, .. } => {
            let (by, money) = (channel_name(*channel), money.spoken());
            Said::new(
                format!("{} took back {money} of payment {payment}, which nobody sent back here", by.en),
                format!("{}扣回付款 {payment} 的 {money}，并非由此处退款", by.zh),
            )
        }
        Act::Lapse { book } => {
            let name = book_name(*book);
            Said::new(format!("Let what is left expire: {}", name.en), format!("余额到期失效：{}", name.zh))
        }
        Act::Operate(instruction) => operated(instruction),
        Act::SetTaxProfile { .. }
        | Act::InviteMember { .. }
        | Act::AnswerRelation { .. }
        | Act::LinkMethod { .. }
        | Act::PreferMethod { .. }
        | Act::RemoveMethod { .. } => owner(act),
    }
}

/// How money on its way back ended.
fn went_back(act: &Act) -> Said {
    let ended = |event: &RefundEvent| match event {
        RefundEvent::Fail { reason: RefundFailure::Closed } => {
            Said::new("did not arrive: what paid is closed", "未到账：原付款方式已关闭")
        }
        RefundEvent::Fail { reason: RefundFailure::Refused } => Said::new("was refused", "被拒绝"),
        RefundEvent::Succeed | RefundEvent::Process => Said::new("arrived", "已到账"),
    };
    match act {
        Act::EndRefund { refund, payment, channel, money, event } => {
            let (by, money, ended) = (channel_name(*channel), money.spoken(), ended(event));
            Said::new(
                format!("Refund {refund} of {money} of payment {payment} by {} {}", by.en, ended.en),
                format!("付款 {payment} 经{}的退款 {refund}（{money}）{}", by.zh, ended.zh),
            )
        }
        Act::EndReturn { arrival, money, event, .. } => {
            let (money, ended) = (money.spoken(), ended(event));
            Said::new(
                format!("Return of bank transfer {arrival} of {money} {}", ended.en),
                format!("银行转账 {arrival}（{money}）的退回{}", ended.zh),
            )
        }
        _ => Said::default(),
    }
}

/// What an owner decides about the account beside its switches.
fn owner(act: &Act) -> Said {
    match act {
        Act::SetTaxProfile { profile } => {
            let NewTaxProfile { valid_from, legal_name, tax_number, address, contact } = profile;
            Said::new(
                format!("Tax profile from {valid_from} on: {legal_name}, {tax_number}, {address}, {contact}"),
                format!("自 {valid_from} 起的税务信息：{legal_name}，{tax_number}，{address}，{contact}"),
            )
        }
        Act::LinkMethod { kind, .. } => Said::new(format!("Link {kind}"), format!("绑定 {kind}")),
        Act::PreferMethod { kind, .. } => {
            Said::new(format!("Charge {kind} by default"), format!("默认从 {kind} 扣款"))
        }
        Act::RemoveMethod { kind, .. } => Said::new(format!("Remove {kind}"), format!("移除 {kind}")),
        Act::InviteMember { member } => {
            Said::new(format!("Ask to pay for {member}"), format!("邀请代付 {member}"))
        }
        Act::AnswerRelation { relation, action } => match action {
            RelationAction::Accept => {
                Said::new(format!("Accept the invitation {relation}"), format!("接受邀请 {relation}"))
            }
            RelationAction::Decline => {
                Said::new(format!("Decline the invitation {relation}"), format!("拒绝邀请 {relation}"))
            }
            RelationAction::End => {
                Said::new(format!("End the relationship {relation}"), format!("结束关系 {relation}"))
            }
        },
        _ => Said::default(),
    }
}

fn settings(change: &SettingsChange) -> Said {
    let SettingsChange { automatic, settle_past_bills, remittance } = *change;
    let turned = [
        (Setting::Automatic, automatic),
        (Setting::SettlePastBills, settle_past_bills),
        (Setting::Remittance, remittance),
    ];
    let turned = turned.into_iter().filter_map(|(setting, on)| Some((setting_name(setting), on?)));
    joined(turned.map(|(name, on)| {
        if on {
            Said::new(format!("Turn on {}", name.en), format!("开启{}", name.zh))
        } else {
            Said::new(format!("Turn off {}", name.en), format!("关闭{}", name.zh))
        }
    }))
}

fn setting_name(setting: Setting) -> Said {
    match setting {
        Setting::Automatic => Said::new("Automatic settlement", "自动结算"),
        Setting::SettlePastBills => Said::new("Settle past bills", "结算往期账单"),
        Setting::Remittance => Said::new("Automatically pay monthly bills", "自动支付月账单"),
    }
}

pub(super) fn channel_name(channel: Channel) -> Said {
    Said::new(channel.title(Locale::En), channel.title(Locale::Zh))
}

fn came_of_it(done: &Done, movements: &[AuditMovement]) -> Said {
    let Done { transactions, paid, stop, effects: _, relation, due_date: _ } = done;
    let mut parts = Vec::new();
    if paid.is_empty() {
        parts.extend(movements.iter().map(moved));
    } else {
        let each = |word: fn(Cycle, String) -> String| {
            paid.iter().map(|(cycle, money)| word(*cycle, money.spoken())).collect::<Vec<_>>()
        };
        let en = each(|cycle, money| format!("{money} of {cycle}")).join(", ");
        let zh = each(|cycle, money| format!("{cycle} {money}")).join("、");
        parts.push(Said::new(format!("Paid {en}"), format!("已付 {zh}")));
    }
    parts.extend(stop.map(stopped));
    parts.extend(relation.map(|id| Said::new(format!("Invitation {id}"), format!("邀请 {id}"))));
    if parts.is_empty() {
        parts.push(if transactions.is_empty() {
            Said::new("Done; no money moved", "已完成，无资金变动")
        } else {
            Said::new(format!("{} movements", transactions.len()), format!("{} 笔变动", transactions.len()))
        });
    }
    joined(parts)
}

fn stopped(stop: Stop) -> Said {
    match stop {
        Stop::NoCredit { cycle, available } => {
            let available = available.spoken();
            Said::new(
                format!("Available credit ({available}) was used up before {cycle}"),
                format!("可用额度（{available}）在 {cycle} 之前已用尽"),
            )
        }
        Stop::Short { cycle, missing } => {
            let missing = missing.spoken();
            Said::new(format!("{missing} is missing for {cycle}"), format!("{cycle} 还差 {missing}"))
        }
    }
}

/// A movement in short: what was billed and is to be paid, or how much of what.
fn moved(movement: &AuditMovement) -> Said {
    let Some(currency) = movement.postings.first().map(|posting| posting.debit.currency()) else {
        return movement.title.clone();
    };
    let sum = |wanted: fn(&AuditPosting) -> bool| {
        Money::sum(currency, movement.postings.iter().filter(|one| wanted(one)).map(|one| one.debit))
    };
    let billed = sum(|posting| matches!(posting.book.parse(), Ok(Book::Consumption)));
    let to_pay = sum(|posting| matches!(posting.book.parse(), Ok(Book::Receivable(_) | Book::Processing(_))));
    match (billed, to_pay, sum(|posting| !posting.debit.is_negative())) {
        (Ok(billed), Ok(to_pay), _) if !billed.is_zero() => {
            let billed = Money::new(billed.minor().saturating_neg(), currency).spoken();
            let to_pay = to_pay.spoken();
            Said::new(
                format!("Billed {billed}, of which {to_pay} to be paid"),
                format!("账单 {billed}，其中待付 {to_pay}"),
            )
        }
        (_, _, Ok(money)) => {
            let (title, money) = (&movement.title, money.spoken());
            Said::new(format!("{} {money}", title.en), format!("{} {money}", title.zh))
        }
        _ => movement.title.clone(),
    }
}

/// Sentences one after the other.
pub(super) fn joined(parts: impl IntoIterator<Item = Said>) -> Said {
    let (en, zh): (Vec<String>, Vec<String>) = parts.into_iter().map(|part| (part.en, part.zh)).unzip();
    Said::new(en.join("; "), zh.join("；"))
}

/// Postings as movements. A currency that nobody knows leaves its posting out: the check of the chain says so.
pub(super) fn movements(rows: &[MovedRow]) -> Vec<AuditMovement> {
    let groups = rows.chunk_by(|one, other| one.id == other.id);
    let movement = |group: &[MovedRow]| {
        let first = group.first()?;
        let title = Kind::parse(&first.kind).map_or_else(|| Said::same(&first.kind), kind_name);
        let postings = group.iter().filter_map(|row| {
            let currency: Currency = row.currency.parse().ok()?;
            let name = row.book.parse().map_or_else(|_| Said::same(&row.book), book_name);
            Some(AuditPosting { book: row.book.clone(), name, debit: Money::new(row.debit, currency) })
        });
        Some(AuditMovement { id: TransactionId::new(first.id), title, postings: postings.collect() })
    };
    groups.filter_map(movement).collect()
}

pub(in crate::engine) fn kind_name(kind: Kind) -> Said {
    Said::new(kind.title(Locale::En), kind.title(Locale::Zh))
}

pub(in crate::engine) fn book_name(book: Book) -> Said {
    Said::new(book.title(Locale::En), book.title(Locale::Zh))
}
