"""Private ways from a cluster's VPC to the AWS services that observe it."""

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from eks_observability.notes import note_change, note_cost
from eks_observability.settings.vpc_endpoints import EndpointService


class VpcEndpoints(Construct):
    """Interface endpoints of AWS services, each with private DNS.

    With them, pods reach the services by their usual names without a way to the Internet. STS is
    among them because IRSA trades tokens there. They carry all that the VPC asks these services, of
    whatever account, so no policy narrows them: it would take away from others what they have.

    Args:
        scope: Parent construct, in a stack of the VPC's own account and Region.
        construct_id: Id, unique within `scope`.
        vpc: The VPC, with DNS hostnames and DNS support on.
        subnets: Subnets that the endpoints stand in, one an Availability Zone.
        security_groups: Their security groups, which let nodes and pods in on port 443. EKS's own
            security group of the cluster does.
        services: Which services. One that the VPC has an endpoint with private DNS for already is
            refused by EC2.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        vpc: ec2.IVpc,
        subnets: Sequence[ec2.ISubnet],
        security_groups: Sequence[ec2.ISecurityGroup],
        services: Sequence[EndpointService],
    ) -> None:
        super().__init__(scope, construct_id)

        for service in sorted(set(services)):
            ec2.InterfaceVpcEndpoint(
                self,
                service.title().replace("-", ""),
                vpc=vpc,
                service=ec2.InterfaceVpcEndpointAwsService(service),
                subnets=ec2.SubnetSelection(subnets=list(subnets)),
                security_groups=list(security_groups),
                # Needs to know the VPC's addresses; the groups given say who is let in.
                open=False,
                private_dns_enabled=True,
            )
        names = ", ".join(sorted(set(services)))
        note_cost(
            self,
            f"VPC endpoints {names}: a price per hour and subnet each, and per GB through them",
        )
        note_change(
            self,
            f"VPC {vpc.vpc_id}: the names of {names} lead to private addresses, for everything in "
            "it; destroy takes that back",
        )
