//! Listening: connections in, and an orderly end.

use super::patient::Patient;
use super::{App, measure, router};
use crate::engine::Engine;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// How long the head of a request may take; a connection that waits in silence is closed after it, too.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);
/// How long a reader may take nothing of an answer until the connection is closed, and with it what is being written.
const WRITE_PATIENCE: Duration = Duration::from_secs(60);
/// How long requests under way are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(20);
/// How many connections are open at once; more wait in the system's queue.
const CONNECTIONS: usize = 4096;
/// How many requests are worked on at once; more are told to come back.
const REQUESTS: usize = 512;
/// How long a request may take until its answer begins.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often old sessions are swept out.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often figures are put into their buckets.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// How the server was started.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What people type to get here, as `https://billing.example`, when it differs from the address.
    pub public_origin: Option<String>,
    /// Whether a proxy in front tells whom it speaks for (`X-Forwarded-For`).
    pub behind_proxy: bool,
    /// Whether anyone may read the figures.
    pub metrics_public: bool,
}

impl Settings {
    /// Whether browsers reach the portal by https.
    pub fn is_https(&self) -> bool {
        self.public_origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

impl App {
    /// An application on this engine.
    pub fn new(engine: Engine, settings: Settings) -> Self {
        let room = Arc::new(Semaphore::new(REQUESTS));
        Self { engine, settings: Arc::new(settings), room, patience: PATIENCE }
    }
}

/// Binds an address.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Answers connections until `stop` is ready, then finishes what is under way, for at most 20 seconds.
pub async fn serve_until(listener: TcpListener, app: App, stop: impl Future<Output = ()>) {
    let recorder = measure::recorder();
    let sweeper = tokio::spawn(sweep(app.engine.clone()));
    let upkeep = tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP_EVERY).await;
            recorder.iter().for_each(|recorder| recorder.run_upkeep());
        }
    });
    let door = Door { router: router(app), graceful: GracefulShutdown::new() };
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Ok((stream, peer, permit)) => door.open(stream, peer, permit),
            Err(error) => {
                // Out of file descriptors, most likely: it passes when connections end.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, door.graceful.shutdown()).await.is_err() {
        tracing::warn!("requests that took too long were cut off");
    }
    sweeper.abort();
    upkeep.abort();
}

type Permit = tokio::sync::OwnedSemaphorePermit;

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, Permit)> {
    let permit = Arc::clone(room).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, permit))
}

struct Door {
    router: axum::Router,
    graceful: GracefulShutdown,
}

impl Door {
    /// Answers one connection in a task of its own.
    fn open(&self, stream: TcpStream, peer: SocketAddr, permit: Permit) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no delay was not switched off");
        }
        let service = self.router.clone().map_request(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_PATIENCE)
            .serve_connection(
                TokioIo::new(Patient::new(stream, WRITE_PATIENCE)),
                TowerToHyperService::new(service),
            );
        let connection = self.graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
            drop(permit);
        });
    }
}

/// Sweeps out old sessions and failures now and then.
async fn sweep(engine: Engine) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        if let Err(error) = engine.sweep().await {
            tracing::warn!(%error, "old sessions were not swept out");
        }
    }
}
