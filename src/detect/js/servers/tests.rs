//! Servers of every form, in small.

use super::*;
use crate::detect::js::testing::tree;

fn seen(files: &[(&str, &str)]) -> Vec<(String, &'static str, Option<u16>, Option<String>)> {
    let tree = tree(files);
    let sources = JsSources::of(&tree);
    let found = servers(&sources, &sources.iter().collect::<Vec<_>>());
    found.into_iter().map(|s| (s.path.to_string(), s.framework, s.port.map(|port| port.value), s.variable)).collect()
}

#[test]
fn an_application_of_another_file_is_recognised() {
    let found = seen(&[
        ("src/app.js", "const express = require('express');\nconst app = express();\nmodule.exports = app;\n"),
        (
            "src/index.js",
            "const app = require('./app');\nconst config = require('./config');\nlet server;\n\
             connect().then(() => {\n  server = app.listen(config.port, () => {});\n});\n",
        ),
        ("src/config.js", "module.exports = { port: process.env.PORT || 3000 };\n"),
    ]);
    assert_eq!(found, [("src/index.js".into(), "express", Some(3000), Some("PORT".into()))]);
}

#[test]
fn the_server_of_a_generator_is_followed_through_its_functions() {
    let found = seen(&[
        ("app.js", "var express = require('express');\nvar app = express();\nmodule.exports = app;\n"),
        (
            "bin/www",
            "#!/usr/bin/env node\nvar app = require('../app');\nvar http = require('http');\n\
             var port = normalizePort(process.env.PORT || '3000');\napp.set('port', port);\n\
             var server = http.createServer(app);\nserver.listen(port);\n\
             function normalizePort(val) {\n  var port = parseInt(val, 10);\n\
               if (isNaN(port)) { return val; }\n  if (port >= 0) { return port; }\n  return false;\n}\n",
        ),
    ]);
    assert_eq!(found, [("bin/www".into(), "express", Some(3000), Some("PORT".into()))]);
}

#[test]
fn a_class_keeps_its_application() {
    let found = seen(&[
        (
            "src/server.ts",
            "import express, { Application } from 'express';\nimport { env } from '@/env';\n\
             export class Server {\n  private app: Application;\n  constructor(private readonly port: number) {\n\
               this.app = express();\n  }\n  start() { this.app.listen(this.port, '0.0.0.0'); }\n}\n",
        ),
        (
            "src/main.ts",
            "import { Server } from './server.js';\nnew Server(Number(process.env.API_PORT ?? 4000)).start();\n",
        ),
        ("tsconfig.json", "{ // names\n \"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"],},},}"),
    ]);
    assert_eq!(found, [("src/server.ts".into(), "express", Some(4000), Some("API_PORT".into()))]);
}

#[test]
fn a_method_of_the_same_name_is_no_server() {
    let found = seen(&[("a.js", "const radio = require('radio');\nradio.listen(3000);\nmyServer.listen(80);\n")]);
    assert_eq!(found, []);
}
