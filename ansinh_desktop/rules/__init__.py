"""What the law computes: pure functions over the dated data in resources/law; every answer carries its article."""
