//! Billing relationships: state × action as a golden table, and who can be tied to whom.

use crate::golden::golden;
use chrono::{DateTime, Days, Utc};
use contract::account::{Account, AccountKind};
use contract::id::AccountNumber;
use contract::money::Currency;
use contract::relation::{RelationAction, RelationBlock, RelationState, block, expiry};
use contract::rule::Rule;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn relation_states_and_actions_are_the_reviewed_ones() {
    let mut table = String::new();
    for state in RelationState::ALL {
        table += &format!("{}{}\n", state.name(), if state.is_open() { " (open)" } else { "" });
        for action in RelationAction::ALL {
            let next = state.after(action).map_or("refused", RelationState::name);
            table += &format!("  {:<9}{next}\n", action.name());
        }
    }
    golden("relation_states.txt", include_str!("../golden/relation_states.txt"), &table);
}

#[test]
fn an_invitation_expires_by_itself_and_nothing_else_does() {
    let invited: DateTime<Utc> = "2026-11-01T04:00:00Z".parse().unwrap();
    let until = expiry(invited);
    assert_eq!(until, invited + Days::new(14));
    let before = until - chrono::Duration::microseconds(1);
    assert_eq!(RelationState::Invited.at(before, until), RelationState::Invited);
    assert_eq!(RelationState::Invited.at(until, until), RelationState::Expired);
    for state in RelationState::ALL.into_iter().filter(|state| *state != RelationState::Invited) {
        assert_eq!(state.at(until, until), state);
        assert_eq!(RelationState::parse(state.name()), Some(state));
    }
}

#[test]
fn only_the_main_account_pays_and_only_for_members_in_its_currency() {
    let account = |kind, currency| Account {
        number: AccountNumber::parse("HRB-1").unwrap(),
        name: "Harbour".to_owned(),
        kind,
        currency,
    };
    let main = account(AccountKind::Main, Currency::USD);
    let member = account(AccountKind::Member, Currency::USD);
    let yen = account(AccountKind::Member, Currency::JPY);
    assert_eq!(block(&main, &member), None);
    assert_eq!(block(&member, &member), Some(RelationBlock::NotMain));
    assert_eq!(block(&main, &main), Some(RelationBlock::NotMember));
    let other = block(&main, &yen).unwrap();
    assert_eq!(other.rule().1, Rule::OtherAccountCurrency { value: "USD".to_owned() });
}
