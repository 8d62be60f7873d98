//! A client at work: it does what its plan says, one thing after the other, and tells the model what it hears.

use crate::model::{Model, Off};
use crate::plan::Operation;
use crate::portal::{Answer, Portal, Wish};
use crate::sandbox::Sandbox;
use crate::tally::Tally;
use crate::time::Time;
use crate::world::{Account, PASSWORD, administrator, person};
use contract::api::MonthlyBillPage;
use contract::funding::{Available, Funding};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a client waits after an answer that did not come.
const AFTER_FAILURE: Duration = Duration::from_millis(40);

/// So many answers may fail to come without a fault, however long it goes on: a machine that stands still for seconds.
const MOST_UNEXPLAINED: u64 = 3;
/// So often the same is sent at most, under the same key, when the portal says that it is busy: as its clients do.
const SENDINGS: u32 = 4;
/// What is said when a lock was waited for in vain.
const BUSY: &str = "the database does not answer";

/// What the clients of a history share.
#[derive(Debug)]
pub struct Shared {
    /// The servers on the database; another one in its place after a kill.
    pub portals: Vec<Mutex<Arc<Portal>>>,
    /// Whose turn it is.
    pub turn: AtomicUsize,
    pub model: Mutex<Model>,
    pub tally: Mutex<Tally>,
    pub begun: Instant,
    pub time: Arc<Time>,
    pub sandbox: Sandbox,
    /// Every command as it was sent, for whoever wants to know what happened.
    pub commands: Mutex<File>,
    /// The account of the platform itself.
    pub platform: i64,
    /// Sessions of the administrators.
    pub tokens: Mutex<Vec<Option<String>>>,
}

