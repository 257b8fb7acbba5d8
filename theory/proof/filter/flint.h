/* FLINT's integers, lattices and Arb's balls, wherever this system keeps them. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_FLINT_H
#define POSBIAS_THEORY_PROOF_FILTER_FLINT_H

/* Their inline functions are not written for our warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <flint/flint.h>
#include <flint/fmpq.h> /* FLINT 3 does not bring it along */
#include <flint/fmpz.h>
#include <flint/fmpz_lll.h>
#include <flint/fmpz_mat.h>
#include <flint/fmpz_vec.h>
#if __has_include(<flint/arb.h>)
#include <flint/arb.h> /* FLINT 3 */
#else
#include <arb.h>
#endif
#pragma GCC diagnostic pop

#endif
