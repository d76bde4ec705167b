"""Our own assertions over the resolved stack: no linter covers hardening."""

from harness import compose, hardening

FILES = compose.STACKS


def judge(tree, files, tools):
    main, overlay = compose.stack(tree), compose.overlay(tree)
    merged = None
    with compose.prepared(tree, tools) as folder:
        try:
            model = compose.model(folder, tools, (main,))
            raw = compose.model(folder, tools, (main,), "--no-interpolate")
            if overlay:
                merged = compose.model(folder, tools, (main, overlay))
        except compose.Unreadable as refusal:
            return [str(refusal)]
    findings = [f"{main}: {text}" for text in hardening.stack(model, raw, (tree / main).read_text())]
    if merged:
        findings += [f"{overlay}: {text}" for text in hardening.development(merged)]
    return findings
