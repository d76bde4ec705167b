//! Budget: the audit of 2,000 source files of 4 MB in all, as a whole command, within 1 s.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};
use shipready::audit::{Ground, Ignores, look, narrowed, reads};
use shipready::detect::{Code, detect_in};
use shipready::workspace::Workspace;

/// Files of each language.
const FILES: usize = 1000;
/// Bytes of each file, at most.
const SIZE: usize = 2048;

/// A file of Python that most rules have to look into.
fn python(at: usize) -> String {
    let head = "import logging\nimport os\n\nfrom fastapi import APIRouter, HTTPException\n\nfrom app.config import settings\n\n\
                router = APIRouter()\nlogger = logging.getLogger(__name__)\n";
    let mut text = head.to_owned();
    for part in 0.. {
        let route = format!(
            "\n\n@router.post(\"/items{at}/{part}\")\nasync def item_{at}_{part}(name: str, token: str) -> dict[str, str]:\n    \
             \"\"\"The password of an order is none of its fields.\"\"\"\n    limit = int(os.getenv(\"LIMIT_{at}\", \"10\"))\n    \
             if len(name) > limit:\n        raise HTTPException(400, \"too long\")\n    \
             logger.info(\"made\", extra={{\"debug\": settings.debug}})\n    return {{\"name\": name, \"status\": \"made\"}}\n"
        );
        if text.len() + route.len() > SIZE {
            break;
        }
        text.push_str(&route);
    }
    text
}

/// The same of TypeScript.
fn typescript(at: usize) -> String {
    let mut text = "import { Router, type Request, type Response } from \"express\";\nimport { logger } from \"../logger.js\";\n\n\
                    export const router = Router();\nconst secret = process.env.SESSION_SECRET;\n"
        .to_owned();
    for part in 0.. {
        let route = format!(
            "\nrouter.post(\"/items{at}/{part}\", async (request: Request, response: Response) => {{\n  \
             const {{ name, password }} = request.body as {{ name: string; password: string }};\n  \
             if (!name || !password) {{\n    response.status(400).json({{ error: \"missing\" }});\n    return;\n  }}\n  \
             const limit = Number(process.env.LIMIT_{at} ?? 10);\n  \
             logger.info({{ name, limit, secret: Boolean(secret) }}, \"made\");\n  \
             response.json({{ name, status: \"made\" }});\n}});\n"
        );
        if text.len() + route.len() > SIZE {
            break;
        }
        text.push_str(&route);
    }
    text
}

fn repository(root: &Path) {
    support::small_app(root);
    fs::create_dir_all(root.join("web/src")).unwrap();
    let package = "{\"name\": \"web\", \"type\": \"module\", \"scripts\": {\"start\": \"node src/index.ts\"}, \
                   \"dependencies\": {\"express\": \"5.0.0\"}}\n";
    fs::write(root.join("web/package.json"), package).unwrap();
    let mut index = "import express from \"express\";\nconst app = express();\n".to_owned();
    for at in 0..FILES {
        let (area, folder) = (root.join(format!("app/area{}", at % 40)), root.join(format!("web/src/area{}", at % 40)));
        fs::create_dir_all(&area).unwrap();
        fs::create_dir_all(&folder).unwrap();
        fs::write(area.join(format!("part{at}.py")), python(at)).unwrap();
        fs::write(folder.join(format!("part{at}.ts")), typescript(at)).unwrap();
        index.push_str(&format!(
            "import {{ router as r{at} }} from \"./area{}/part{at}.js\";\napp.use(r{at});\n",
            at % 40
        ));
    }
    fs::write(root.join("web/src/index.ts"), index + "app.listen(3000);\n").unwrap();
}

fn audit(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    let known = support::catalog().known();
    let (tree, _) = Workspace::open(folder.path()).unwrap().read(&reads, &BTreeSet::new()).unwrap();
    let narrow = narrowed(&tree);
    let facts = detect_in(&Code::of(&narrow), &known);
    let ignores = Ignores::of(&tree, Vec::new());
    criterion.bench_function("all rules over 2,000 files, 4 MB, not yet parsed", |bencher| {
        bencher.iter(|| {
            let code = Code::of(&narrow);
            black_box(look(&Ground::new((&tree, &facts, &code), None, &ignores)).len())
        });
    });
    criterion.bench_function("shipready audit, 2,000 files, 4 MB", |bencher| {
        bencher.iter(|| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_shipready"));
            command.arg("audit").current_dir(folder.path()).stdin(Stdio::null());
            assert!(command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success());
        });
    });
}

criterion_group! { name = benches; config = support::criterion(); targets = audit }
criterion_main!(benches);
