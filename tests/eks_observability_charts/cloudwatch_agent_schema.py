"""What may stand in cwagentconfig.json, as far as Container Insights is concerned.

Keys, types and limits: amazon-cloudwatch-agent, translator/config/schema.json, which the image has
as doc/amazon-cloudwatch-agent-schema.json. The agent's schema takes any other key of `agent` and
`kubernetes` without a word; here only those are taken that are documented.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_BOOL: Schema = {"type": bool}
_SECONDS: Schema = {"type": int, "from": 1, "to": 172_800}


def _text(least: int, most: int) -> Schema:
    return {"type": str, "from": least, "to": most}


KUBERNETES: Schema = {
    "cluster_name": _text(1, 512),
    "metrics_collection_interval": _SECONDS,
    "disable_metric_extraction": _BOOL,
    "jmx_container_insights": _BOOL,
    # CloudWatch User Guide, "Setting up the CloudWatch agent to collect cluster metrics" and
    # "Container Insights", of enhanced observability, accelerators and Kueue.
    "enhanced_container_insights": _BOOL,
    "accelerated_compute_metrics": _BOOL,
    "kueue_container_insights": _BOOL,
}
AGENT: Schema = {
    "metrics_collection_interval": _SECONDS,
    "region": _text(1, 64),
    "logfile": _text(0, 4096),
    "debug": _BOOL,
    "aws_sdk_log_level": _text(0, 4096),
    "omit_hostname": _BOOL,
    # CloudWatch User Guide, "Manually create or edit the CloudWatch agent configuration file".
    "run_as_user": _text(1, 4096),
    "user_agent": _text(1, 4096),
}
LOGS: Schema = {
    "metrics_collected": {"keys": {"kubernetes": {"keys": KUBERNETES}}},
    "log_stream_name": _text(1, 512),
    "force_flush_interval": _SECONDS,
    "endpoint_override": _text(4, 2048),
}
FILE: Schema = {
    "keys": {
        "agent": {"keys": AGENT},
        "logs": {"keys": LOGS, "required": "metrics_collected"},
    }
}


def problems(value: object, schema: Schema = FILE, path: str = "") -> list[str]:
    """What of `value` the agent's schema and its documentation do not know."""
    if "keys" in schema:
        if not isinstance(value, Mapping):
            return [f"{path}: not an object"]
        required = schema.get("required")
        missing = [f"{path}/{required}: missing"] if required and required not in value else []
        unknown = [f"{path}/{key}: unknown" for key in value if key not in schema["keys"]]
        return [
            *missing,
            *unknown,
            *(
                problem
                for key, each in value.items()
                if key in schema["keys"]
                for problem in problems(each, schema["keys"][key], f"{path}/{key}")
            ),
        ]
    if type(value) is not schema["type"]:
        return [f"{path}: not {schema['type'].__name__}"]
    size = len(value) if isinstance(value, str) else value
    if "from" in schema and not schema["from"] <= size <= schema["to"]:
        return [f"{path}: not from {schema['from']} to {schema['to']}"]
    return []
