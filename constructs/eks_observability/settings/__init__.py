"""The settings file: YAML in, frozen typed values out, all mistakes named. Knows no CDK."""

from eks_observability.settings.load import load_settings
from eks_observability.settings.mistakes import Mistake, SettingsError
from eks_observability.settings.model import Capabilities, ClusterSettings, Settings

__all__ = [
    "Capabilities",
    "ClusterSettings",
    "Mistake",
    "Settings",
    "SettingsError",
    "load_settings",
]
