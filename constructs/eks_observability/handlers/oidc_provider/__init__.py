"""Lambda code of `Custom::IamOidcProvider`; the folder is what is deployed."""