impl Shared {
    /// A server, each in its turn.
    pub fn portal(&self) -> Arc<Portal> {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst);
        Arc::clone(&self.portals[turn % self.portals.len()].lock().unwrap())
    }

    /// Every server.
    pub fn portals(&self) -> Vec<Arc<Portal>> {
        self.portals.iter().map(|portal| Arc::clone(&portal.lock().unwrap())).collect()
    }

    /// Sends a command and takes the answer in.
    pub fn write(&self, wish: &Wish) -> Result<Answer, Off> {
        self.model.lock().unwrap().asks(wish);
        let mut answer = self.portal().write(wish);
        self.note(&format!("{wish:?} -> {answer:?}"));
        for _ in 1..SENDINGS {
            if !matches!(&answer, Answer::Unknown(why) if self.is_busy(why)) {
                break;
            }
            self.model.lock().unwrap().hears(wish, &answer)?;
            answer = self.portal().write(wish);
            self.note(&format!("{wish:?} -> {answer:?}"));
        }
        if let Answer::Unknown(why) = &answer {
            self.tally.lock().unwrap().unknown += 1;
            self.failed::<()>(why)?;
        }
        self.model.lock().unwrap().hears(wish, &answer)?;
        Ok(answer)
    }

    /// Sends a command so many times at once.
    pub fn write_at_once(&self, wish: &Wish, copies: u64) -> Result<(), Off> {
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..copies).map(|_| scope.spawn(|| self.write(wish))).collect();
            all.into_iter().try_for_each(|one| one.join().unwrap().map(drop))
        })
    }

    pub fn note(&self, line: &str) {
        let at = self.begun.elapsed().as_millis();
        let _ = writeln!(self.commands.lock().unwrap(), "{at} ms: {line}");
    }

    pub fn perform(&self, operation: &Operation) -> Result<(), Off> {
        self.tally.lock().unwrap().operation(operation.kind());
        match operation {
            Operation::Write { wish, copies: 1, .. } => self.write(wish).map(drop),
            Operation::Write { wish, copies, .. } => self.write_at_once(wish, *copies),
            Operation::Read { account } => self.read(account),
            Operation::Pay(pay) => self.pay(pay),
            Operation::Transfer(transfer) => self.transfer(transfer),
            Operation::Link { account, choice } => self.link(account, choice),
            Operation::Switch { account, setting, on } => self.switch(account, setting, *on),
            Operation::Prefer { account, pick } => self.prefer(account, *pick),
            Operation::SendBack { pick, cents, key, copies } => self.send_back((*pick, *cents), key, *copies),
            Operation::Dispute { pick, cents } => self.dispute(*pick, *cents),
            Operation::Stray { key, cents } => self.stray(key, *cents),
            Operation::Decide { pick, key, account, back, copies } => {
                self.decide(*pick, key, (account, *back), *copies)
            }
            Operation::Rename { organization, name } => self.rename(*organization, name),
        }
    }

    /// What is told keeps the rules: the contract's types refuse most of what does not.
    fn read(&self, account: &Account) -> Result<(), Off> {
        let organization = account.place();
        let off = |error: serde_json::Error| format!("what is told of {}: {error}", account.number);
        if let Some(page) = self.ask(organization, ("GET", "/api/v1/monthly-bills"), None)? {
            let page: MonthlyBillPage = serde_json::from_value(page).map_err(off)?;
            drop(page);
        }
        let target = format!("/api/v1/accounts/{}/funding", account.number);
        let Some(funding) = self.ask(organization, ("GET", &target), None)? else { return Ok(()) };
        let funding: Funding = serde_json::from_value(funding).map_err(off)?;
        let Available { cash, credit_limit, frozen, available } = funding.credit;
        // Below nothing only by what somebody took back at their bank.
        let floor = -self.model.lock().unwrap().taken_back(account.id);
        let sound = cash.minor() + credit_limit.minor() - frozen.minor() == available.minor();
        match sound && cash.minor() >= floor {
            true => Ok(()),
            false => Err(format!("funding of {}: {:?}", account.number, funding.credit)),
        }
    }

    /// A customer links what their account is charged by; the same again is the same method.
    fn link(&self, account: &Account, choice: &str) -> Result<(), Off> {
        let channel = if choice.starts_with("paypal") { "paypal" } else { "bank_card" };
        let key = format!("link-{choice}-{:0>16}", account.number);
        let body = json!({ "key": key, "account": account.number, "channel": channel });
        let begun = self.ask(account.place(), ("POST", "/api/v1/payment-methods"), Some(&body))?;
        if let Some(page) = begun.as_ref().and_then(|begun| begun["page"].as_str()) {
            self.sandbox.choose(page, choice);
        }
        Ok(())
    }

    fn switch(&self, account: &Account, setting: &'static str, on: bool) -> Result<(), Off> {
        let at_first = setting == "automatic";
        let stands = |model: &mut Model| {
            let place = (account.id, setting);
            model.switches.entry(place).or_insert_with(|| BTreeSet::from([at_first])).insert(on);
        };
        stands(&mut self.model.lock().unwrap());
        let target = format!("/api/v1/accounts/{}/settings", account.number);
        let body = json!({ setting: on });
        if on && !account.credit {
            // Nothing is settled by itself without credit control (A2); all three are for accounts that are on it.
            return self.refused(account.place(), ("PATCH", &target), &body);
        }
        if self.ask(account.place(), ("PATCH", &target), Some(&body))?.is_some() {
            self.model.lock().unwrap().switches.insert((account.id, setting), BTreeSet::from([on]));
        }
        Ok(())
    }

    fn rename(&self, organization: usize, name: &str) -> Result<(), Off> {
        let Some(users) = self.ask(organization, ("GET", "/api/v1/users"), None)? else { return Ok(()) };
        let email = person(organization);
        let users = users["items"].as_array().cloned().unwrap_or_default();
        let user = users.iter().find(|user| user["email"] == email.as_str());
        let id = user.and_then(|user| user["id"].as_str()).ok_or_else(|| format!("{email} is gone"))?;
        // Until it is known that it was done, they may have either name.
        self.model.lock().unwrap().names.entry(email.clone()).or_default().insert(name.to_owned());
        let target = format!("/api/v1/users/{id}");
        if self.ask(organization, ("PATCH", &target), Some(&json!({ "name": name })))?.is_some() {
            let only = BTreeSet::from([name.to_owned()]);
            self.model.lock().unwrap().names.insert(email, only);
        }
        Ok(())
    }

    /// Asks as the organization's administrator; none when no answer came, or none that says what became of it.
    pub fn ask(
        &self,
        organization: usize,
        what: (&str, &str),
        body: Option<&Value>,
    ) -> Result<Option<Value>, Off> {
        let portal = self.portal();
        // A session may have ended meanwhile: time flies here. And the portal may be busy.
        for sending in 1..=SENDINGS {
            let Some(token) = self.sign_in(&portal, organization)? else { return Ok(None) };
            let reply = match portal.call(what, Some(&token), body) {
                Ok(reply) => reply,
                Err(error) => return self.failed(&format!("{what:?}: {error}")),
            };
            match reply.status {
                200..300 => return Ok(Some(reply.body)),
                401 => self.tokens.lock().unwrap()[organization] = None,
                503 if sending < SENDINGS && !self.is_faulty() => {
                    self.note(&format!("{what:?}: {}", reply.body));
                    self.busy();
                }
                500.. => return self.failed(&format!("{what:?}: {} {}", reply.status, reply.body)),
                _ => return Err(format!("{what:?}: {} {}", reply.status, reply.body)),
            }
        }
        Ok(None)
    }

    /// Asks for something that a rule forbids.
    fn refused(&self, organization: usize, what: (&str, &str), body: &Value) -> Result<(), Off> {
        match self.ask(organization, what, Some(body)) {
            Ok(None) => Ok(()),
            Ok(Some(done)) => Err(format!("{what:?} {body} was done: {done}")),
            Err(refused) if refused.contains(": 400 ") && refused.contains("needs_credit_control") => Ok(()),
            Err(other) => Err(other),
        }
    }

    fn sign_in(&self, portal: &Portal, organization: usize) -> Result<Option<String>, Off> {
        let mut tokens = self.tokens.lock().unwrap();
        if tokens[organization].is_none() {
            let body = json!({ "email": administrator(organization), "password": PASSWORD });
            match portal.call(("POST", "/api/v1/session"), None, Some(&body)) {
                Ok(reply) if reply.is_done() => tokens[organization] = reply.token(),
                Ok(reply) if reply.status < 500 => return Err(format!("signing in: {}", reply.body)),
                other => return self.failed(&format!("signing in: {other:?}")).map(|_: Option<()>| None),
            }
        }
        Ok(tokens[organization].clone())
    }

    /// Whether something was not done because the portal was busy, so that it is asked for again.
    pub fn is_busy(&self, why: &str) -> bool {
        let busy = why.contains(BUSY) && !self.is_faulty();
        if busy {
            self.busy();
        }
        busy
    }

    fn is_faulty(&self) -> bool {
        self.model.lock().unwrap().faulty
    }

    /// The portal says that it is busy: it is asked again in a moment.
    fn busy(&self) {
        self.tally.lock().unwrap().busy += 1;
        std::thread::sleep(AFTER_FAILURE);
    }

    /// Nobody knows what became of it: it is asked again, later. Without a fault that is off, and hardly ever forgiven.
    pub fn failed<T>(&self, why: &str) -> Result<Option<T>, Off> {
        self.note(why);
        let faulty = self.model.lock().unwrap().faulty;
        let mut tally = self.tally.lock().unwrap();
        tally.unexplained += u64::from(!faulty);
        if !faulty {
            println!("failed without a fault: {why}");
        }
        if tally.unexplained > MOST_UNEXPLAINED {
            return Err(format!("too much fails without a fault; the last: {why}"));
        }
        drop(tally);
        // People look twice before they go on, and most of what they do meets a server that runs.
        std::thread::sleep(AFTER_FAILURE);
        Ok(None)
    }
}
