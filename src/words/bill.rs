//! Words of one bill.

use super::plural;
use crate::locale::count;
use contract::money::Rounding;

/// Words of one bill.
#[allow(missing_docs, reason = "the names say it")]
pub struct BillWords {
    pub panel: &'static str,
    pub not_issued: &'static str,
    pub application: &'static str,
    pub account: &'static str,
    pub cycle: &'static str,
    pub bill_date: &'static str,
    pub app_key: &'static str,
    pub whatsapp: &'static str,
    pub usage: &'static str,
    pub consumption: &'static str,
    pub covered: &'static str,
    pub repaid: &'static str,
    pub canceled: &'static str,
    pub processing: &'static str,
    pub outstanding: &'static str,
    pub balances: &'static str,
    pub named: fn(&str, &str) -> String,
    pub how: fn(&str) -> String,
    pub lines_of: fn(u64) -> String,
    pub from_file: fn(&str, u64, u64) -> String,
    pub sum: &'static str,
    pub colon: &'static str,
    pub comma: &'static str,
    pub semicolon: &'static str,
    pub rounded: fn(Rounding, u8) -> String,
    pub residue: &'static str,
    pub no_residue: &'static str,
    pub prepaid_covered: &'static str,
    pub overdraft: &'static str,
    pub credit: &'static str,
    pub lines: &'static str,
    pub line_source: fn(&str, u64) -> String,
    pub billed_before: fn(&str) -> String,
    pub adjusts: &'static str,
    pub adjusted_by: &'static str,
    pub linked: fn(&str, &str) -> String,
    pub more_lines: fn(u64) -> String,
    pub download: &'static str,
    pub copy_link: &'static str,
    pub link_copied: &'static str,
}

fn rounding_name(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::HalfUp => "half up",
        Rounding::HalfEven => "half to even",
        Rounding::Down => "down",
        Rounding::Up => "up",
    }
}

pub const ENGLISH: BillWords = BillWords {
    panel: "Bill",
    not_issued: "Not issued yet",
    application: "Application",
    account: "Account",
    cycle: "Billing cycle",
    bill_date: "Bill date",
    app_key: "AppKey",
    whatsapp: "WhatsApp account",
    usage: "Service usage",
    consumption: "Consumption",
    covered: "Covered by prepaid balance",
    repaid: "Repaid",
    canceled: "Canceled by credit note",
    processing: "Payment in progress",
    outstanding: "Outstanding",
    balances: "Balances",
    named: |name, id| format!("{name} ({id})"),
    how: |value| format!("How {value} came about"),
    lines_of: |number| plural(number, "line", "lines"),
    from_file: |file, first, last| {
        if first == last {
            format!("of {file}, row {}", count(first))
        } else {
            format!("of {file}, rows {}–{}", count(first), count(last))
        }
    },
    sum: "exact sum",
    colon: ": ",
    comma: ", ",
    semicolon: "; ",
    rounded: |rounding, decimals| {
        format!("rounded {} to {}", rounding_name(rounding), plural(decimals.into(), "decimal", "decimals"))
    },
    residue: "residue",
    no_residue: "no residue",
    prepaid_covered: "prepaid balance of the cycle covered",
    overdraft: "overdraft",
    credit: "A credit: it goes to the refund balance of its month.",
    lines: "Lines",
    line_source: |file, row| format!("{file}, row {}", count(row)),
    billed_before: |file| format!("what was billed before {file} came"),
    adjusts: "Adjusts",
    adjusted_by: "Adjusted by",
    linked: |number, cycle| format!("{number} ({cycle})"),
    more_lines: |left| format!("Show more ({} left)", count(left)),
    download: "Download bill",
    copy_link: "Copy link",
    link_copied: "Link copied.",
};

pub const CHINESE: BillWords = BillWords {
    panel: "账单",
    not_issued: "尚未出账",
    application: "应用",
    account: "账户",
    cycle: "账期",
    bill_date: "账单日期",
    app_key: "AppKey",
    whatsapp: "WhatsApp 账户",
    usage: "服务用量",
    consumption: "消费金额",
    covered: "预付余额抵扣",
    repaid: "已还款",
    canceled: "贷记通知冲减",
    processing: "支付处理中",
    outstanding: "未结金额",
    balances: "余额",
    named: |name, id| format!("{name}（{id}）"),
    how: |value| format!("{value} 的由来"),
    lines_of: |number| format!("{} 条明细", count(number)),
    from_file: |file, first, last| {
        if first == last {
            format!("来自 {file} 第 {} 行", count(first))
        } else {
            format!("来自 {file} 第 {}–{} 行", count(first), count(last))
        }
    },
    sum: "精确合计",
    colon: "：",
    comma: "，",
    semicolon: "；",
    rounded: |rounding, decimals| {
        let name = match rounding {
            Rounding::HalfUp => "四舍五入",
            Rounding::HalfEven => "四舍六入五成双",
            Rounding::Down => "向零舍去",
            Rounding::Up => "远离零进位",
        };
        format!("{name}到 {decimals} 位小数")
    },
    residue: "余数",
    no_residue: "无余数",
    prepaid_covered: "当期预付余额抵扣",
    overdraft: "欠费",
    credit: "此为贷记金额：计入当月退款余额。",
    lines: "明细",
    line_source: |file, row| format!("{file} 第 {} 行", count(row)),
    billed_before: |file| format!("收到 {file} 之前已出账的金额"),
    adjusts: "调整的账单",
    adjusted_by: "后续调整",
    linked: |number, cycle| format!("{number}（{cycle}）"),
    more_lines: |left| format!("显示更多（还有 {} 条）", count(left)),
    download: "下载账单",
    copy_link: "复制链接",
    link_copied: "链接已复制。",
};
