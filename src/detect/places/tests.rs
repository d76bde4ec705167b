use super::*;

fn wants(path: &str) -> bool {
    RelPath::new(path).is_ok_and(|path| reads(&path, 1000))
}

#[test]
fn what_decides_is_read() {
    for path in [
        "app/main.py",
        "pyproject.toml",
        "poetry.lock",
        "a/uv.lock",
        "requirements/base.txt",
        ".python-version",
        "Dockerfile.prod",
        "docker/api.Dockerfile",
        "docker-compose.prod.yml",
        "compose.yaml",
        ".env.example",
        "example.env",
        ".env.local.example",
        ".github/workflows/test.yml",
        "README.rst",
        "alembic.ini",
        "runtime.txt",
    ] {
        assert!(wants(path), "{path} is not read");
    }
}

#[test]
fn secrets_and_foreign_code_are_not_read() {
    for path in [
        ".env",
        ".env.production",
        "prod.env",
        ".venv/lib/python3.12/site-packages/fastapi/main.py",
        "venv/x.py",
        "env/lib/python3.11/x.py",
        "tests/test_app.py",
        "deploy/api/gunicorn.conf.py",
        ".shipready/base/Dockerfile",
        "docs/main.py",
        "app/logo.png",
        "Dockerfile.dockerignore",
        ".gitpod.Dockerfile",
        "{{cookiecutter.name}}/main.py",
    ] {
        assert!(!wants(path), "{path} is read");
    }
}
