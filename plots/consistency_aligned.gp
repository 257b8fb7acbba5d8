# The same against the reference key with all phases zero: the law is the margin's normal law.
title_line = 'Probability that a key overtakes the reference with all phases zero'
subject = 'Points: Monte Carlo with 95 % limits. Lines: exact; dotted and mostly under them: the normal law.'
load scripts.'/consistency.gp'
