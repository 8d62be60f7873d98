//! The ledger: what balances and what does not, and which books each movement touches (A7).

use contract::cycle::Cycle;
use contract::id::{CardId, CouponId};
use contract::ledger::{
    Book, BookKind, Channel, Issued, Kind, NotATransaction, Posting, Side, Source, Transaction,
};
use contract::locale::Locale;
use contract::money::{Currency, Money, MoneyError};
use std::collections::BTreeSet;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn october() -> Cycle {
    "2026-10".parse().unwrap()
}

fn books() -> Vec<Book> {
    let mut books = vec![
        Book::Cash,
        Book::Frozen(october()),
        Book::Unbilled(october()),
        Book::Refund(october()),
        Book::Card(CardId::new(7)),
        Book::Coupon(CouponId::new(8)),
        Book::Prepayment(october()),
        Book::TakenOver,
        Book::Receivable(october()),
        Book::Processing(october()),
        Book::Consumption,
        Book::CreditNote,
        Book::Grant,
        Book::Lapsed,
        Book::Rounding,
    ];
    books.extend(Channel::ALL.map(Book::Clearing));
    books.extend(Channel::ALL.map(Book::Refunding));
    books
}

/// `book +debit` or `book −credit`, one to a line.
fn written(transaction: &Transaction) -> Vec<String> {
    let line = |posting: &Posting| format!("{} {}", posting.book, posting.debit.value());
    transaction.postings().iter().map(line).collect()
}

#[test]
fn a7_what_does_not_balance_is_no_transaction() {
    let make = |postings: Vec<(Book, Money)>| {
        let postings = postings.into_iter().map(|(book, debit)| Posting { book, debit });
        Transaction::try_new(Kind::TopUp, Currency::USD, postings)
    };
    let clearing = Book::Clearing(Channel::BankCard);
    assert!(make(vec![(clearing, usd(5)), (Book::Cash, usd(-5))]).is_ok());
    let off = make(vec![(clearing, usd(5)), (Book::Cash, usd(-4))]);
    assert_eq!(off, Err(NotATransaction::Unbalanced(usd(1))));
    assert_eq!(make(vec![(clearing, usd(0)), (Book::Cash, usd(0))]), Err(NotATransaction::Empty));
    let yen = Money::new(-5, Currency::JPY);
    let mixed = make(vec![(clearing, usd(5)), (Book::Cash, yen)]);
    assert_eq!(mixed, Err(NotATransaction::Money(MoneyError::DifferentCurrencies)));
    let twice = make(vec![(clearing, usd(5)), (Book::Cash, usd(-2)), (Book::Cash, usd(-3))]);
    assert_eq!(twice, Err(NotATransaction::BookTwice(Book::Cash)));
}

#[test]
fn a7_every_book_is_read_back_from_its_text() {
    for book in books() {
        assert_eq!(book.to_string().parse(), Ok(book), "{book}");
    }
    for text in
        ["", "cash/2026-10", "refund", "refund/2026-13", "card/cpn-0000000000007", "clearing/gold", "Cash"]
    {
        assert!(text.parse::<Book>().is_err(), "{text}");
    }
}

#[test]
fn a7_what_an_account_holds_grows_by_credits() {
    for book in books() {
        let sign = match book.side() {
            Side::Debit => 1,
            Side::Credit => -1,
        };
        assert_eq!(book.balance(usd(700)), Ok(usd(700 * sign)), "{book}");
    }
    assert_eq!((Book::Cash.side(), Book::Receivable(october()).side()), (Side::Credit, Side::Debit));
}

#[test]
fn m2_an_issue_owes_what_is_outstanding_and_keeps_the_rounding() {
    let issued = Issued {
        outstanding: usd(7_000),
        processing: usd(1_003),
        taken_over: usd(1_900),
        canceled: usd(100),
        credited: usd(500),
        exact: usd(9_502),
    };
    let transaction = Transaction::issue(october(), issued).unwrap();
    let expected = [
        "receivable/2026-10 70.00",
        "processing/2026-10 10.03",
        "taken_over 19.00",
        "credit_note 1.00",
        "refund/2026-10 -5.00",
        "consumption -95.02",
        "rounding -0.01",
    ];
    assert_eq!(written(&transaction), expected);
}

#[test]
fn a2_a_repayment_takes_from_each_source_once() {
    let parts = [
        (Source::Coupon(CouponId::new(1)), usd(100)),
        (Source::Card(CardId::new(2)), usd(200)),
        (Source::Refund("2026-09".parse().unwrap()), usd(300)),
        (Source::Cash, usd(400)),
        (Source::Prepayment(october()), usd(500)),
    ];
    let transaction = Transaction::repay(october(), parts).unwrap();
    let expected = [
        "coupon/cpn-0000000000001 1.00",
        "card/crd-0000000000002 2.00",
        "refund/2026-09 3.00",
        "cash 4.00",
        "prepayment/2026-10 5.00",
        "receivable/2026-10 -15.00",
    ];
    assert_eq!(written(&transaction), expected);
    assert_eq!(Transaction::repay(october(), []), Err(NotATransaction::Empty));
}

#[test]
fn a4_accrual_freezes_more_or_less() {
    let more = Transaction::accrue(october(), usd(300), usd(1_000)).unwrap();
    assert_eq!(written(&more), ["unbilled/2026-10 7.00", "frozen/2026-10 -7.00"]);
    let less = Transaction::accrue(october(), usd(1_000), usd(0)).unwrap();
    assert_eq!(written(&less), ["unbilled/2026-10 -10.00", "frozen/2026-10 10.00"]);
    assert_eq!(Transaction::accrue(october(), usd(9), usd(9)), Err(NotATransaction::Empty));
}

