"""Social assistance: the monthly allowance, carers' money and the social pension; what is paid once; facilities."""
