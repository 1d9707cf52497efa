"""Keys, tokens and certificates of a Kubernetes API that lives as long as a test run."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TOKEN = "administrator"
"""The administrator's token."""

KUBELET_CLIENT = "kubelet-client.crt"
"""The API server's own certificate for kubelets, beside its serving certificate."""


def write_account_keys(folder: Path) -> None:
    """Writes the keys that service account tokens are signed and checked with."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "accounts.key").write_bytes(_pem(key))
    (folder / "accounts.pub").write_bytes(public)


def write_tokens(folder: Path) -> None:
    """Writes the administrator's token."""
    tokens = f"{TOKEN},administrator,administrator,system:masters\n"
    (folder / "tokens.csv").write_text(tokens, encoding="ascii")


def write_kubelet_client(folder: Path) -> None:
    """Writes the certificate by which the API server asks a kubelet for logs, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "system:masters"),
            x509.NameAttribute(NameOID.COMMON_NAME, "kube-apiserver"),
        ]
    )
    now = datetime.datetime.now(tz=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / KUBELET_CLIENT).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "kubelet-client.key").write_bytes(_pem(key))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
