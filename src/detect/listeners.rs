//! Servers that the program starts itself beside the one that answers requests, such as a port for metrics.

use crate::detect::nodes::shortened;
use crate::detect::sources::Source;
use crate::facts::{Confidence, Seen};

/// Functions that open a fixed port, and what they stand in.
const STARTERS: &[&str] = &[
    "prometheus_client.start_http_server",
    "prometheus_client.start_wsgi_server",
    "prometheus_client.exposition.start_http_server",
    "prometheus_client.exposition.start_wsgi_server",
];
const WORDS: &[&str] = &["start_http_server", "start_wsgi_server"];

/// The calls in `files` that open a port, by the function's name.
pub fn listeners(files: &[&Source<'_>]) -> Vec<Seen<String>> {
    let mut found = Vec::new();
    for module in files.iter().filter(|file| file.mentions(WORDS)).filter_map(|file| file.module()) {
        for call in module.calls() {
            let Some(name) = module.callee(call).filter(|name| STARTERS.contains(&name.as_str())) else { continue };
            let mut evidence = module.evidence(call);
            evidence.text = shortened(module.text(call).lines().next().unwrap_or_default());
            found.push(Seen { value: name, confidence: Confidence::Certain, evidence: vec![evidence] });
        }
    }
    found
}
