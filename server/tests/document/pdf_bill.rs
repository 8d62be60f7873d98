//! Bills as PDF: what stands on the page, that it is the same every time, and that nothing in it can act.

use crate::office::program;
use chrono::NaiveDate;
use contract::bill::{Balances, UncheckedBalances};
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Amount, Currency, Money, Rounding};
use server::document::pdf::{BillDocument, Fonts, Issuer, Payer, UsageLine, archive, bill, bills};
use std::process::Command;
use std::sync::OnceLock;

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| Fonts::load().unwrap())
}

fn balances(consumption: i64, prepaid: i64, settled: i64, currency: Currency) -> Balances {
    let money = |minor| Money::new(minor, currency);
    UncheckedBalances {
        consumption: money(consumption),
        prepaid_cover: money(prepaid),
        outstanding: money(consumption - settled),
        processing: money(0),
        settled: money(settled),
        canceled: money(0),
    }
    .try_into()
    .unwrap()
}

fn document() -> BillDocument {
    BillDocument {
        locale: Locale::En,
        issuer: Issuer {
            name: "Example Cloud Services Pte. Ltd.".to_owned(),
            address: "18 Harbour Road, Singapore 018956".to_owned(),
            tax_number: "UEN 201912345K".to_owned(),
            support: "support@cloud.example".to_owned(),
        },
        payer: Some(Payer {
            legal_name: "深圳市海港贸易有限公司".to_owned(),
            tax_number: "91440300MA5F000017".to_owned(),
            address: "Nanshan District, Shenzhen".to_owned(),
            contact: "Wendy Lau".to_owned(),
        }),
        number: Some("HB-2026-000000017".to_owned()),
        bill_date: NaiveDate::from_ymd_opt(2026, 11, 2),
        cycle: Cycle::try_new(2026, 10).unwrap(),
        organization: "Harbour Group".to_owned(),
        account_name: "Harbour Trading".to_owned(),
        account_number: "80012345".to_owned(),
        product: "WhatsApp".to_owned(),
        application_name: "Harbour Loyalty".to_owned(),
        application_id: "app-000017".to_owned(),
        app_key: "0123456789abcdef01234567".to_owned(),
        whatsapp_business_account: "104996122399160".to_owned(),
        usage: vec![UsageLine { quantity: "182406".to_owned(), unit: "conversations".to_owned() }],
        balances: balances(12_345_678, 100_000, 2_000_000, Currency::USD),
        lines: 31,
        exact: "123456.7804321".parse().unwrap(),
        rounding: Rounding::HalfUp,
        residue: "0.0004321".parse().unwrap(),
    }
}

/// The text of a PDF by poppler, if it is installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let Some(pdftotext) = program("pdftotext") else {
        println!("left out: pdftotext is not installed (apt install poppler-utils)");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bill.pdf");
    std::fs::write(&file, pdf).unwrap();
    let done = Command::new(pdftotext).arg("-layout").arg(&file).arg("-").output().unwrap();
    assert!(done.status.success());
    Some(String::from_utf8(done.stdout).unwrap())
}

fn read(pdf: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(pdf).unwrap()
}

fn check_text(bill: &BillDocument, expected: &[&str]) {
    let pdf = server::document::pdf::bill(bill, fonts()).unwrap();
    let ours = read(&pdf).extract_text(&[1]).unwrap();
    let squeezed: String = ours.split_whitespace().collect();
    for part in expected {
        let part: String = part.split_whitespace().collect();
        assert!(squeezed.contains(&part), "{part} is missing in {ours}");
    }
    if let Some(text) = text_of(&pdf) {
        let squeezed: String = text.split_whitespace().collect();
        for part in expected {
            let part: String = part.split_whitespace().collect();
            assert!(squeezed.contains(&part), "{part} is missing in {text}");
        }
    }
}

