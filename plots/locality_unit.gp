# The deterministic curve a_n = 1, phi_n = 0: exact counts beside the derived law.
needs = 'encoding qk context_tok p_inv p_inv_lo p_inv_hi'
uses = 'p_law'
over = 'context_tok'
companion = 'p_law'
subject = 'Points: every pair of distances counted. Lines: the derived law, to within 0.05 for M from 64 to b.'
load scripts.'/locality.gp'
