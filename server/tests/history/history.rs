//! A history: a world, rounds of clients at work with a fault in the middle, and everything checked after each.

use crate::backs;
use crate::base::Base;
use crate::check::{self, Counts, Seen};
use crate::client::Shared;
use crate::delivery::{PAYERS, delivery};
use crate::dice::Dice;
use crate::fault::Fault;
use crate::model::{Delivered, Model, Off};
use crate::plan::{Ground, Operation, plan};
use crate::portal::{Portal, Program, Wish};
use crate::post::Post;
use crate::sandbox::Sandbox;
use crate::site::{Engine, Site};
use crate::tally::Tally;
use crate::time::Time;
use crate::world::{self, Account, ORGANIZATIONS};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

const CLIENTS: usize = 6;

/// A delivery whose import was not acknowledged.
#[derive(Debug)]
pub struct Pending {
    organization: usize,
    place: (i64, String, i64),
    file: String,
    delivered: Delivered,
}

#[derive(Debug)]
pub struct History<'a> {
    pub site: &'a Site,
    pub base: Base,
    pub program: Program,
    dice: Dice,
    pub accounts: Vec<Account>,
    pub shared: Arc<Shared>,
    pub post: Post,
    seen: Seen,
    past: Vec<Wish>,
    rounds: u64,
    seed: u64,
}

impl<'a> History<'a> {
    /// Makes the world and starts the server.
    pub fn begin(site: &'a Site, seed: u64, tally: Tally) -> Result<Self, Off> {
        let mut dice = Dice::new(seed);
        let base = site.fresh(seed);
        let start: DateTime<Utc> = "2026-01-05T03:00:00Z".parse().unwrap();
        let start = start + TimeDelta::hours(i64::try_from(dice.between(0, 300 * 24)).unwrap());
        let time = Arc::new(Time::new(site.place.path.join("clock"), start));
        let log = site.place.path.join("server.log");
        let sandbox = Vec::new();
        let mut program = Program { database: base.url(), clock: time.file.clone(), log, sandbox };
        let (post, address) = Post::open();
        let sandbox = Sandbox::start(&program, &site.place, address);
        program.sandbox = sandbox.flags();
        let mut model = Model::default();
        let directory = &site.place.path;
        let accounts = world::make((&program, &base), &mut dice, &time, directory, &mut model)?;
        let start = |_| Ok::<_, Off>(Mutex::new(Portal::start(&program, &site.place)?.0));
        let portals = (0..servers(&mut dice, site.engine)).map(start).collect::<Result<Vec<_>, _>>()?;
        let shared = Arc::new(Shared {
            portals,
            turn: AtomicUsize::new(0),
            model: Mutex::new(model),
            tally: Mutex::new(tally),
            begun: Instant::now(),
            time,
            sandbox,
            commands: Mutex::new(site.place.log("commands.log")),
            tokens: Mutex::new(vec![None; ORGANIZATIONS.len()]),
            platform: backs::platform(&mut base.open()),
        });
        std::thread::spawn({
            let (post, shared, dice) = (post.clone(), Arc::clone(&shared), dice.hand_on());
            move || post.deliver(&shared, dice)
        });
        let seen = Seen::default();
        Ok(Self {
            site,
            base,
            program,
            dice,
            accounts,
            shared,
            post,
            seen,
            past: Vec::new(),
            rounds: 0,
            seed,
        })
    }

    /// A few rounds, fewer where the time is over before; the first one is always had.
    pub fn run(&mut self, is_over: impl Fn() -> bool) -> Result<(), Off> {
        for round in 0..self.dice.between(3, 9) {
            if round > 0 && is_over() {
                break;
            }
            self.round()?;
        }
        Ok(())
    }

