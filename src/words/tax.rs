//! Words of tax profiles.

/// Words of tax profiles.
#[allow(missing_docs, reason = "the names say it")]
pub struct TaxWords {
    pub tax_means: &'static str,
    pub no_profile: &'static str,
    pub no_profile_text: &'static str,
    pub new_profile: &'static str,
    pub profile_saved: &'static str,
    pub profile_valid: fn(&str, Option<&str>) -> String,
    pub valid_from: &'static str,
    pub valid_from_hint: &'static str,
    pub legal_name: &'static str,
    pub tax_number: &'static str,
    pub address: &'static str,
    pub contact: &'static str,
}

pub const ENGLISH: TaxWords = TaxWords {
    tax_means: "Stands on bills of its days. A new profile follows from a day to come; bills of the past stay as they are.",
    no_profile: "No tax profile",
    no_profile_text: "Bills stand without the payer's tax information.",
    new_profile: "New profile",
    profile_saved: "The tax profile is saved.",
    profile_valid: |from, to| match to {
        Some(to) => format!("{from} to {to}"),
        None => format!("From {from} on"),
    },
    valid_from: "Valid from",
    valid_from_hint: "Tomorrow at the earliest.",
    legal_name: "Legal name",
    tax_number: "Tax number",
    address: "Address",
    contact: "Contact",
};

pub const CHINESE: TaxWords = TaxWords {
    tax_means: "在有效期内显示在账单上。新的税务信息从将来某日起生效，以往账单保持不变。",
    no_profile: "没有税务信息",
    no_profile_text: "账单上不显示付款方的税务信息。",
    new_profile: "新建税务信息",
    profile_saved: "税务信息已保存。",
    profile_valid: |from, to| match to {
        Some(to) => format!("{from} 至 {to}"),
        None => format!("自 {from} 起"),
    },
    valid_from: "生效日期",
    valid_from_hint: "最早为明天。",
    legal_name: "法定名称",
    tax_number: "税号",
    address: "地址",
    contact: "联系方式",
};
