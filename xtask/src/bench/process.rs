//! What a process costs: CPU time and memory, from the kernel's own counters in `/proc` (Linux).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::command::Call;
use crate::report::now;
use crate::say;

/// The kernel counts CPU time in hundredths of a second for programs, whatever its own tick.
const TICK_MS: u64 = 10;
const POLL: Duration = Duration::from_millis(10);
/// A process that used no CPU time for so long rests.
const REST: Duration = Duration::from_millis(400);
const RESTS: u32 = 300;

/// What a command cost.
#[derive(Debug)]
pub struct Spent {
    /// From start to end.
    pub wall: Duration,
    /// User and system time of it and its children.
    pub cpu: Duration,
    /// The most memory it held, in bytes.
    pub peak_bytes: u64,
    /// What it wrote to standard output.
    pub said: String,
}

/// The counters of one line of `/proc/PID/stat`.
struct Stat {
    parent: u32,
    /// User and system time, in ticks; the second of children that have ended.
    own: u64,
    ended_children: u64,
}

fn stat(pid: &str) -> Option<Stat> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything: the fields are behind the last bracket.
    let fields: Vec<&str> = line.rsplit(')').next()?.split_whitespace().collect();
    let at = |place: usize| fields.get(place)?.parse::<u64>().ok();
    Some(Stat {
        parent: u32::try_from(at(1)?).ok()?,
        own: at(11)? + at(12)?,
        ended_children: at(13)? + at(14)?,
    })
}

/// CPU time of a process without its children.
pub fn cpu(pid: u32) -> Result<Duration> {
    let stat = stat(&pid.to_string()).context("this needs Linux and its /proc, and a process that lives")?;
    Ok(Duration::from_millis(stat.own * TICK_MS))
}

/// CPU time of a process and all that it started, ended or not.
pub fn cpu_of_tree(root: u32) -> Result<Duration> {
    let all = everyone()?;
    let mut ticks = 0;
    let mut unseen = vec![root];
    while let Some(pid) = unseen.pop() {
        ticks += all.get(&pid).map_or(0, |stat| stat.own + stat.ended_children);
        unseen.extend(all.iter().filter(|(_, stat)| stat.parent == pid).map(|(child, _)| *child));
    }
    Ok(Duration::from_millis(ticks * TICK_MS))
}

/// Waits until a process has nothing more to do: what it began in the background is done. Says how much CPU time
/// that took.
pub fn rest(pid: u32) -> Result<Duration> {
    let begun = cpu(pid)?;
    let mut before = begun;
    for _ in 0..RESTS {
        sleep(REST);
        let after = cpu(pid)?;
        if after == before {
            return Ok(after.saturating_sub(begun));
        }
        before = after;
    }
    bail!("the process does not come to rest")
}

/// The child of a process that runs this executable.
pub fn child(parent: u32, executable: &Path) -> Result<u32> {
    let executable = executable.canonicalize()?;
    let runs_it =
        |pid: &u32| fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|found| found == executable);
    let all = everyone()?;
    let children = all.into_iter().filter(|(_, stat)| stat.parent == parent).map(|(pid, _)| pid);
    let mut children = children.filter(runs_it);
    children.next().context("the server's process is not found")
}

fn everyone() -> Result<BTreeMap<u32, Stat>> {
    let entries = fs::read_dir("/proc").context("this needs Linux and its /proc")?;
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    Ok(pids.filter_map(|pid| Some((pid, stat(&pid.to_string())?))).collect())
}

/// Memory of a process, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// What it holds now.
    pub now: u64,
    /// What of that is its own, not a file's pages.
    pub own: u64,
    /// The most it held since the peak was forgotten.
    pub peak: u64,
}

/// How much memory a process holds.
pub fn memory(pid: u32) -> Result<Memory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let of = |name: &str| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kb: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kb * 1024)
    };
    match (of("VmRSS:"), of("RssAnon:"), of("VmHWM:")) {
        (Some(now), Some(own), Some(peak)) => Ok(Memory { now, own, peak }),
        _ => bail!("the process has ended"),
    }
}

/// Lets the peak begin anew.
pub fn forget_peak(pid: u32) -> Result<()> {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").context("the peak of memory can't be reset")
}

/// Runs a command to its end and says what it cost.
pub fn run(call: Call, log: &Path) -> Result<Spent> {
    say::command(&call.line());
    let before = children_cpu()?;
    let start = now();
    let mut child = call
        .into_command()
        .stdout(fs::File::create(log)?)
        .spawn()
        .context("the executable could not be started")?;
    let mut peak_bytes = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // Between its end and our noticing it there is nothing to read.
        if let Ok(memory) = memory(child.id()) {
            peak_bytes = peak_bytes.max(memory.peak);
        }
        sleep(POLL);
    };
    let wall = start.elapsed();
    let cpu = children_cpu()?.saturating_sub(before);
    let said = fs::read_to_string(log)?;
    ensure!(status.success(), "it failed ({status}): {}", said.trim());
    Ok(Spent { wall, cpu, peak_bytes, said })
}

/// CPU time of our children that have ended.
fn children_cpu() -> Result<Duration> {
    let stat = stat("self").context("this needs Linux and its /proc")?;
    Ok(Duration::from_millis(stat.ended_children * TICK_MS))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn our_own_counters_are_readable() {
        let own = std::process::id();
        assert!(cpu_of_tree(own).unwrap() >= cpu(own).unwrap());
        let memory = memory(own).unwrap();
        assert!(memory.now > 0 && memory.peak > 0);
    }
}
