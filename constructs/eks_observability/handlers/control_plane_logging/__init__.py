"""Lambda code of `Custom::EksControlPlaneLogging`; the folder is what is deployed."""