#[test]
fn b4_everything_stands_on_the_page() {
    check_text(
        &document(),
        &[
            "HB-2026-000000017",
            "2026-11-02",
            "2026-10",
            "深圳市海港贸易有限公司",
            "91440300MA5F000017",
            "Nanshan District, Shenzhen",
            "Wendy Lau",
            "Harbour Group",
            "Harbour Trading 80012345",
            "WhatsApp",
            "Harbour Loyalty app-000017",
            "0123456789abcdef01234567",
            "104996122399160",
            "conversations",
            "182,406",
            "123,456.78",
            "1,000.00",
            "122,456.78",
            "20,000.00",
            "USD 103,456.78",
            "Pending",
            "123,456.7804321",
            "0.0004321",
            "support@cloud.example",
        ],
    );
}

#[test]
fn b4_the_page_speaks_chinese() {
    let bill = BillDocument { locale: Locale::Zh, ..document() };
    check_text(&bill, &["账单编号", "付款方", "税号", "消费金额", "待还金额", "待结清", "舍入差额"]);
}

#[test]
fn b4_the_same_bill_gives_the_same_bytes() {
    let first = bill(&document(), fonts()).unwrap();
    assert!(first == bill(&document(), &Fonts::load().unwrap()).unwrap());
    let changed = BillDocument { app_key: "other".to_owned(), ..document() };
    assert!(first != bill(&changed, fonts()).unwrap());
}

#[test]
fn b4_nothing_in_it_can_act() {
    let hostile = BillDocument {
        organization: "javascript:alert(1) /OpenAction /URI (http://evil.example)".to_owned(),
        application_name: ")>> /JS (app.alert(1)) endobj".to_owned(),
        ..document()
    };
    let pdf = read(&bill(&hostile, fonts()).unwrap());
    let forbidden: [&[u8]; 7] =
        [b"JS", b"JavaScript", b"OpenAction", b"URI", b"AA", b"Launch", b"EmbeddedFiles"];
    for object in pdf.objects.values() {
        let dictionary = match object {
            lopdf::Object::Dictionary(dictionary) => dictionary,
            lopdf::Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for (key, value) in dictionary {
            assert!(!forbidden.contains(&key.as_slice()));
            assert!(value.as_name().map_or(true, |name| !forbidden.contains(&name)));
        }
    }
}

#[test]
fn e4_the_document_is_tagged_and_says_its_language_and_title() {
    for locale in Locale::ALL {
        let pdf = read(&bill(&BillDocument { locale, ..document() }, fonts()).unwrap());
        let catalog = pdf.catalog().unwrap();
        assert!(catalog.has(b"StructTreeRoot"));
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), locale.tag().as_bytes());
        let marked = pdf.dereference(catalog.get(b"MarkInfo").unwrap()).unwrap().1.as_dict().unwrap();
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
        assert!(catalog.has(b"Outlines"));
    }
}

#[test]
fn b4_any_text_makes_a_page() {
    let texts = [
        String::new(),
        "\0\u{1}\u{7f}\u{85}\u{a0}".to_owned(),
        "😀👩‍👩‍👧🇸🇬 عربى עברית ไทย \u{202e}evil\u{202c}".to_owned(),
        "\u{e000}\u{f8ff}\u{fffe}\u{ffff}\u{10ffff}\u{feff}\u{fffd}".to_owned(),
        "한국어 ひらがな カタカナ 繁體中文 㐀䶵 ｆｕｌｌ ａ".to_owned(),
        "a\u{301}e\u{323}\u{302}o\u{30b}\u{20dd}".to_owned(),
        "W".repeat(900),
        "很长的名字".repeat(150),
    ];
    for text in texts {
        let hostile = BillDocument {
            issuer: Issuer {
                name: text.clone(),
                address: text.clone(),
                tax_number: text.clone(),
                support: text.clone(),
            },
            payer: Some(Payer {
                legal_name: text.clone(),
                tax_number: text.clone(),
                address: text.clone(),
                contact: text.clone(),
            }),
            organization: text.clone(),
            product: text.clone(),
            application_name: text.clone(),
            app_key: text.clone(),
            usage: vec![UsageLine { quantity: text.clone(), unit: text.clone() }],
            number: Some(text.clone()),
            ..document()
        };
        let pdf = bill(&hostile, fonts()).unwrap();
        assert_eq!(read(&pdf).get_pages().len(), 1);
    }
}

