//! `cargo xtask run`: the portal on demo data, open in a browser.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::*;

use crate::place::Place;
use crate::portal::{self, Finish};
use crate::sandbox::Sandbox;
use crate::say;
use crate::server::{self, Profile};
use crate::setup::Toolbox;
use crate::stamp;
use crate::tools::on_path;

/// How late the payment sandbox answers, where it is late.
const LATE: Duration = Duration::from_secs(20);

/// What `run` was asked for.
#[derive(Debug)]
pub struct Options {
    release: bool,
    bills: u32,
    listen: SocketAddr,
}

impl Options {
    /// Reads `[--release] [--bills N] [--listen ADDRESS]`.
    pub fn read(mut arguments: lexopt::Parser) -> Result<Self> {
        let mut options =
            Self { release: false, bills: 100_000, listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)) };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("release") => options.release = true,
                Long("bills") => options.bills = arguments.value()?.parse()?,
                Long("listen") => options.listen = arguments.value()?.parse()?,
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

/// Sets up, builds, makes the demo data once, and serves until it is interrupted.
pub fn run(place: &Place, options: &Options) -> Result<()> {
    let (finish, profile) =
        if options.release { (Finish::Small, Profile::Release) } else { (Finish::Quick, Profile::Dev) };
    ensure!(
        !server::healthy(options.listen),
        "a portal already runs at http://{}: stop it, or choose another place with `--listen`",
        options.listen
    );
    say::heading("Setting up");
    let toolbox = Toolbox::complete(place, portal::NEEDS)?;
    say::heading("Building the portal");
    portal::build(place, &toolbox, finish)?;
    say::heading("Building the server");
    let executable = server::build(place, profile)?;
    say::heading("Demo data");
    let world = world(place, options.bills)?;
    say::progress(&format!("in {}; remove it to start afresh", world.display()));
    let database = server::demo(&executable, &world, options.bills)?;
    let people = fs::read_to_string(world.join(server::PEOPLE))?;

    say::heading("Portal");
    let sandbox = Sandbox::start(&executable, options.listen, LATE, &place.target.join("sandbox.log"))?;
    let mut portal = Command::new(&executable)
        .args(["serve", "--demo", "--listen", &options.listen.to_string()])
        .args(["--database", &database])
        .args(sandbox.flags())
        .env("RUST_LOG", env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned()))
        .stdin(Stdio::null())
        .spawn()
        .context("the server could not be started")?;
    for _ in 0..600 {
        if server::healthy(options.listen) {
            welcome(&format!("http://{}", options.listen), &people);
            break;
        }
        if portal.try_wait()?.is_some() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    let status = portal.wait()?;
    if !status.success() {
        bail!("the server ended with {status}");
    }
    Ok(())
}

/// The directory of the demo world. Its name changes with what makes the world, and one that was
/// made otherwise is removed.
fn world(place: &Place, bills: u32) -> Result<PathBuf> {
    let makers = ["server/migrations", "server/src/demo", "server/src/demo.rs"];
    let made_from = stamp::of_files(&makers.map(|maker| place.root.join(maker)))?;
    let kind = format!("demo-{bills}-");
    let current = place.target.join(format!("{kind}{made_from}"));
    for entry in fs::read_dir(&place.target)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path != current && name.starts_with(&kind) {
            fs::remove_dir_all(path)?;
        }
    }
    Ok(current)
}

/// Opens the browser where there is a display; says where to go in any case.
fn welcome(address: &str, people: &str) {
    let display = env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some();
    let opener = match env::consts::OS {
        "macos" => on_path("open"),
        _ if display => on_path("xdg-open"),
        _ => None,
    };
    let opened = opener.is_some_and(|opener| {
        Command::new(opener).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
    });
    let verb = if opened { "Opened" } else { "Open" };
    println!("\n{verb} {address} in a browser.");
    println!("{people}");
    println!("Ctrl-C ends it.\n");
}
