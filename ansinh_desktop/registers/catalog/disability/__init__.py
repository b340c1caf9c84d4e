"""Disabled people (người khuyết tật): the council as a file, the certificate, hardship and support."""
