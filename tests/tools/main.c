/* The runner: every suite, or CK_RUN_SUITE's. Fails if a test does, and if none ran. The last line
 * is Check's own summary. */
#include <check.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

#define SUITES(each)                                                                               \
    each(random) each(vector) each(schedule) each(scaling) each(trig_sums) each(trig_limits) each( \
        bank_moments) each(tapa_moments) each(qk_law) each(lemmas) each(gap) each(independence)    \
        each(turns) each(spec) each(encoding) each(bank) each(tapa) each(list) each(npy) each(qk)  \
            each(montecarlo) each(table) each(csv_read) each(claims) each(scans) each(diffhist)    \
                each(sort) each(gil_pelaez) each(position_order) each(token_order)                 \
                    each(order_average) each(tapa_order) each(failure_laws) each(score_limit)      \
                        each(window_moments) each(normality) each(dtype) each(alias_count)         \
                            each(consistency) each(chebyshev) each(curve) each(inversions)         \
                                each(inversion_stream) each(curve_draws) each(driver)              \
                                    each(interval) each(run) each(locality) each(counts)           \
                                        each(prover) each(balls) each(prover_attack)               \
                                            each(verify_parts) each(verify) each(verify_lines)     \
                                                each(gap_proof) each(lemma_proof) each(witness)    \
                                                    each(phase_lattice) each(return_volume)        \
                                                        each(base_bank) each(basebound)

#define DECLARE(name) Suite *suite_##name(void);
SUITES(DECLARE)

/* The command-line suite needs a built program: it can be left out. */
Suite *suite_cli(void) __attribute__((weak));

int main(void)
{
    gsl_set_error_handler_off(); /* as the program does */
    SRunner *runner = srunner_create(NULL);
#define ADD(name) srunner_add_suite(runner, suite_##name());
    SUITES(ADD)
    if (suite_cli)
        srunner_add_suite(runner, suite_cli());
    srunner_run_all(runner, CK_ENV);
    int run = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    if (failed) /* Check lists the failures after its summary; end with the summary */
        srunner_print(runner, CK_MINIMAL);
    srunner_free(runner);
    if (run == 0)
        fprintf(stderr, "no test was run\n");
    return run == 0 || failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
