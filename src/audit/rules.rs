//! Every rule is a file in this folder; the build script lists them, so that none is registered by hand.

use crate::audit::Rule;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
