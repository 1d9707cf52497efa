"""What is counted from log lines, as values, one module a log group."""
