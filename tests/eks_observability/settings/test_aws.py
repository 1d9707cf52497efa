"""The facts that settings are checked against, held against botocore's own."""

import re
from typing import get_args

import botocore.session
import pytest
from botocore.model import StringShape

from eks_observability.settings.aws import (
    EKS_REGIONS,
    GRAFANA_REGIONS,
    LOG_TYPES,
    RETENTION_DAYS,
    AuthenticationMode,
)


@pytest.fixture(scope="module")
def session() -> botocore.session.Session:
    return botocore.session.Session()


def enum(session: botocore.session.Session, shape_name: str) -> list[str]:
    shape = session.get_service_model("eks").shape_for(shape_name)
    assert isinstance(shape, StringShape)
    return list(shape.enum)


@pytest.mark.parametrize("partition", EKS_REGIONS)
def test_the_regions_are_those_botocore_knows(
    session: botocore.session.Session, partition: str
) -> None:
    known = session.get_available_regions("eks", partition_name=partition)

    assert sorted(EKS_REGIONS[partition]) == sorted(known)


def test_the_regions_of_grafana_are_those_botocore_knows(
    session: botocore.session.Session,
) -> None:
    known = [
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("grafana", partition_name=partition)
    ]

    assert sorted(GRAFANA_REGIONS) == sorted(known)


def test_the_log_types_are_those_of_the_eks_api(session: botocore.session.Session) -> None:
    assert list(LOG_TYPES) == enum(session, "LogType")


def test_the_authentication_modes_are_those_of_the_eks_api(
    session: botocore.session.Session,
) -> None:
    assert list(get_args(AuthenticationMode)) == enum(session, "AuthenticationMode")


def test_the_retention_days_are_those_the_logs_api_documents(
    session: botocore.session.Session,
) -> None:
    documentation = session.get_service_model("logs").shape_for("Days").documentation

    assert [int(days) for days in re.findall(r"\b\d+\b", documentation)] == list(RETENTION_DAYS)
