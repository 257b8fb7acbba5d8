# The deterministic curve a_n = 1, phi_n = 0: exact counts beside the derived law.
companion = 'p_law'
subject = 'Points: every pair of distances counted. Lines: the derived law where it is claimed to hold.'
load scripts.'/locality.gp'
