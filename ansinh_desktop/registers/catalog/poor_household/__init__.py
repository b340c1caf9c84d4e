"""Poor and near-poor households (hộ nghèo, hộ cận nghèo): reviews, dated decisions, needs and support."""
