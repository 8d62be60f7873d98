//! Money of payments that goes back the way it came: tried out, asked for once, ended once by the channel's own word,
//! never more than was charged or is there (item 8).

use crate::client::Reply;
use crate::payments::{book, paid, until};
use crate::webhooks::tell;
use crate::world::{LATE, OWN, World, email, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::{Value, json};
use std::time::Duration;

struct Till<'a> {
    world: &'a World,
    operator: String,
    finance: String,
}

impl<'a> Till<'a> {
    async fn of(world: &'a World) -> Self {
        let operator = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        Self { world, operator, finance: world.sign_in(&email(OWN, Role::FinanceUser)).await }
    }

    fn place(&self) -> String {
        let organization = contract::id::OrganizationId::new(self.world.own_bill.number() >> 40);
        format!("/api/v1/operator/organizations/{organization}/accounts/ownmark-1")
    }

    async fn act(&self, payment: &Value, amount: &str, key: &str, dry_run: bool) -> Reply {
        let form =
            json!({ "act": "refund_payment", "reason": "paid twice", "payment": payment, "amount": amount });
        let body = json!({ "form": form, "key": key, "dry_run": dry_run });
        let call = self.world.call("POST", &format!("{}/acts", self.place())).cookie(&self.operator);
        call.header("accept-language", "zh-CN").json(&body).send().await
    }

    /// A payment as its own people see it.
    async fn payment(&self, id: &Value) -> Value {
        let target = format!("/api/v1/payments/{}", id.as_str().unwrap());
        self.world.call("GET", &target).cookie(&self.finance).send().await.done().json()
    }

