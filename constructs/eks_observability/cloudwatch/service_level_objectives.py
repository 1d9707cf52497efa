"""Service level objectives of Application Signals, and who hears when one is about to be missed."""

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_applicationsignals as signals
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.cloudwatch.alarm_names import runbook
from eks_observability.cloudwatch.burn_rates import Pair, burning, windows
from eks_observability.notes import note_cost
from eks_observability.settings.service_level_objectives import (
    LONGEST_NAME,
    ServiceLevelObjective,
)

RUNBOOK: Final = "ObjectiveBudgetBurns"
"""The page that its alarms name."""

_Objective = signals.CfnServiceLevelObjective


class ServiceLevelObjectives(Construct):
    """Objectives of a cluster's services, and one alarm for each that says its budget burns.

    They count requests, not minutes: a night without callers neither helps nor harms. Application
    Signals measures them, so that it has to be on in the cluster (`container_insights.mode: addon`
    with `addon.application_signals: true`).

    The alarm is a composite one over pairs of burn rates (`burn_rates`), so that one failure is one
    message, and only it has actions.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster that the services run in.
        objectives: What they owe.
        listened_to: Topics that people listen to, of the same account and Region. Default: none,
            and alarms tell nobody.
        runbooks_url: Where the pages of docs/runbooks can be read. Default: nowhere, and alarms
            name the file.

    Raises:
        ValueError: With the cluster's name before it, an objective's name is too long; or two are
            of one name.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        objectives: Sequence[ServiceLevelObjective],
        listened_to: Sequence[sns.ITopic] = (),
        runbooks_url: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster_name = cluster.cluster_name
        self._runbook = runbook(RUNBOOK, runbooks_url)
        self._actions = [actions.SnsAction(topic) for topic in listened_to]
        self.alarms: dict[str, cloudwatch.CompositeAlarm] = {}
        """The alarm of each objective, by the objective's name in the settings."""

        for each in objectives:
            if each.name in self.alarms:
                msg = f"there are two objectives {each.name}: give one another name"
                raise ValueError(msg)
            self._add(each)
        self._note()

    def _add(self, each: ServiceLevelObjective) -> None:
        # Names are the account's in a Region, and other clusters have their own.
        name = f"{self._cluster_name}-{each.name}"
        if len(name) > LONGEST_NAME:
            msg = (
                f"the objective {each.name} is called {name}, which has {len(name)} characters: "
                f"Application Signals takes {LONGEST_NAME}, so shorten its name"
            )
            raise ValueError(msg)
        pairs = burning(goal_percent=each.goal_percent, days=each.days)
        objective = _Objective(
            self,
            each.name,
            name=name,
            description=_what_is_owed(each),
            request_based_sli=self._indicator(each),
            goal=_goal(each),
            burn_rate_configurations=[
                _Objective.BurnRateConfigurationProperty(look_back_window_minutes=size)
                for size in windows(pairs)
            ],
        )
        alarm = self._alarm(each, name, pairs)
        alarm.node.add_dependency(objective)
        self.alarms[each.name] = alarm

    def _indicator(self, each: ServiceLevelObjective) -> _Objective.RequestBasedSliProperty:
        """What makes a request a good one."""
        metric = _Objective.RequestBasedSliMetricProperty(
            key_attributes={
                "Type": "Service",
                "Name": each.service,
                # As the CloudWatch agent has it on EKS (amazon-cloudwatch-agent,
                # plugins/processors/awsapplicationsignals/internal/resolver).
                "Environment": f"eks:{self._cluster_name}/{each.namespace}",
            },
            operation_name=each.operation,
            metric_type=each.kind.upper(),
        )
        if each.latency_milliseconds is None:
            return _Objective.RequestBasedSliProperty(request_based_sli_metric=metric)
        return _Objective.RequestBasedSliProperty(
            request_based_sli_metric=metric,
            comparison_operator="LessThanOrEqualTo",
            metric_threshold=each.latency_milliseconds,
        )

    def _alarm(
        self, each: ServiceLevelObjective, name: str, pairs: Sequence[Pair]
    ) -> cloudwatch.CompositeAlarm:
        both = [
            cloudwatch.AlarmRule.all_of(
                self._watch(each, name, pair.minutes, pair),
                self._watch(each, name, pair.short_minutes, pair),
            )
            for pair in pairs
        ]
        alarm = cloudwatch.CompositeAlarm(
            self,
            f"{each.name}-burns",
            composite_alarm_name=f"{name}-burns",
            alarm_description=(
                f"{_what_is_owed(each)} Its budget burns so fast that the goal is about to be "
                f"missed. Which windows burn is in the reason. Runbook: {self._runbook}"
            ),
            alarm_rule=cloudwatch.AlarmRule.any_of(*both),
        )
        alarm.add_alarm_action(*self._actions)
        alarm.add_ok_action(*self._actions)
        return alarm

    def _watch(
        self, each: ServiceLevelObjective, name: str, minutes: int, pair: Pair
    ) -> cloudwatch.Alarm:
        """An alarm without actions on one window. Nothing measured burns nothing."""
        burn_rate = cloudwatch.Metric(
            namespace="AWS/ApplicationSignals",
            metric_name="BurnRate",
            dimensions_map={"SloName": name, "BurnRateWindowMinutes": str(minutes)},
            statistic="Maximum",
            period=cdk.Duration.minutes(1),
        )
        what = f"{minutes}-of-{pair.minutes}-minutes"
        return cloudwatch.Alarm(
            self,
            f"{each.name}-{what}",
            alarm_name=f"{name}-burns-{what}",
            alarm_description=(
                f"{name} burns its budget {pair.burn_rate:g} times as fast as it may, over "
                f"{minutes} minutes. Tells nobody by itself: {name}-burns does."
            ),
            metric=burn_rate,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            threshold=pair.burn_rate,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )

    def _note(self) -> None:
        if self.alarms:
            note_cost(
                self,
                f"{len(self.alarms)} objectives: signals that Application Signals reads for each, "
                "and up to six metric alarms and one composite alarm each (docs/objectives.md)",
            )


def _what_is_owed(each: ServiceLevelObjective) -> str:
    operation = f" {each.operation}" if each.operation else ""
    good = (
        "without a fault"
        if each.latency_milliseconds is None
        else f"within {each.latency_milliseconds} ms"
    )
    return (
        f"{each.goal_percent:g} % of requests to {each.service}{operation} are answered {good}, "
        f"over {each.days} days."
    )


def _goal(each: ServiceLevelObjective) -> _Objective.GoalProperty:
    rolling = _Objective.RollingIntervalProperty(duration=each.days, duration_unit="DAY")
    return _Objective.GoalProperty(
        attainment_goal=each.goal_percent,
        warning_threshold=each.warn_percent,
        interval=_Objective.IntervalProperty(rolling_interval=rolling),
    )
