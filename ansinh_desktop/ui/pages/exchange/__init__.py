"""The exchange with other units: the commune's side and the receiving unit's."""
