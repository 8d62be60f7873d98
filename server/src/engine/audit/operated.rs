//! What operators asked for, in words that people read: the figures, and why.

use super::say::channel_name;
use chrono::NaiveDate;
use contract::audit::Said;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::operator::{Instruction, OperatorAct};

pub(super) fn operated(instruction: &Instruction) -> Said {
    let Said { en, zh } = asked(&instruction.act);
    let reason = &instruction.reason;
    Said::new(format!("{en}. Reason: {reason}"), format!("{zh}。原因：{reason}"))
}

fn asked(act: &OperatorAct) -> Said {
    match act {
        OperatorAct::SetCreditTerms { valid_from, terms, .. } => {
            let said = terms_said(terms);
            Said::new(
                format!("Credit terms from {valid_from}: {}", said.en),
                format!("自 {valid_from} 起的信用条款：{}", said.zh),
            )
        }
        OperatorAct::EndCreditTerms { valid_from } => {
            Said::new(format!("End credit terms on {valid_from}"), format!("于 {valid_from} 终止信用条款"))
        }
        OperatorAct::SetSpecialAgreement { valid_from, special_agreement: true } => Said::new(
            format!("Exclude from automatic settlement from {valid_from} by special agreement"),
            format!("自 {valid_from} 起按特别约定不自动结算"),
        ),
        OperatorAct::SetSpecialAgreement { valid_from, special_agreement: false } => Said::new(
            format!("End the special agreement on {valid_from}"),
            format!("于 {valid_from} 终止特别约定"),
        ),
        OperatorAct::SetThreshold { channel, money, valid_from } => {
            let (channel, money, from) = (channel_name(*channel), money.spoken(), from(*valid_from));
            Said::new(
                format!("Charge by {} at {money}{}", channel.en, from.en),
                format!("{}{}扣款阈值设为 {money}", from.zh, channel.zh),
            )
        }
        OperatorAct::GrantCard { money, valid_from, valid_to, .. } => {
            let money = money.spoken();
            Said::new(
                format!("Grant a stored value card of {money} for {valid_from} to {valid_to}"),
                format!("发放 {money} 储值卡，适用于 {valid_from} 至 {valid_to}"),
            )
        }
        OperatorAct::GrantCoupon { money, valid_from, valid_to, .. } => {
            let money = money.spoken();
            Said::new(
                format!("Grant a coupon of {money}, valid from {valid_from} to {valid_to}"),
                format!("发放 {money} 优惠券，有效期 {valid_from} 至 {valid_to}"),
            )
        }
        OperatorAct::Refund { month, money } => {
            let money = money.spoken();
            Said::new(
                format!("Give {money} back to the refund balance of {month}"),
                format!("退还 {money} 至 {month} 的退款余额"),
            )
        }
        OperatorAct::RefundPayment { payment, money } => {
            let money = money.spoken();
            Said::new(
                format!("Send {money} of payment {payment} back to where it came from"),
                format!("将付款 {payment} 的 {money} 原路退回"),
            )
        }
        OperatorAct::AssignArrival { arrival, payment: None } => {
            Said::new(format!("Assign bank transfer {arrival}"), format!("认领银行转账 {arrival}"))
        }
        OperatorAct::AssignArrival { arrival, payment: Some(payment) } => Said::new(
            format!("Assign bank transfer {arrival} to payment {payment}"),
            format!("将银行转账 {arrival} 认领至付款 {payment}"),
        ),
        OperatorAct::ReturnArrival { arrival } => {
            Said::new(format!("Send bank transfer {arrival} back"), format!("退回银行转账 {arrival}"))
        }
        OperatorAct::CreditNote { month, bill, money } => {
            let (money, bill) = (money.spoken(), bill.map_or_else(String::new, |bill| format!(" ({bill})")));
            Said::new(
                format!("Credit note of {money} for {month}{bill}"),
                format!("为 {month}{bill} 开具 {money} 贷记通知"),
            )
        }
        OperatorAct::Reverse { entry } => {
            Said::new(format!("Undo entry {entry}"), format!("撤销第 {entry} 条记录"))
        }
        OperatorAct::SetHolidays { calendar, days } => Said::new(
            format!("Set the holiday calendar {calendar}: {} days", days.len()),
            format!("设置节假日历 {calendar}：{} 天", days.len()),
        ),
        OperatorAct::SetThresholdRange { channel, range, valid_from } => {
            let (channel, from) = (channel_name(*channel), from(*valid_from));
            let (least, most) = (range.least.spoken(), range.most.spoken());
            Said::new(
                format!("Thresholds of {}{}: {least} to {most}", channel.en, from.en),
                format!("{}{}扣款阈值范围：{least} 至 {most}", from.zh, channel.zh),
            )
        }
    }
}

/// From which day something holds, if that was said.
fn from(day: Option<NaiveDate>) -> Said {
    day.map_or_else(Said::default, |day| Said::new(format!(" from {day}"), format!("自 {day} 起")))
}

fn terms_said(terms: &CreditControl) -> Said {
    let limit = terms.limit.spoken();
    let (cycle, cycle_zh) = match terms.settlement_cycle {
        SettlementCycle::Monthly => ("monthly", "按月"),
        SettlementCycle::Quarterly => ("quarterly", "按季"),
    };
    let (period, period_zh) = match terms.payment_period {
        PaymentPeriod::Calendar(days) => (format!("{days} calendar days"), format!("{days} 个自然日")),
        PaymentPeriod::Business(days) => (format!("{days} business days"), format!("{days} 个工作日")),
    };
    Said::new(
        format!("limit {limit}, {cycle}, due after {period}"),
        format!("额度 {limit}，{cycle_zh}结算，账期 {period_zh}"),
    )
}
