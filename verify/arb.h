/* Arb's balls, wherever this system keeps them. */
#ifndef POSBIAS_VERIFY_ARB_H
#define POSBIAS_VERIFY_ARB_H

/* Their inline functions are not written for our warnings. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <flint/flint.h>
#if __has_include(<flint/arb.h>)
#include <flint/acb.h> /* FLINT 3 */
#include <flint/arb.h>
#else
#include <acb.h>
#include <arb.h>
#endif
#pragma GCC diagnostic pop

#endif