    /// Clients at work, a fault among them, and what has to hold afterwards.
    pub fn round(&mut self) -> Result<(), Off> {
        self.rounds += 1;
        let fault = Fault::choose(&mut self.dice, self.site);
        let jump = self.jump();
        let waiting = backs::waiting(&mut self.base.open());
        self.shared.model.lock().unwrap().waiting = waiting;
        let plans: Vec<Vec<Operation>> = (0..CLIENTS).map(|client| self.plan(client)).collect();
        let deliveries = self.deliveries();
        let wait = Duration::from_millis(self.dice.between(20, 300));
        self.shared.note(&format!("round {}: {fault:?} after {wait:?}, clock {jump:?}", self.rounds));
        self.shared.model.lock().unwrap().faulty = fault != Fault::None;
        let mut dice = self.dice.hand_on();
        let (shared, program) = (self.shared.as_ref(), &self.program);
        let (worked, pending) = std::thread::scope(|scope| {
            let clients: Vec<_> = plans
                .iter()
                .map(|plan| scope.spawn(|| plan.iter().try_for_each(|operation| shared.perform(operation))))
                .collect();
            let imports = scope.spawn(|| bring_in(shared, program, &self.site.place.path, deliveries));
            sleep(wait);
            if let Some(jump) = jump {
                shared.tally.lock().unwrap().fault(if jump > TimeDelta::zero() {
                    "clock forward"
                } else {
                    "clock back"
                });
                self.shared.time.pass(jump);
            }
            let struck = fault.strike(&mut dice, self.site, &self.base, shared, program);
            shared.note("the fault is over");
            let worked = clients.into_iter().try_for_each(|client| client.join().unwrap());
            (struck.and(worked), imports.join().unwrap())
        });
        shared.note("everyone has worked");
        worked?;
        let commands = plans.into_iter().flatten().filter_map(|operation| match operation {
            Operation::Write { wish, .. } => Some(wish),
            _ => None,
        });
        self.past.extend(commands);
        self.heal(pending?)?;
        self.shared.note("everything is known");
        self.check()?;
        self.shared.note("everything holds");
        Ok(())
    }

    fn plan(&mut self, client: usize) -> Vec<Operation> {
        let mut dice = self.dice.hand_on();
        let ground = Ground {
            accounts: &self.accounts,
            past: &self.past,
            cycle: self.shared.time.cycle(),
            day: self.shared.time.day(),
            prefix: format!("s{}-r{}-c{client}", self.seed, self.rounds),
            organization: client % ORGANIZATIONS.len(),
            administers: client < ORGANIZATIONS.len(),
        };
        plan(&mut dice, &ground)
    }

    /// How the clock is moved: over the next issue, back, or not.
    fn jump(&mut self) -> Option<TimeDelta> {
        let hours = i64::try_from(self.dice.between(1, 72)).unwrap();
        match self.dice.between(0, 5) {
            0 | 1 => Some(self.shared.time.next_issue() - self.shared.time.now() + TimeDelta::hours(hours)),
            2 => Some(TimeDelta::hours(-hours)),
            _ => None,
        }
    }

    /// Newer deliveries: of the running cycle, or late ones.
    fn deliveries(&mut self) -> Vec<Pending> {
        let mut deliveries = Vec::new();
        for _ in 0..self.dice.between(0, 5) {
            let organization = usize::try_from(self.dice.between(0, ORGANIZATIONS.len() as u64)).unwrap();
            let (payer, accounts) = *self.dice.pick(&PAYERS);
            let late = if self.dice.one_in(3) { self.dice.between(1, 4) } else { 0 };
            let cycle = self.shared.time.cycle() - i64::try_from(late).unwrap();
            let (file, delivered) = delivery(&mut self.dice, (payer, accounts), cycle);
            let place = (i64::try_from(organization).unwrap() + 1, payer.to_owned(), cycle);
            if !delivered.is_empty() {
                deliveries.push(Pending { organization, place, file, delivered });
            }
        }
        deliveries
    }

