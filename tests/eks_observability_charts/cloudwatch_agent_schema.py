"""What may stand in cwagentconfig.json, as far as Container Insights is concerned.

Keys, types and limits: amazon-cloudwatch-agent, translator/config/schema.json; CloudWatch User
Guide, "Manually create or edit the CloudWatch agent configuration file" (`agent`, `logs`) and
"Setting up the CloudWatch agent to collect cluster metrics" (`kubernetes`).
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_BOOL: Schema = {"type": bool}
_TEXT: Schema = {"type": str}


def _seconds(most: int) -> Schema:
    return {"type": int, "from": 1, "to": most}


KUBERNETES: Schema = {
    "cluster_name": _TEXT,
    "metrics_collection_interval": _seconds(172_800),
    "disable_metric_extraction": _BOOL,
    "enhanced_container_insights": _BOOL,
    "accelerated_compute_metrics": _BOOL,
    "kueue_container_insights": _BOOL,
    "prefer_full_pod_name": _BOOL,
    "tag_service": _BOOL,
}
AGENT: Schema = {
    "metrics_collection_interval": _seconds(172_800),
    "region": _TEXT,
    "logfile": _TEXT,
    "debug": _BOOL,
    "quiet": _BOOL,
    "aws_sdk_log_level": _TEXT,
    "omit_hostname": _BOOL,
    "run_as_user": _TEXT,
    "user_agent": _TEXT,
}
LOGS: Schema = {
    "metrics_collected": {"keys": {"kubernetes": {"keys": KUBERNETES}}},
    "force_flush_interval": _seconds(172_800),
    "endpoint_override": _TEXT,
    "log_stream_name": _TEXT,
}
FILE: Schema = {"keys": {"agent": {"keys": AGENT}, "logs": {"keys": LOGS}}}


def problems(value: object, schema: Schema = FILE, path: str = "") -> list[str]:
    """What of `value` the agent's schema does not allow."""
    if "keys" in schema:
        if not isinstance(value, Mapping):
            return [f"{path}: not an object"]
        unknown = [f"{path}/{key}: unknown" for key in value if key not in schema["keys"]]
        return unknown + [
            problem
            for key, each in value.items()
            if key in schema["keys"]
            for problem in problems(each, schema["keys"][key], f"{path}/{key}")
        ]
    if type(value) is not schema["type"]:
        return [f"{path}: not {schema['type'].__name__}"]
    if "from" in schema and not schema["from"] <= value <= schema["to"]:
        return [f"{path}: not from {schema['from']} to {schema['to']}"]
    return []
