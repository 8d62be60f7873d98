//! What goes wrong in the middle of a round, by real means.

use crate::base::Base;
use crate::client::Shared;
use crate::dice::Dice;
use crate::history::restart;
use crate::model::Off;
use crate::portal::Program;
use crate::site::Site;
use std::process::Stdio;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// A server is killed and started again.
    Kill,
    /// It is killed, and killed again while it starts.
    KillTwice,
    /// It is asked to end, and started again.
    Stop,
    /// The disk is full for a while.
    FullDisk,
    /// The database is closed for a while.
    Closed,
    /// The disk is full, and the server is killed meanwhile.
    FullDiskAndKill,
}

impl Fault {
    pub fn choose(dice: &mut Dice, site: &Site) -> Self {
        let fault = match dice.between(0, 16) {
            0..=5 => Self::Kill,
            6 => Self::KillTwice,
            7 => Self::Stop,
            8..=10 => Self::FullDisk,
            11 => Self::FullDiskAndKill,
            12..=14 => Self::Closed,
            _ => Self::None,
        };
        let filled = matches!(fault, Self::FullDisk | Self::FullDiskAndKill);
        if filled && !site.place.is_small { Self::Kill } else { fault }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Kill => "kill -9",
            Self::KillTwice => "kill -9 while starting",
            Self::Stop => "orderly stop",
            Self::FullDisk => "full disk",
            Self::Closed => "closed database",
            Self::FullDiskAndKill => "full disk and kill -9",
        }
    }

    /// Does it, and ends it.
    pub fn strike(
        self,
        dice: &mut Dice,
        site: &Site,
        base: &Base,
        shared: &Shared,
        program: &Program,
    ) -> Result<(), Off> {
        shared.tally.lock().unwrap().fault(self.name());
        let which = usize::try_from(dice.between(0, shared.portals.len() as u64)).unwrap();
        let portal = Arc::clone(&shared.portals[which].lock().unwrap());
        let so_long = Duration::from_millis(dice.between(50, 800));
        match self {
            Self::None => return Ok(()),
            Self::Kill => portal.kill(),
            Self::KillTwice => {
                portal.kill();
                let mut again = program.command(&["serve", "--listen", "127.0.0.1:0"]);
                let mut again = again.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                sleep(Duration::from_millis(dice.between(1, 150)));
                let _ = again.kill();
                let _ = again.wait();
            }
            Self::Stop => portal.stop(),
            Self::FullDisk => {
                site.fill_for(so_long);
                return Ok(());
            }
            Self::Closed => {
                site.close_for(base, so_long);
                return Ok(());
            }
            Self::FullDiskAndKill => {
                site.place.fill();
                sleep(so_long / 4);
                portal.kill();
                site.place.free();
            }
        }
        restart(shared, (program, which), site)
    }
}