    /// The states of its refunds, oldest first, once there are so many and none is under way.
    async fn ended(&self, id: &Value, many: usize) -> Vec<Value> {
        for _ in 0..300 {
            let refunds = self.payment(id).await["refunds"].as_array().cloned().unwrap_or_default();
            if refunds.len() == many && refunds.iter().all(|refund| refund["state"]["is"] != "under_way") {
                return refunds.into_iter().map(|refund| refund["state"].clone()).collect();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never {many} refunds that ended: {}", self.payment(id).await);
    }

    async fn books(&self) -> [i64; 3] {
        let book = |name| book(self.world, name);
        [book("cash").await, book("refunding/bank_card").await, book("clearing/bank_card").await]
    }

    async fn verified(&self) {
        let verified = self.world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

/// A card payment with this outcome at the channel's page.
async fn chosen(till: &Till<'_>, key: &str, choice: &str) -> Value {
    let mut body = crate::rows::top_up("ownmark-1", key);
    body["amount"]["value"] = json!("50.00");
    let call = till.world.call("POST", "/api/v1/payments").cookie(&till.finance);
    let begun = call.json(&body).send().await.done().json();
    till.world.pick(begun["state"]["next"]["address"].as_str().unwrap(), choice).await;
    until(till.world, &till.finance, begun["id"].as_str().unwrap(), "succeeded").await["id"].clone()
}

story! {
    async fn e6_a_refund_is_tried_out_asked_for_once_and_confirmed(world: World) {
        let till = Till::of(&world).await;
        let id = paid(&world, &till.finance, "refunds-0000000001", "50.00").await["id"].clone();
        let tried = till.act(&id, "20.00", "", true).await.done().json();
        assert_eq!(tried["effects"]["books"][0], json!({ "book": "cash",
            "before": { "currency": "USD", "value": "50.00" }, "after": { "currency": "USD", "value": "30.00" } }));
        assert_eq!(till.books().await, [-5_000, 0, 5_000], "only tried out");
        let key = tried["key"].as_str().unwrap();
        let done = till.act(&id, "20.00", key, false).await.done().json();
        let again = till.act(&id, "20.00", key, false).await.done().json();
        assert_eq!((&done["already"], &again["already"]), (&json!(false), &json!(true)));
        assert_eq!(till.ended(&id, 1).await[0]["is"], "succeeded");
        assert_eq!(till.books().await, [-3_000, 0, 3_000]);
        let payment = till.payment(&id).await;
        assert_eq!((&payment["state"]["is"], &payment["state"]["refunded"]["value"]), (&json!("refunded"), &json!("20.00")));
        let target = till.place();
        let standing = world.call("GET", &target).cookie(&till.operator).send().await.done().json();
        let line = &standing["payments"][0];
        assert_eq!((&line["payment"]["id"], &line["refundable"]["value"]), (&id, &json!("30.00")));
        assert_eq!(standing["acts"][0]["act"], "refund_payment");
        let statement = "/api/v1/accounts/ownmark-1/statement?book=cash";
        let statement = world.call("GET", statement).cookie(&till.finance).send().await.done().json();
        assert_eq!(statement["items"][0]["moved"]["movement"]["kind"], "channel_refund", "{statement}");
        till.verified().await;
    }
}

story! {
    async fn e6_never_more_than_was_charged_nor_than_is_free(world: World) {
        let till = Till::of(&world).await;
        let id = paid(&world, &till.finance, "refunds-0000000002", "50.00").await["id"].clone();
        let refused = |reply: Reply| {
            let mut problem = reply.refused(ProblemCode::InvalidInput);
            let error = serde_json::to_value(problem.errors.remove(0)).unwrap();
            (error["field"].clone(), error["rule"].clone(), error["message"].clone())
        };
        let said = |field: &str, rule: &str, message: &str| (json!(field), json!(rule), json!(message));
        let above = format!("超过已收费用：{} 最多还可退 50.00 USD。", id.as_str().unwrap());
        assert_eq!(refused(till.act(&id, "50.01", "one", false).await), said("amount", "above_charge", &above));
        for (amount, rule) in [("0", "not_above_zero"), ("-1", "not_above_zero"), ("1.001", "too_many_decimals"),
            ("1000000000000000000", "at_most"), ("", "required"), ("ten", "not_an_amount")] {
            let (field, code, _) = refused(till.act(&id, amount, "one", true).await);
            assert_eq!((field, code), (json!("amount"), json!(rule)), "{amount}");
        }
        for unknown in ["pay-0zzzzzzzzzzzz", "bil-1"] {
            assert_eq!(refused(till.act(&json!(unknown), "1", "one", false).await).0, json!("payment"));
        }
        // What is spent can't be sent back; in two parts no more than in one.
        till.act(&id, "30.00", "two", false).await.done();
        till.ended(&id, 1).await;
        let (_, rule, _) = refused(till.act(&id, "20.01", "three", false).await);
        assert_eq!(rule, json!("above_charge"));
        world.engine.run_settlement().await.unwrap();
        assert_eq!(book(&world, "cash").await, -770, "12.30 were paid from it");
        let refusal = refused(till.act(&id, "7.71", "four", false).await);
        assert_eq!(refusal, said("amount", "above_cash", "该账户可用现金仅有 7.70 USD：已使用或冻结的金额不能退回。"));
        // Many at once: what is there is sent back once.
        let many = ["a", "b", "c", "d"].map(|key| till.act(&id, "3.00", key, false));
        let done = futures_util::future::join_all(many).await;
        assert_eq!(done.iter().filter(|reply| reply.status == 200).count(), 2);
        till.ended(&id, 3).await;
        assert_eq!(till.books().await, [-170, 0, 1_400]);
        till.verified().await;
    }
}

story! {
    async fn e6_what_was_never_paid_or_came_by_transfer_does_not_go_back(world: World) {
        let till = Till::of(&world).await;
        let call = world.call("POST", "/api/v1/payments").cookie(&till.finance);
        let open = call.json(&crate::rows::top_up("ownmark-1", "refunds-0000000003")).send().await.done().json();
        let rule = |reply: Reply| serde_json::to_value(&reply.problem().errors[0]).unwrap()["rule"].clone();
        assert_eq!(rule(till.act(&open["id"], "1", "one", false).await), json!("not_paid"));
        let mut body = crate::rows::top_up("ownmark-1", "refunds-0000000004");
        body["channel"] = json!("bank_transfer");
        let call = world.call("POST", "/api/v1/payments").cookie(&till.finance);
        let transfer = call.json(&body).send().await.done().json();
        let reference = transfer["state"]["next"]["reference"].as_str().unwrap();
        tell(&world, &json!({ "notice": "arrived", "arrival": "arr-1", "reference": reference, "payer": "Quayside",
            "money": { "currency": "USD", "value": "12.30" } })).await.done();
        assert_eq!(rule(till.act(&transfer["id"], "1", "two", false).await), json!("not_back"));
        assert_eq!(book(&world, "cash").await, -1_230);
    }
}

story! {
    async fn e6_a_refund_that_fails_is_cash_again(world: World) {
        let till = Till::of(&world).await;
        let id = chosen(&till, "refunds-0000000005", "no_refund").await;
        till.act(&id, "50.00", "one", false).await.done();
        assert_eq!(till.ended(&id, 1).await[0]["reason"], "closed");
        assert_eq!(till.books().await, [-5_000, 0, 5_000]);
        assert_eq!(till.payment(&id).await["state"]["is"], "succeeded");
        // It may be asked for again, and counts once only.
        till.act(&id, "50.00", "two", false).await.done();
        assert_eq!(till.ended(&id, 2).await.len(), 2);
        assert_eq!(till.books().await, [-5_000, 0, 5_000]);
        till.verified().await;
    }
}

story! {
    async fn e6_late_twice_and_out_of_order_it_counts_once(world: World) {
        let till = Till::of(&world).await;
        for (place, choice) in ["late", "twice", "disordered"].into_iter().enumerate() {
            let id = chosen(&till, &format!("refunds-of-{choice}-0000000"), choice).await;
            let key = format!("back-{choice}");
            till.act(&id, "50.00", &key, false).await.done();
            assert_eq!(till.ended(&id, 1).await[0]["is"], "succeeded", "{choice}");
            assert_eq!(till.books().await, [0, 0, 0], "{choice} {place}");
            let refund = till.payment(&id).await["refunds"][0]["id"].clone();
            let told = |event: Value| {
                let mut told = json!({ "notice": "refund", "of": "payment", "payment": id, "key": refund });
                told["refund"] = event;
                told
            };
            // Whatever the channel says afterwards, the first final word counts.
            for event in [json!({ "event": "succeed" }), json!({ "event": "process" }), json!({ "event": "fail", "reason": "closed" })] {
                tell(&world, &told(event)).await.done();
            }
            let total = json!({ "notice": "payment", "payment": id, "event": { "event": "refund",
                "paid": { "currency": "USD", "value": "50.00" }, "refunded": { "currency": "USD", "value": "50.00" } } });
            tell(&world, &total).await.done();
        }
        tokio::time::sleep(LATE).await;
        assert_eq!(till.books().await, [0, 0, 0]);
        let unknown = json!({ "notice": "refund", "of": "payment", "payment": "pay-0zzzzzzzzzzzz", "key": "rfd-0zzzzzzzzzzzz",
            "refund": { "event": "succeed" } });
        tell(&world, &unknown).await.refused(ProblemCode::NotFound);
        till.verified().await;
    }
}

story! {
    async fn e6_a_refund_whose_message_is_lost_is_asked_for(world: World) {
        let till = Till::of(&world).await;
        let id = paid(&world, &till.finance, "refunds-0000000006", "50.00").await["id"].clone();
        // As the command line leaves it: booked, not sent. The key is there before anything is.
        let form = contract::operator::ActForm {
            payment: id.as_str().unwrap().to_owned(),
            amount: "50".to_owned(),
            reason: "paid twice".to_owned(),
            ..contract::operator::ActForm::new(contract::operator::ActKind::RefundPayment)
        };
        let account = world.own_bill.number();
        let number = contract::id::AccountNumber::parse("ownmark-1").unwrap();
        let target = world.engine.target(account >> 40, &number).await.unwrap();
        let without = world.engine.clone().paid_through(server::engine::Till::default());
        let order = server::engine::operator::Order { by: "ada".to_owned(), form, key: None, dry_run: false };
        without.operate(&target, order).await.unwrap();
        assert_eq!(till.books().await, [0, -5_000, 5_000]);
        let under_way = till.payment(&id).await;
        assert_eq!(under_way["refunds"][0]["state"]["is"], "under_way");
        till.verified().await;
        let (one, other) = tokio::join!(world.engine.run_refunds(), world.engine.run_refunds());
        assert_eq!(one.unwrap() + other.unwrap(), 0, "it is sent, and not believed before it is told");
        till.ended(&id, 1).await;
        // Told or asked for: the same.
        world.hand("UPDATE payment_refund SET is_final = FALSE, poll_at = 0 WHERE organization_id > 0;").await;
        world.engine.run_refunds().await.unwrap();
        assert_eq!(till.books().await, [0, 0, 0]);
    }
}

story! {
    async fn e6_a_hand_in_the_refunds_is_found(world: World) {
        let till = Till::of(&world).await;
        let id = paid(&world, &till.finance, "refunds-0000000007", "50.00").await["id"].clone();
        till.act(&id, "20.00", "one", false).await.done();
        till.ended(&id, 1).await;
        let hands = [
            ("amount = amount + 1", "went back, but it says 2000"),
            ("amount = amount + 3001", "went back and 0 is on its way, of 5000"),
            ("is_final = FALSE", "is on its way back by bank_card, but the ledger says 0"),
        ];
        for (hand, said) in hands {
            world.hand(&format!("UPDATE payment_refund SET {hand} WHERE organization_id > 0;")).await;
            let found = world.engine.verify().await.unwrap().findings;
            assert!(found.iter().any(|finding| finding.contains(said)), "{hand}: {found:?}");
            world.hand("UPDATE payment_refund SET amount = 2000, is_final = TRUE WHERE organization_id > 0;").await;
        }
        till.verified().await;
    }
}
