"""The machinery around the judges: it finds, runs and reports them, and judges nothing itself."""