    /// Everything that has to hold.
    pub fn check(&mut self) -> Result<(), Off> {
        let model = self.shared.model.lock().unwrap();
        let sandbox = &self.shared.sandbox;
        check::comes_to_rest(&self.base, &self.shared.time, (&model, sandbox))?;
        let counts = check::everything(&self.base, (&model, sandbox), &self.accounts, &mut self.seen)?;
        drop(model);
        self.names()?;
        self.program.run(&["verify"], "").map_err(|said| format!("portal verify: {said}"))?;
        let mut tally = self.shared.tally.lock().unwrap();
        tally.rounds += 1;
        tally.now = counts;
        Ok(())
    }

    /// Looks at the data alone.
    pub fn look(&self, seen: &mut Seen) -> Result<Counts, Off> {
        let model = self.shared.model.lock().unwrap();
        check::everything(&self.base, (&model, &self.shared.sandbox), &self.accounts, seen)
    }

    /// People are called what they were called last.
    fn names(&self) -> Result<(), Off> {
        for organization in 0..ORGANIZATIONS.len() {
            let users = self.shared.ask(organization, ("GET", "/api/v1/users"), None)?.unwrap_or_default();
            for user in users["items"].as_array().into_iter().flatten() {
                let (email, name) =
                    (user["email"].as_str().unwrap_or(""), user["name"].as_str().unwrap_or(""));
                let model = self.shared.model.lock().unwrap();
                let known = model.names.get(email).is_some_and(|names| names.contains(name));
                if !known {
                    return Err(format!("{email} is called “{name}”, not {:?}", model.names.get(email)));
                }
            }
        }
        Ok(())
    }

    /// Ends it; gives what was counted.
    pub fn end(self) -> Tally {
        self.shared.portals().iter().for_each(|portal| portal.kill());
        self.site.remove(&self.base);
        let mut tally = std::mem::take(&mut *self.shared.tally.lock().unwrap());
        tally.close(self.post.counts(), self.shared.portals.len());
        tally
    }
}

/// However it ends, nothing of it goes on.
impl Drop for History<'_> {
    fn drop(&mut self) {
        self.post.close();
        self.shared.portals().iter().for_each(|portal| portal.kill());
        self.shared.sandbox.close();
    }
}

/// Brings deliveries in, one after the other; gives those that nobody knows of. After the first of them the others wait,
/// so that it is known which is the newest.
pub fn bring_in(
    shared: &Shared,
    program: &Program,
    directory: &std::path::Path,
    deliveries: Vec<Pending>,
) -> Result<Vec<Pending>, Off> {
    let mut deliveries = std::collections::VecDeque::from(deliveries);
    let mut busy = 0;
    while let Some(next) = deliveries.front() {
        shared.tally.lock().unwrap().operation("import");
        let organization = ORGANIZATIONS[next.organization];
        let said = world::import(program, organization, directory, &next.file);
        shared.note(&format!("import {:?}: {said:?}", next.place));
        let mut model = shared.model.lock().unwrap();
        match said {
            Ok(_) => {
                let Some(done) = deliveries.pop_front() else { break };
                model.delivered.insert(done.place, done.delivered);
            }
            Err(why) => {
                drop(model);
                busy += 1;
                if busy <= 3 && shared.is_busy(&why) {
                    continue;
                }
                shared.failed::<()>(&why)?;
                break;
            }
        }
    }
    Ok(deliveries.into())
}

/// Starts a server again, and waits until it is well.
pub fn restart(shared: &Shared, (program, which): (&Program, usize), site: &Site) -> Result<(), Off> {
    let (portal, took) = Portal::start(program, &site.place)?;
    shared.tally.lock().unwrap().start(took);
    *shared.portals[which].lock().unwrap() = portal;
    Ok(())
}

/// How many servers share the database: PostgreSQL may have several.
fn servers(dice: &mut Dice, engine: Engine) -> u64 {
    let two = dice.one_in(2);
    if two && engine == Engine::Postgres { 2 } else { 1 }
}
