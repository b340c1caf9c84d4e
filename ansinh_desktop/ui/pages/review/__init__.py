"""«Rà soát» as an inbox: equal findings in one line, one act for all of them, one key from each to its field."""