#[test]
fn a7_a_transfer_comes_to_nothing_over_both_accounts() {
    let (sent, received) = (Transaction::send(usd(900)).unwrap(), Transaction::receive(usd(900)).unwrap());
    assert_eq!(written(&sent), ["cash 9.00", "clearing/transfer -9.00"]);
    assert_eq!(written(&received), ["clearing/transfer 9.00", "cash -9.00"]);
}

#[test]
fn a7_the_other_movements() {
    let card = Book::Card(CardId::new(7));
    for (made, expected) in [
        (Transaction::top_up(Channel::Alipay, usd(100)), ["clearing/alipay 1.00", "cash -1.00"]),
        (
            Transaction::prepay(Channel::Paypal, october(), usd(100)),
            ["clearing/paypal 1.00", "prepayment/2026-10 -1.00"],
        ),
        (Transaction::refund_asked(Channel::Paypal, usd(100)), ["cash 1.00", "refunding/paypal -1.00"]),
        (
            Transaction::refund_confirmed(Channel::Paypal, usd(100)),
            ["refunding/paypal 1.00", "clearing/paypal -1.00"],
        ),
        (Transaction::refund_failed(Channel::Paypal, usd(100)), ["refunding/paypal 1.00", "cash -1.00"]),
        (Transaction::refund(october(), usd(100)), ["credit_note 1.00", "refund/2026-10 -1.00"]),
        (Transaction::grant(card, usd(100)), ["grant 1.00", "card/crd-0000000000007 -1.00"]),
        (Transaction::lapse(card, usd(100)), ["card/crd-0000000000007 1.00", "lapsed -1.00"]),
    ] {
        assert_eq!(written(&made.unwrap()), expected);
    }
    let credit = Transaction::credit(october(), usd(70), usd(30)).unwrap();
    assert_eq!(written(&credit), ["credit_note 1.00", "receivable/2026-10 -0.70", "refund/2026-10 -0.30"]);
}

#[test]
fn a7_a_reversal_undoes() {
    let made = Transaction::top_up(Channel::Alipay, usd(100)).unwrap();
    let undone = made.reversed(Kind::Reversal).unwrap();
    assert_eq!(written(&undone), ["clearing/alipay -1.00", "cash 1.00"]);
    assert_eq!(undone.reversed(Kind::TopUp).unwrap(), made);
}

#[test]
fn kinds_keep_their_stored_names() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.name()), Some(kind));
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
    }
    for channel in Channel::ALL {
        assert_eq!(Channel::parse(channel.name()), Some(channel));
        assert_eq!(serde_json::to_string(&channel).unwrap(), format!("\"{}\"", channel.name()));
    }
}

#[test]
fn a7_movements_and_books_have_names_in_both_languages() {
    let month: Cycle = "2026-10".parse().unwrap();
    for (book, en, zh) in [
        (Book::Receivable(month), "Receivable of 2026-10", "2026-10 应收"),
        (Book::Frozen(month), "Frozen for 2026-10", "2026-10 冻结金额"),
        (Book::Clearing(Channel::BankTransfer), "Clearing by bank transfer", "银行转账清算"),
        (Book::Refunding(Channel::Paypal), "On its way back by PayPal", "PayPal退款在途"),
    ] {
        assert_eq!((book.title(Locale::En).as_str(), book.title(Locale::Zh).as_str()), (en, zh));
    }
    for locale in Locale::ALL {
        let titles: BTreeSet<&str> = Kind::ALL.into_iter().map(|kind| kind.title(locale)).collect();
        assert_eq!(titles.len(), Kind::ALL.len(), "two kinds of one name");
        let books: BTreeSet<&str> = BookKind::ALL.into_iter().map(|kind| kind.title(locale)).collect();
        assert_eq!(books.len(), BookKind::ALL.len(), "two books of one name");
    }
}

#[test]
fn a7_what_a_channel_takes_back_comes_off_what_was_charged_ahead_then_off_cash() {
    let taken = |ahead| written(&Transaction::taken_back(Channel::BankCard, ahead, usd(1_000)).unwrap());
    assert_eq!(taken(None), ["cash 10.00", "clearing/bank_card -10.00"]);
    let part = taken(Some((october(), usd(400))));
    assert_eq!(part, ["prepayment/2026-10 4.00", "cash 6.00", "clearing/bank_card -10.00"]);
    let all = taken(Some((october(), usd(1_000))));
    assert_eq!(all, ["prepayment/2026-10 10.00", "clearing/bank_card -10.00"]);
}

#[test]
fn a7_only_what_a_channel_takes_back_takes_cash_below_nothing() {
    // Debits: what is held stands below zero. Before, after, and whether a movement may do that.
    for (before, after, may) in
        [(-5, 0, true), (-5, 1, false), (3, 2, true), (3, 4, false), (3, 3, true), (0, 1, false)]
    {
        for kind in Kind::ALL {
            let admitted = Book::Cash.admits(kind, before, after);
            assert_eq!(admitted, may || kind == Kind::TakenBack, "{kind:?}: {before} to {after}");
            for book in books().into_iter().filter(|book| book.has_floor()) {
                let off = book.is_below_floor(after);
                assert_eq!(book.admits(kind, before, after), !off, "{book}: {before} to {after}");
            }
        }
    }
}
