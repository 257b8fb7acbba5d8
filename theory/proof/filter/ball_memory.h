/* What GMP, MPFR, FLINT and Arb do where memory runs out. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_BALL_MEMORY_H
#define POSBIAS_THEORY_PROOF_FILTER_BALL_MEMORY_H

/*
 * Has them call end, which does not return, instead of abort. They know no other answer: none of
 * their functions can fail.
 * In: once, before anything else of theirs is called.
 */
void ball_memory_end(void (*end)(void) __attribute__((noreturn)));

#endif
