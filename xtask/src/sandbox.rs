//! The payment sandbox beside a server: a process of its own that ends with this one.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::command::Call;
use crate::guard::{Guarded, Signal};
use crate::postgres::{free_port, secret};

/// A sandbox in the background.
#[derive(Debug)]
pub struct Sandbox {
    _guarded: Guarded,
    address: SocketAddr,
    key: String,
}

impl Sandbox {
    /// Starts one that tells the portal at this address, and is late by so much where it is late.
    pub fn start(executable: &Path, portal: SocketAddr, late: Duration, log: &Path) -> Result<Self> {
        let address = SocketAddr::from((portal.ip(), free_port()?));
        let key = secret()?;
        let call = Call::new(executable)
            .args(["sandbox", "--listen", &address.to_string(), "--key", &key])
            .args(["--portal", &format!("http://{portal}"), "--late-ms", &late.as_millis().to_string()]);
        let mut guarded = Guarded::start(&call, None, Signal::Terminate, None, log)?;
        guarded
            .wait_until(Duration::from_secs(30), || std::net::TcpStream::connect(address).is_ok())
            .with_context(|| format!("the sandbox did not start; see {}", log.display()))?;
        Ok(Self { _guarded: guarded, address, key })
    }

    /// What the server is told of it.
    pub fn flags(&self) -> [String; 4] {
        let address = format!("http://{}", self.address);
        ["--sandbox".to_owned(), address, "--sandbox-key".to_owned(), self.key.clone()]
    }
}
