//! shipready
