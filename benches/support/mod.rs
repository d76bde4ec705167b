//! Repositories and runs that several benches share.

// Each bench uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use criterion::Criterion;
use shipready::blueprint::{Blueprint, resolve};
use shipready::catalog::Catalog;
use shipready::choose::{Request, choose};
use shipready::detect::{detect, reads};
use shipready::facts::Facts;
use shipready::manifest::Manifest;
use shipready::plan::Rendered;
use shipready::render::{render, starter};
use shipready::tree::Tree;
use shipready::workspace::Workspace;

/// Packages of the large repository; each has ten Python files and ninety others.
const PACKAGES: usize = 500;

const MAIN: &str = "\
from fastapi import FastAPI

from app.config import settings

app = FastAPI(title=settings.project_name)


@app.get(\"/health\")
def health() -> dict[str, str]:
    return {\"status\": \"ok\"}
";
const CONFIG: &str = "\
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    project_name: str = \"shop\"
    database_url: str
    redis_url: str = \"redis://localhost:6379/0\"
    secret_key: str


settings = Settings()
";
const PROJECT: &str = "\
[project]
name = \"shop\"
version = \"1.0.0\"
requires-python = \">=3.12\"
dependencies = [\"fastapi>=0.115\", \"uvicorn\", \"asyncpg\", \"redis\", \"pydantic-settings\"]
";

/// One bench's settings: few samples, because the large repository takes its time.
pub fn criterion() -> Criterion {
    Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(4))
}

/// A small FastAPI application.
pub fn small_app(root: &Path) {
    fs::create_dir_all(root.join("app")).unwrap();
    fs::write(root.join("pyproject.toml"), PROJECT).unwrap();
    fs::write(root.join("app/__init__.py"), "").unwrap();
    fs::write(root.join("app/main.py"), MAIN).unwrap();
    fs::write(root.join("app/config.py"), CONFIG).unwrap();
}

/// The small application grown old: 50,000 files, 5,000 of them Python.
pub fn large_app(root: &Path) {
    small_app(root);
    fs::write(root.join(".gitignore"), "*.log\n/dist/\n__pycache__/\n.env\n").unwrap();
    for package in 0..PACKAGES {
        let folder = root.join(format!("app/area{}/package{package}", package % 40));
        let assets = folder.join("assets");
        fs::create_dir_all(&assets).unwrap();
        for (name, text) in modules(package) {
            fs::write(folder.join(name), text).unwrap();
        }
        for asset in 0..90 {
            let ending = ["svg", "json", "ts", "css"][asset % 4];
            fs::write(assets.join(format!("asset{asset}.{ending}")), "{\"key\": \"value\"}\n".repeat(20)).unwrap();
        }
    }
}

/// The ten modules of one package, 2 to 6 kB each as in grown applications.
fn modules(package: usize) -> Vec<(String, String)> {
    let mut modules = vec![("__init__.py".to_owned(), String::new())];
    modules.push(("routes.py".to_owned(), routes(package)));
    modules.push(("schemas.py".to_owned(), schemas(package)));
    for service in 0..7 {
        modules.push((format!("service{service}.py"), service_text(package, service)));
    }
    modules
}

fn routes(package: usize) -> String {
    let route = |at: usize| {
        format!(
            "@router.get(\"/items{at}/{{item_id}}\")\nasync def read_{at}(item_id: int, limit: int = 20) -> dict[str, object]:\n    \
             \"\"\"One item of package {package}.\"\"\"\n    return {{\"id\": item_id, \"limit\": limit}}\n\n\n"
        )
    };
    let head = "from fastapi import APIRouter\n\nfrom app.config import settings\n\nrouter = APIRouter()\n\n\n";
    head.to_owned() + &(0..16).map(route).collect::<String>()
}

fn schemas(package: usize) -> String {
    let schema = |at: usize| {
        format!(
            "class Item{at}(BaseModel):\n    id: int\n    name: str = \"item of {package}\"\n    price: float = 0.0\n    tags: list[str] = []\n\n\n"
        )
    };
    "from pydantic import BaseModel\n\n\n".to_owned() + &(0..16).map(schema).collect::<String>()
}

fn service_text(package: usize, service: usize) -> String {
    let step = |at: usize| {
        format!(
            "    def step_{at}(self, values: list[int]) -> int:\n        \"\"\"Adds up what package {package} was given.\"\"\"\n        \
             total = 0\n        for value in values:\n            if value > {at}:\n                total += value\n        return total\n\n"
        )
    };
    let environment = match (package % 25, service) {
        (0, 0) => format!("import os\n\nLIMIT = int(os.environ.get(\"LIMIT_{package}\", \"10\"))\n\n\n"),
        _ => String::new(),
    };
    format!("import logging\n{environment}\nlogger = logging.getLogger(__name__)\n\n\nclass Service{service}:\n")
        + &(0..16).map(step).collect::<String>()
}

/// A new folder below `home`, which is removed with `home` and not before: for minutes after files were deleted, ext4
/// without a journal is slow to make others, and a bench would measure that.
pub fn fresh_folder(home: &Path) -> PathBuf {
    tempfile::tempdir_in(home).unwrap().keep()
}

/// Everything that detection sees of the folder `root`.
pub fn tree_of(root: &Path) -> Tree {
    Workspace::open(root).unwrap().read(&reads, &BTreeSet::new()).unwrap().0
}

/// The catalog without a user's templates.
pub fn catalog() -> Catalog {
    Catalog::load(&Tree::default()).unwrap()
}

/// What `preset` gives in an empty folder: everything before the render.
pub fn preset(catalog: &Catalog, preset: &str) -> (Tree, Blueprint) {
    let request = Request { preset: Some(preset.to_owned()), name: "shop".to_owned(), ..Request::default() };
    let manifest = Manifest::parse(&choose(catalog, &Facts::default(), &request).unwrap()).unwrap();
    let starter = starter(catalog, &manifest).unwrap();
    let facts = detect(&starter, &catalog.known());
    (starter, resolve(catalog, &facts, &manifest).unwrap())
}

/// All that `preset` renders in an empty folder.
pub fn rendered(preset_name: &str) -> Rendered {
    let catalog = catalog();
    render(&catalog, &preset(&catalog, preset_name).1).unwrap()
}
