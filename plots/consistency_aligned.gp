# The same against the reference key with all phases zero: the law is the margin's normal law.
needs = 'encoding qk distance_tok p_inv p_inv_lo p_inv_hi'
uses = 'p_exact p_law'
title_line = 'A key overtakes the reference with all phases zero'
subject = 'Points: Monte Carlo with 95 % limits. Lines: exact; dotted and mostly under them: the normal law.'
load scripts.'/consistency.gp'