#[test]
fn b4_figures_of_any_length_stand_whole() {
    let amounts = balances(i64::MAX, 7, 9, Currency::KWD);
    let exact = Amount::from_parts(79_228_162_514_264_337_593_543_950_335, 28).unwrap();
    let bill = BillDocument {
        balances: amounts,
        exact,
        usage: vec![UsageLine {
            quantity: "-12345678901234567890.123456789".to_owned(),
            unit: "GB".to_owned(),
        }],
        ..document()
    };
    check_text(
        &bill,
        &[
            "9,223,372,036,854,775.807",
            "7.9228162514264337593543950335",
            "\u{2212}12,345,678,901,234,567,890.123456789",
        ],
    );
    let credit = BillDocument { balances: balances(-1_500, 0, -1_500, Currency::JPY), ..document() };
    check_text(&credit, &["\u{2212}1,500", "JPY 0", "Cleared"]);
}

#[test]
fn b4_more_units_than_a_page_holds_go_on_on_the_next() {
    let usage: Vec<_> =
        (0..120).map(|n| UsageLine { quantity: format!("{n}.5"), unit: format!("unit {n}") }).collect();
    let bill = BillDocument { usage, ..document() };
    let pdf = read(&server::document::pdf::bill(&bill, fonts()).unwrap());
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    assert!(pages.len() > 2);
    let text = pdf.extract_text(&pages).unwrap();
    let squeezed: String = text.split_whitespace().collect();
    for n in 0..120 {
        assert!(squeezed.contains(&format!("unit{n}{n}.5")), "{n} in {text}");
    }
    assert!(squeezed.contains(&format!("Page1of{}", pages.len())));
}

#[test]
fn b4_a_bill_that_is_not_issued_says_so_and_bears_no_seal() {
    let draft = BillDocument { number: None, bill_date: None, ..document() };
    check_text(&draft, &["Not issued", "no demand for payment"]);
    let sealed = bill(&document(), fonts()).unwrap();
    let alone = bill(&draft, fonts()).unwrap();
    let figures = |pdf: &[u8]| {
        let tag = |object: &lopdf::Object| {
            object
                .as_dict()
                .is_ok_and(|d| d.get(b"S").is_ok_and(|s| s.as_name().is_ok_and(|s| s == b"Figure")))
        };
        read(pdf).objects.values().filter(|object| tag(object)).count()
    };
    assert_eq!((figures(&sealed), figures(&alone)), (1, 0));
}

#[test]
fn b4_several_bills_make_one_pdf_or_a_zip() {
    let numbered = |n: u64| BillDocument { number: Some(format!("HB/2026-{n}")), ..document() };
    let chosen: Vec<_> = (1..=5).map(numbered).collect();
    let pdf = read(&bills(&chosen, fonts()).unwrap());
    assert_eq!(pdf.get_pages().len(), 5);
    let last: String = pdf.extract_text(&[5]).unwrap().split_whitespace().collect();
    assert!(last.contains("HB/2026-5") && last.contains("Page5of5"));
    let entries = crate::zip_archive::read(&archive(Vec::new(), chosen.clone(), fonts()).unwrap());
    let names: Vec<_> = entries.keys().map(String::as_str).collect();
    assert_eq!(names, ["HB-2026-1.pdf", "HB-2026-2.pdf", "HB-2026-3.pdf", "HB-2026-4.pdf", "HB-2026-5.pdf"]);
    assert!(entries["HB-2026-3.pdf"] == bill(&chosen[2], fonts()).unwrap());
    assert!(bills(&[], fonts()).is_err());
}
