//! Servers that the program starts itself beside the one that answers requests, such as a port for metrics.

use crate::detect::js::servers::Server;
use crate::facts::{Confidence, Seen};

/// Those among the servers of a program that listen on another port than `main`.
pub fn listeners(servers: &[Server], main: u16) -> Vec<Seen<String>> {
    let beside = servers.iter().filter(|server| server.port.as_ref().is_some_and(|port| port.value != main));
    beside
        .map(|server| Seen {
            value: format!("{}.listen", server.framework),
            confidence: Confidence::Certain,
            evidence: vec![server.evidence.clone()],
        })
        .collect()
}
