//! What can be off in a file that is read all the same: a closed list, each with its sentence in both languages.

use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// Something that is off and was read through (R3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A text as `NULL` where nothing should stand.
    NullText,
    /// An empty text in quotes where nothing should stand.
    EmptyText,
    /// No value where FOCUS demands one.
    RequiredEmpty,
    /// A value in unusual case.
    OddCasing,
    /// None of the values that FOCUS knows.
    UnknownValue,
    /// No number where one belongs.
    NotANumber,
    /// No date and time where they belong.
    NotATime,
    /// A bare number where words belong: the cell of another column.
    NumberForWords,
    /// A time without zone.
    TimeWithoutZone,
    /// A time in another zone than UTC.
    OtherZone,
    /// Spaces around a value.
    Spaces,
    /// Characters that are no UTF-8.
    InvalidUtf8,
    /// Invisible control characters.
    ControlCharacters,
    /// A unit that is not written as FOCUS writes units.
    OddUnit,
    /// A quantity without unit, a name without id, or the other way round.
    HalfGiven,
    /// A billing period that is no calendar month.
    NotAMonth,
    /// A charge outside its billing period.
    OutsidePeriod,
    /// A period that ends before it starts.
    ReversedPeriod,
    /// Tags that are no JSON object.
    BrokenTags,
    /// A tag key with spaces around it.
    SpacedTagKey,
    /// A tag key twice.
    DuplicateTagKey,
    /// A tag whose value is no text.
    TagNotText,
    /// A cost that is not its unit price × quantity.
    CostNotPrice,
    /// A cost of zero although something was billed.
    ZeroCost,
    /// An id under which another name stood before.
    OtherName,
    /// A name that another one is taken for.
    SameName,
    /// A name that can't name an application: too long, or with control characters.
    UnusableName,
    /// A blank line.
    BlankRow,
    /// No line break at the end of the file.
    NoFinalLineBreak,
    /// A column that FOCUS does not know; it is not read.
    ExtraColumn,
    /// A provider's own column (`x_…`); it is not read.
    CustomColumn,
    /// A column of FOCUS 1.0 that the file does not have.
    MissingColumn,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 32] = [
        Self::NullText,
        Self::EmptyText,
        Self::RequiredEmpty,
        Self::OddCasing,
        Self::UnknownValue,
        Self::NotANumber,
        Self::NotATime,
        Self::NumberForWords,
        Self::TimeWithoutZone,
        Self::OtherZone,
        Self::Spaces,
        Self::InvalidUtf8,
        Self::ControlCharacters,
        Self::OddUnit,
        Self::HalfGiven,
        Self::NotAMonth,
        Self::OutsidePeriod,
        Self::ReversedPeriod,
        Self::BrokenTags,
        Self::SpacedTagKey,
        Self::DuplicateTagKey,
        Self::TagNotText,
        Self::CostNotPrice,
        Self::ZeroCost,
        Self::OtherName,
        Self::SameName,
        Self::UnusableName,
        Self::BlankRow,
        Self::NoFinalLineBreak,
        Self::ExtraColumn,
        Self::CustomColumn,
        Self::MissingColumn,
    ];

    /// What is off, and how it was read.
    pub const fn words(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.english(),
            Locale::Zh => self.chinese(),
        }
    }

    const fn english(self) -> &'static str {
        match self {
            Self::NullText => "a text that means “no value”; read as no value",
            Self::EmptyText => "an empty text; read as no value",
            Self::RequiredEmpty => "no value, though FOCUS demands one",
            Self::OddCasing => "unusual case; read whatever the case",
            Self::UnknownValue => "a value that FOCUS does not know; kept as it is",
            Self::NotANumber => "not a number; read as no value",
            Self::NotATime => "not a date and time; read as no value",
            Self::NumberForWords => "a bare number where words belong; read as no value",
            Self::TimeWithoutZone => "a time without zone; read as UTC",
            Self::OtherZone => "a time in another zone than UTC; the month is taken as written",
            Self::Spaces => "spaces around the value; read without them",
            Self::InvalidUtf8 => "characters that are no UTF-8; read as �",
            Self::ControlCharacters => "invisible control characters; kept as they are",
            Self::OddUnit => "a unit that is not written as FOCUS writes units; kept as it is",
            Self::HalfGiven => "one of two cells that belong together has no value",
            Self::NotAMonth => "a billing period that is no calendar month; the month it starts in counts",
            Self::OutsidePeriod => "a charge outside its billing period; the billing period counts",
            Self::ReversedPeriod => "a period that ends before it starts",
            Self::BrokenTags => "not a JSON object; read as no tags",
            Self::SpacedTagKey => "a tag key with spaces around it; read without them",
            Self::DuplicateTagKey => "the same tag key twice; the first one counts",
            Self::TagNotText => "a tag whose value is no text",
            Self::CostNotPrice => "the cost is not unit price × quantity; the billed cost counts",
            Self::ZeroCost => "zero although something was billed; the billed cost counts",
            Self::OtherName => "another name than before under the same id; the first one counts",
            Self::SameName => {
                "a name that differs only in case or punctuation from another; taken as the same"
            }
            Self::UnusableName => "can't name an application; the account's own application is used",
            Self::BlankRow => "a blank line; skipped",
            Self::NoFinalLineBreak => {
                "no line break behind the last row; if rows are missing, the file was cut"
            }
            Self::ExtraColumn => "a column that FOCUS does not know; not read",
            Self::CustomColumn => "a provider's own column; not read",
            Self::MissingColumn => "a column of FOCUS 1.0 that the file does not have",
        }
    }

    const fn chinese(self) -> &'static str {
        match self {
            Self::NullText => "表示“无值”的文字；按无值读取",
            Self::EmptyText => "空文字；按无值读取",
            Self::RequiredEmpty => "没有值，而 FOCUS 要求有值",
            Self::OddCasing => "大小写不同寻常；不论大小写均可读取",
            Self::UnknownValue => "FOCUS 没有的值；原样保留",
            Self::NotANumber => "不是数字；按无值读取",
            Self::NotATime => "不是日期和时间；按无值读取",
            Self::NumberForWords => "应为文字，却只有数字；按无值读取",
            Self::TimeWithoutZone => "时间没有时区；按 UTC 读取",
            Self::OtherZone => "时间不是 UTC；月份以所写为准",
            Self::Spaces => "值的两端有空格；去掉后读取",
            Self::InvalidUtf8 => "含有非 UTF-8 字符；读作 �",
            Self::ControlCharacters => "含有不可见的控制字符；原样保留",
            Self::OddUnit => "单位的写法与 FOCUS 不同；原样保留",
            Self::HalfGiven => "应成对的两个单元格之一没有值",
            Self::NotAMonth => "账单周期不是自然月；以开始的月份为准",
            Self::OutsidePeriod => "费用不在其账单周期内；以账单周期为准",
            Self::ReversedPeriod => "周期的结束早于开始",
            Self::BrokenTags => "不是 JSON 对象；按没有标签读取",
            Self::SpacedTagKey => "标签键的两端有空格；去掉后读取",
            Self::DuplicateTagKey => "同一标签键出现两次；以第一个为准",
            Self::TagNotText => "标签的值不是文字",
            Self::CostNotPrice => "费用不等于单价 × 数量；以账单费用为准",
            Self::ZeroCost => "已计费却为零；以账单费用为准",
            Self::OtherName => "同一编号的名称与之前不同；以第一个为准",
            Self::SameName => "名称仅大小写或标点与另一个不同；视为同一个",
            Self::UnusableName => "不能用作应用名称；改用账号自己的应用",
            Self::BlankRow => "空行；已跳过",
            Self::NoFinalLineBreak => "最后一行没有换行；若缺少数据，则文件被截断",
            Self::ExtraColumn => "FOCUS 没有的列；未读取",
            Self::CustomColumn => "供应商自有的列；未读取",
            Self::MissingColumn => "文件缺少 FOCUS 1.0 的列",
        }
    }
}
