"""Our own assertions over the resolved stack: no linter covers hardening."""

from harness import compose, hardening

FILES = compose.STACKS


def judge(tree, files, tools):
    main, override = compose.stack(tree), compose.override(tree)
    merged = None
    with compose.prepared(tree, tools) as folder:
        try:
            model = compose.model(folder, tools, (main,))
            raw = compose.model(folder, tools, (main,), "--no-interpolate")
            if override:
                merged = compose.model(folder, tools, (main, override))
        except compose.Unreadable as refusal:
            return [str(refusal)]
    findings = [f"{main}: {text}" for text in hardening.stack(model, raw, (tree / main).read_text())]
    if merged:
        findings += [f"{override}: {text}" for text in hardening.development(merged)]
    return findings
