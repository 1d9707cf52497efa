"""Lambda code of `Custom::GrafanaContent`; a package, deployed as one."""
